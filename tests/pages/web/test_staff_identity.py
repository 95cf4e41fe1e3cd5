"""Signing in as NHS staff do: the ID token knows no address, the secret is posted, and how one signed in counts."""

from collections.abc import Iterator
from time import time
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.identity_provider import Provider, identity_provider
from tests.portal_server import EDITOR, LEAD, Portal

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own
STRONG = "AAL2_OR_AAL3_ANY"
STAFF = {
    "OIDC_NAME": "NHS Care Identity",
    "OIDC_CLIENT_AUTH": "client_secret_post",
    "OIDC_PROMPT": "login",
    "OIDC_ACR_VALUES": STRONG,
    "OIDC_EMAILS_CONFIRMED": "true",
}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with identity_provider(bare=True) as running:
        yield running


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("portal"))
    provider.registers(f"{running.url}/sign-in/back", "client_secret_post")
    running.environment |= {"PORTAL_URL": running.url, **provider.settings, **STAFF}
    try:
        yield running.start()
    finally:
        running.close()


def sign_in(anonymous: httpx.Client, provider: Provider, uid: str, **claims: object) -> httpx.Response:
    told = {"acr": STRONG, "auth_time": int(time()), "authentication_assurance_level": "2", "id_assurance_level": "3"}
    provider.knows(uid, uid=uid, **told | claims)
    return anonymous.get(provider.answer(anonymous.get("/sign-in/provider"), uid))


def test_what_is_asked(anonymous: httpx.Client) -> None:
    asked = parse_qs(urlsplit(anonymous.get("/sign-in/provider").headers["location"]).query)
    assert (asked["prompt"], asked["acr_values"], asked["scope"]) == (["login"], [STRONG], ["openid email profile"])


def test_somebody_invited_is_known_by_the_address_in_userinfo(anonymous: httpx.Client, provider: Provider) -> None:
    assert sign_in(anonymous, provider, "555000000001", email=LEAD, name="Lead midwife").status_code == 303
    assert "matneo-session" in anonymous.cookies


def test_and_from_then_on_without_any_address(portal: Portal, anonymous: httpx.Client, provider: Provider) -> None:
    assert sign_in(anonymous, provider, "555000000002", email=EDITOR).status_code == 303
    assert sign_in(anonymous, provider, "555000000002").status_code == 303
    with httpx.Client(base_url=portal.url) as other:
        assert sign_in(other, provider, "555000000003", email=EDITOR).status_code == 403


def test_somebody_of_whom_no_address_is_known_is_told_why(anonymous: httpx.Client, provider: Provider) -> None:
    refused = sign_in(anonymous, provider, "555000000004", name="Bank nurse")
    assert refused.status_code == 403
    assert "did not say that your email address is yours" in refused.text


def test_an_address_that_is_said_not_to_be_confirmed_is_not_believed(
    anonymous: httpx.Client, provider: Provider
) -> None:
    nurse = "neonatal.nurse@northdale.example"
    assert sign_in(anonymous, provider, "555000000005", email=nurse, email_verified=False).status_code == 403


@pytest.mark.parametrize("claims", [{"acr": "AAL1_USERPASS"}, {"acr": None}, {"auth_time": int(time()) - 3600}])
def test_a_sign_in_weaker_or_older_than_was_asked_is_refused(
    anonymous: httpx.Client, provider: Provider, claims: dict[str, object]
) -> None:
    """What a browser was sent there with, its owner can change on the way; what comes back is signed."""
    assert sign_in(anonymous, provider, "555000000001", email=LEAD, **claims).status_code == 400
    assert "matneo-session" not in anonymous.cookies
