"""A trust of its own, and the Monthly data page run on it without a browser."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from tests.pages.app_page import AppPage
from tests.pages.monthly.trust import LEAD, Trust, make_trust


@pytest.fixture
def trust(store: Engine) -> Trust:
    return make_trust()


class Page(AppPage):
    """Monthly data as a visitor has it."""

    def __init__(self, email: str, **query: str) -> None:
        super().__init__(email)
        self.at.switch_page("monthly_data.py")
        for name, value in query.items():
            self.at.query_params[name.rstrip("_")] = value
        self.run()

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.at.button]

    def type(self, label: str, words: str) -> "Page":
        next(box for box in self.at.text_input if box.label.startswith(label)).set_value(words)
        return self.run()


@pytest.fixture
def page(trust: Trust) -> Callable[..., Page]:
    return lambda email=LEAD, **query: Page(email, **query)
