"""Every page opens by its address, wide and on a phone, and holds the house rules; alone it shows nobody anything."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.house.sources import ROOT, sources
from tests.portal_server import Portal
from tests.visit import Visit

PAGES = [file.path.stem for file in sources("pages") if file.is_page]
FIRST = "programmes"  # Streamlit gives the first page no name in the address


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize("page", PAGES)
def test_it_opens_and_holds_the_house_rules(
    portal: Portal, visit: Callable[..., Visit], page: str, phone: bool
) -> None:
    programme = portal.programme("Smoke-free pregnancies")
    opened = visit(f"/{page}?programme={programme}" if page != FIRST else "/", phone=phone)
    opened.screenshot(f"{page}-{'phone' if phone else 'wide'}", whole=True)


@pytest.mark.parametrize("page", PAGES)
def test_it_begins_with_the_check(store: Engine, page: str) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=20)
    at.user = {}
    at.run()
    assert [title.value for title in at.title] == ["You are signed out"]
    assert not at.exception
