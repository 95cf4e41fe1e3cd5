"""A trust of its own, and the Monthly data page run on it without a browser."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from plan_store.settings import ROOT
from plan_store.sign_in import hash_of, make_link, redeem_link
from plan_store.store import writing
from tests.pages.monthly.trust import LEAD, Trust, make_trust


@pytest.fixture
def trust(store: Engine) -> Trust:
    return make_trust()


class Page:
    """The page as a visitor has it; `words` is everything that our own HTML says."""

    def __init__(self, email: str, **query: str) -> None:
        with writing() as session:
            token = hash_of(redeem_link(session, make_link(session, email)))
        self.at = AppTest.from_file(str(ROOT / "pages" / "_portal.py"), default_timeout=60)
        self.at.user = {"session": token}
        self.at.switch_page("monthly_data.py")
        for name, value in query.items():
            self.at.query_params[name.rstrip("_")] = value
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

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.at.button]

    def press(self, label: str) -> "Page":
        next(button for button in self.at.button if button.label == label).click()
        return self.run()

    def type(self, label: str, words: str) -> "Page":
        next(box for box in self.at.text_input if box.label.startswith(label)).set_value(words)
        return self.run()


@pytest.fixture
def page(trust: Trust) -> Callable[..., Page]:
    return lambda email=LEAD, **query: Page(email, **query)
