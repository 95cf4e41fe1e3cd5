"""A real OpenID provider in the test's own process, and how somebody signs in at it."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread
from oidc_provider_mock._app import OpenIDCode

CLIENT = "the-portal"
OF_THE_SIGN_IN = {"acr", "amr", "auth_time", "authentication_assurance_level", "id_assurance_level"}


class Provider:
    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"
        self.client: dict[str, str] = {"client_id": CLIENT, "client_secret": "a secret of theirs"}

    def registers(self, redirect: str, secret_by: str) -> None:
        """The portal's client; from now on no other redirect, and the secret sent in no other way."""
        asked = {"redirect_uris": [redirect], "token_endpoint_auth_method": secret_by}
        answer = httpx.post(f"{self.url}/oauth2/clients", json=asked)
        assert answer.status_code == 201
        self.client = answer.json()

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
            "OIDC_CLIENT_ID": self.client["client_id"],
            "OIDC_CLIENT_SECRET": self.client["client_secret"],
            "OIDC_NAME": "Northdale <staff>",
        }


@contextmanager
def identity_provider(token_seconds: int = 3600, bare: bool = False) -> Generator[Provider]:
    """Without TLS, as it is on this computer.

    Bare, as the NHS's staff identity: the ID token says how somebody signed in, and only /userinfo says who they are.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        if bare:
            patch.setattr(OpenIDCode, "generate_user_info", _of_the_sign_in)
        with run_server_in_thread(access_token_max_age=timedelta(seconds=token_seconds)) as server:
            yield Provider(server.server_port)


def _of_the_sign_in(_grant: OpenIDCode, user: User, _scope: str) -> dict[str, object]:
    return {"sub": user.sub} | {name: user.claims[name] for name in OF_THE_SIGN_IN & set(user.claims)}
