"""Settings that need each other, or would let the wrong thing in."""

import pytest
from pydantic import ValidationError

from plan_store.settings import Settings

MAIL = {"smtp_host": "mail.trust.example", "smtp_from": "portal@trust.example"}
PROVIDER = {"oidc_metadata_url": "https://login.example/x", "oidc_client_id": "a", "oidc_client_secret": "b"}
OPENED = {"portal_url": "https://portal.trust.example/"}
CONFIRMED = {**OPENED, **PROVIDER, "oidc_emails_confirmed": "true"}
KNOWN = "a-tenant/v2.0/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (MAIL, "SMTP_HOST and OIDC_METADATA_URL need PORTAL_URL"),
        (PROVIDER, "SMTP_HOST and OIDC_METADATA_URL need PORTAL_URL"),
        ({**MAIL, "portal_url": "portal.trust.example"}, "SMTP_HOST and OIDC_METADATA_URL need PORTAL_URL"),
        ({**OPENED, "smtp_host": "mail.trust.example"}, "SMTP_HOST needs SMTP_FROM"),
        ({**OPENED, **PROVIDER, "oidc_client_secret": ""}, "OIDC_METADATA_URL needs OIDC_CLIENT_ID"),
        ({**CONFIRMED, "oidc_metadata_url": f"https://login.microsoftonline.com/{KNOWN}"}, "is not for Entra ID"),
        ({**CONFIRMED, "oidc_metadata_url": f"https://sts.windows.net/{KNOWN}"}, "is not for Entra ID"),
        ({"trusted_proxies": "*"}, "does not appear to be an IPv4 or IPv6 network"),
        ({"session_hours": "13"}, "less than or equal to 12"),
    ],
)
def test_what_would_not_work_is_refused(told: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Settings.model_validate(told)


def test_where_people_find_the_portal() -> None:
    assert Settings.model_validate({**OPENED, **MAIL, **PROVIDER}).address == "https://portal.trust.example"
    assert Settings.model_validate({"portal_port": 8600}).address == "http://127.0.0.1:8600"
    assert Settings.model_validate({"portal_host": "::1", "portal_https": True}).address == "https://[::1]:8501"
    assert Settings.model_validate({"trusted_proxies": "10.0.3.0/24, 2001:db8::1"}).trusted_proxies


def test_secrets_are_not_printed() -> None:
    told = {**OPENED, **MAIL, **PROVIDER, "smtp_password": "hidden-1", "oidc_client_secret": "hidden-2"}
    assert "hidden" not in repr(Settings.model_validate(told))
