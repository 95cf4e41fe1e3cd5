"""A page of the portal run without a browser, as a visitor has it."""

import json
from typing import Self

from streamlit.testing.v1 import AppTest

from plan_store.settings import ROOT
from plan_store.sign_in import hash_of, make_link, redeem_link
from plan_store.store import writing


def press(at: AppTest, action: str, thing: str = "") -> AppTest:
    """A button of the page's own HTML; once, as the browser sends it."""
    at.session_state["clicks"] = {"action": json.dumps({"action": action, "id": thing})}
    at.run()
    assert not at.exception, at.exception
    at.session_state["clicks"] = {}
    return at


class AppPage:
    """Signed in with this email; `words` is everything that our own HTML says."""

    def __init__(self, email: str) -> None:
        with writing() as session:
            token = hash_of(redeem_link(session, make_link(session, email)))
        self.at = AppTest.from_file(str(ROOT / "pages" / "_portal.py"), default_timeout=60)
        self.at.user = {"session": token}

    def run(self) -> Self:
        self.at.run()
        assert not self.at.exception, self.at.exception[0].value
        return self

    @property
    def words(self) -> str:
        return "\n".join(part.proto.body for part in self.at.get("html") if not part.proto.body.startswith("<style"))

    @property
    def title(self) -> str:
        return self.words.split('<h1 class="title">')[1].split("</h1>")[0]

    def press(self, label: str) -> Self:
        next(button for button in self.at.button if button.label == label).click()
        return self.run()
