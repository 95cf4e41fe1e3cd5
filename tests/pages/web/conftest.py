"""What the tests of the web layer share: plain HTTP clients, signed in or not, and raw Streamlit tabs."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from tests.pages.web.streamlit_tab import StreamlitTab, streamlit_tab
from tests.portal_server import Portal


@pytest.fixture
def anonymous(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url) as client:
        yield client


@pytest.fixture
def signed_in(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url, cookies=portal.cookies()) as client:
        yield client


@pytest.fixture
def open_tab(portal: Portal) -> Iterator[Callable[..., StreamlitTab]]:
    with ExitStack() as tabs:
        yield lambda token, **more: tabs.enter_context(streamlit_tab(portal.url, token, **more))
