"""A real OpenID provider in the test's own process, and how somebody signs in at it."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest
from oidc_provider_mock import run_server_in_thread

CLIENT = "the-portal"


class Provider:
    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"

    def knows(self, subject: str, **claims: object) -> str:
        """Somebody with an account there; their subject."""
        assert httpx.put(f"{self.url}/users/{subject}", json=claims).status_code == 204
        return subject

    def answer(self, asked: httpx.Response, subject: str, **form: str) -> str:
        """Where the provider sends a browser back to, once it has signed in as `subject`."""
        assert asked.status_code == 303
        answered = httpx.post(asked.headers["location"], data={"sub": subject, **form})
        assert answered.status_code == 302
        return answered.headers["location"]

    @property
    def settings(self) -> dict[str, str]:
        """What the portal is told in its environment."""
        return {
            "OIDC_METADATA_URL": f"{self.url}/.well-known/openid-configuration",
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": "a secret of theirs",
            "OIDC_NAME": "Northdale <staff>",
        }


@contextmanager
def identity_provider(token_seconds: int = 3600) -> Generator[Provider]:
    """Without TLS, as it is on this computer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with run_server_in_thread(access_token_max_age=timedelta(seconds=token_seconds)) as server:
            yield Provider(server.server_port)
