"""The values of a row, checked field by field, so that one bad cell does not cost the others."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from plan_store.patients import faulty
from plan_store.plan_rows import PlanRow


@cache
def shown_fields(row: type[PlanRow]) -> Mapping[str, FieldInfo]:
    """The columns that people see, in order: the fields with a title."""
    return {name: field for name, field in row.model_fields.items() if field.title}


@cache
def required_fields(row: type[PlanRow]) -> frozenset[str]:
    """What a row cannot do without."""
    return frozenset(
        name
        for name, field in shown_fields(row).items()
        if any(isinstance(rule, StringConstraints) and rule.min_length for rule in field.metadata)
    )


def values_of(row: PlanRow) -> dict[str, Any]:
    """The row's cells as JSON can hold them; dates as ISO text."""
    return {name: plain(getattr(row, name)) for name in shown_fields(type(row))}


def plain(value: Any) -> Any:
    """A cell as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value


def check(row: type[PlanRow], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values that can be kept, converted, and a sentence for each that cannot. Unknown names are a KeyError."""
    fields = shown_fields(row)
    unknown = set(values) - set(fields)
    if unknown:
        raise KeyError(f"no such column: {', '.join(sorted(unknown))}")
    problems = {}
    try:
        _model(row).model_validate(values)
    except ValidationError as error:
        problems = {
            str(fault["loc"][0]): _sentence(fields[str(fault["loc"][0])].title or "", fault) for fault in error.errors()
        }
    problems |= faulty(values.items())
    good = {name: value for name, value in values.items() if name not in problems}
    return _model(row).model_validate(good).model_dump(include=set(good)), problems


@cache
def _model(row: type[PlanRow]) -> type[BaseModel]:
    hints = get_type_hints(row, include_extras=True)
    fields: dict[str, Any] = {name: (hints[name], field.default) for name, field in shown_fields(row).items()}
    config = ConfigDict(extra="forbid", use_enum_values=True, allow_inf_nan=False)
    return create_model(f"{row.__name__}Values", __config__=config, **fields)


def _sentence(title: str, fault: ErrorDetails) -> str:
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["type"] == "string_too_short":
        return f"Enter something for “{title}”."
    if fault["type"] == "string_too_long":
        return f"“{title}” is too long. Keep it to {fault['ctx']['max_length']:,} characters."
    return f"“{str(fault['input'])[:60]}” cannot be used for “{title}”. Choose or enter something else."
