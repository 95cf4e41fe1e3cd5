"""A plan in a store of its own, and the Baseline data page run on it without a browser."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from charts import ChartSpec
from plan_store import demo
from plan_store.document import ChartBlock
from plan_store.plan_rows import Better, Measure
from plan_store.programmes import Programme
from plan_store.store import reading, writing
from tests.pages.app_page import AppPage

ROOT = Path(__file__).resolve().parents[3]
SERIES = ROOT / "tests" / "data" / "series"
PLAN = "Smoke-free pregnancies"


class Page(AppPage):
    """Baseline data as a visitor of this email has it."""

    def __init__(self, email: str, measure: str = "", page: str = "baseline_data", of_plan: bool = True) -> None:
        super().__init__(email)
        with reading() as session:
            self.plan = session.exec(select(Programme.id).where(Programme.title == PLAN)).one()
            found = session.exec(select(Measure).where(Measure.programme_id == self.plan))
            self.measures = {row.name: row.id for row in found}
        self.at.run()
        self.at.switch_page(f"{page}.py")
        if of_plan:
            self.at.query_params["programme"] = self.plan
        if measure:
            self.at.query_params["measure"] = self.measures[measure]
        self.run()

    def upload(self, name: str, content: bytes | None = None) -> "Page":
        """Choose a file in the uploader that the visitor sees, which is the last but the hidden one."""
        shown = next(field for field in self.at.file_uploader if field.label != "The file that was chosen")
        shown.upload(name, (SERIES / name).read_bytes() if content is None else content)
        return self.run()

    def choose(self, label: str, option: str | int) -> "Page":
        next(field for field in self.at.selectbox if field.label == label).set_value(option)
        return self.run()

    def better(self, way: str) -> "Page":
        next(field for field in self.at.button_group if field.label == "Which way is better?").set_value(
            Better[way.upper()]
        )
        return self.run()


@pytest.fixture
def page(store: Engine) -> Callable[..., Page]:
    with writing() as session:
        demo.fill(session)
    return lambda measure="", email=demo.FIRST_VISITOR: Page(email, measure)


def block(values: list[float], title: str = "Smoking at time of delivery", **spec: object) -> ChartBlock:
    """A chart of monthly percentages from April 2024."""
    dates = pd.date_range("2024-04-01", periods=len(values), freq="MS")
    frame = pd.DataFrame({"date": dates, "value": values, "status": "final"})
    frame[["numerator", "denominator"]] = float("nan")
    return ChartBlock("m", title, "Women who smoke", frame, ChartSpec.model_validate(spec))


@pytest.fixture
def chart() -> Callable[..., ChartBlock]:
    return block
