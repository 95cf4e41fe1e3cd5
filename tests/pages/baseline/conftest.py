"""A plan in a store of its own, and the Baseline data page run on it without a browser."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from charts import ChartSpec
from plan_store import demo
from plan_store.document import ChartBlock
from plan_store.plan_rows import Better, Measure
from plan_store.programmes import Programme
from plan_store.sign_in import hash_of, make_link, redeem_link
from plan_store.store import reading, writing

ROOT = Path(__file__).resolve().parents[3]
SERIES = ROOT / "tests" / "data" / "series"
PLAN = "Smoke-free pregnancies"


class Page:
    """The page as a visitor of this email has it; `words` is everything that our own HTML says."""

    def __init__(self, email: str, measure: str = "", page: str = "baseline_data", of_plan: bool = True) -> None:
        with writing() as session:
            token = hash_of(redeem_link(session, make_link(session, email)))
        with reading() as session:
            self.plan = session.exec(select(Programme.id).where(Programme.title == PLAN)).one()
            found = session.exec(select(Measure).where(Measure.programme_id == self.plan))
            self.measures = {row.name: row.id for row in found}
        self.at = AppTest.from_file(str(ROOT / "pages" / "_portal.py"), default_timeout=60)
        self.at.user = {"session": token}
        self.at.run()
        self.at.switch_page(f"{page}.py")
        if of_plan:
            self.at.query_params["programme"] = self.plan
        if measure:
            self.at.query_params["measure"] = self.measures[measure]
        self.run()

    def run(self) -> "Page":
        self.at.run()
        assert not self.at.exception, self.at.exception[0].value
        return self

    @property
    def words(self) -> str:
        return "\n".join(part.proto.body for part in self.at.get("html") if not part.proto.body.startswith("<style"))

    @property
    def title(self) -> str:
        return self.words.split('<h1 class="title">')[1].split("</h1>")[0]

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

    def press(self, label: str) -> "Page":
        next(button for button in self.at.button if button.label == label).click()
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
