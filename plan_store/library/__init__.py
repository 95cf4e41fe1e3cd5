"""The library: primary drivers with suggestions, and the trusts; data files read once into typed, frozen entries."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from plan_store.library.entries import (
    STARTER_WORDS,
    Aim,
    DriverKind,
    PrimaryDriver,
    SecondaryDriver,
    Source,
    SuggestedMeasure,
    Trust,
)
from plan_store.library.trusts import organisation, organisations

__all__ = [
    "STARTER_WORDS",
    "Aim",
    "DriverKind",
    "PrimaryDriver",
    "SecondaryDriver",
    "Source",
    "SuggestedMeasure",
    "Trust",
    "driver",
    "drivers",
    "organisation",
    "organisations",
    "sources",
]

HERE = Path(__file__).parent


@cache
def drivers() -> tuple[PrimaryDriver, ...]:
    """Every primary driver, in the order of the file names: clinical first, then enabling."""
    return tuple(_read_driver(path) for path in sorted((HERE / "drivers").glob("*.toml")))


def driver(key: str) -> PrimaryDriver:
    """Raises KeyError for a key that the library does not have."""
    for entry in drivers():
        if entry.key == key:
            return entry
    raise KeyError(key)


@cache
def sources() -> Mapping[str, Source]:
    """The documents that driver files point at, by key; and the starter words, as themselves."""
    documents = {key: Source(**fields) for key, fields in _toml(HERE / "sources.toml").items()}
    return {**documents, STARTER_WORDS: Source(title=STARTER_WORDS)}


def _read_driver(path: Path) -> PrimaryDriver:
    return PrimaryDriver.model_validate(_with_sources(_toml(path)))


def _with_sources(held: Any) -> Any:
    """The file's content with each `source` key replaced by its document. Raises KeyError for an unknown one."""
    if isinstance(held, list):
        return [_with_sources(item) for item in held]
    if isinstance(held, dict):
        return {key: sources()[item] if key == "source" else _with_sources(item) for key, item in held.items()}
    return held


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
