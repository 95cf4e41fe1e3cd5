"""Signing in with the organisation's own account: OpenID Connect, authorisation code with PKCE, state and nonce."""

import logging
from collections.abc import Mapping
from functools import cache
from hmac import compare_digest
from html import escape
from time import time
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth, StarletteOAuth2App
from authlib.oauth2.base import OAuth2Error
from httpx2 import HTTPError
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pages._web.addresses import BACK_FROM_PROVIDER
from pages._web.cookies import NEXT_SECONDS, drop, keep, provider_cookie, session_token
from pages._web.outside import page, sign_in_page
from pages._web.sign_in import enter
from plan_store.identities import Identity, invited_user
from plan_store.settings import settings
from plan_store.sign_in import end_session, hash_of, start_session
from plan_store.store import writing

NOT_FINISHED = "Signing in did not finish, and nothing was changed. Try again."
NOT_CONFIRMED = (
    "Your organisation’s sign-in did not say that your email address is yours, so it cannot be matched "
    "with an invitation. Ask whoever looks after the portal."
)
FAILURES = (OAuthError, OAuth2Error, HTTPError, JoseError, ValueError, KeyError, RuntimeError)
SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
CONFIRM = ("email_verified", "xms_edov")  # that an address is theirs
LEEWAY = 60  # seconds between our clock and theirs
log = logging.getLogger(__name__)


class NotInvited(Exception):
    """They are who they say, and nobody has let them in."""


@cache
def client() -> StarletteOAuth2App:
    """One client a process; it keeps the provider's metadata and keys, and fetches keys it has not seen."""
    named = settings()
    return OAuth().register(
        "provider",
        server_metadata_url=named.oidc_metadata_url,
        client_id=named.oidc_client_id,
        client_secret=named.oidc_client_secret.get_secret_value(),
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": named.oidc_client_auth,
        },
    )


def own_address() -> str:
    """Where the provider sends people back to; registered there, so never from the request."""
    return settings().address + BACK_FROM_PROVIDER


async def go_to_provider(_request: Request) -> Response:
    try:
        # Without the question who it is, a ward's shared computer would sign in whoever was there before.
        asked = {"prompt": settings().oidc_prompt}
        if settings().oidc_acr_values:
            asked["acr_values"] = settings().oidc_acr_values
        begun = await client().create_authorization_url(own_address(), **asked)
    except FAILURES as failed:
        return _failed(failed)
    response = RedirectResponse(begun["url"], status_code=303)
    keep(response, provider_cookie(), ".".join(begun[k] for k in ("state", "nonce", "code_verifier")), NEXT_SECONDS)
    return response


async def come_back(request: Request) -> Response:
    try:
        claims = await read_claims(request)
    except FAILURES as failed:
        response = _failed(failed)
    else:
        response = await _admit(request, claims)
    drop(response, provider_cookie())
    return response


async def read_claims(request: Request) -> Mapping[str, Any]:
    """What the provider says of this very browser's visitor. Raises one of FAILURES."""
    state, nonce, verifier = request.cookies.get(provider_cookie(), "").split(".")
    sent = request.query_params
    if not (state and nonce and verifier) or not compare_digest(state.encode(), sent.get("state", "").encode()):
        raise ValueError("the answer is to another question")
    if "error" in sent:
        raise OAuthError(error="refused")
    token = await client().fetch_access_token(own_address(), code=sent["code"], code_verifier=verifier)
    known = await client().load_server_metadata()
    offered = known.get("id_token_signing_alg_values_supported") or ["RS256"]
    known["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNED]
    must = {
        "iss": {"essential": True, "values": [known["issuer"]]},
        "aud": {"essential": True, "values": [settings().oidc_client_id]},
    }
    claims = await client().parse_id_token(token, nonce=nonce, claims_options=must, leeway=LEEWAY)
    if claims is None:
        raise ValueError("no identity in the answer")
    _as_asked(claims)
    if "email" in claims or "userinfo_endpoint" not in known:
        return claims
    return completed(claims, await client().userinfo(token=token))


def _as_asked(claims: Mapping[str, Any]) -> None:
    """How they signed in: what was asked passed through their own browser. Raises ValueError."""
    strong = settings().oidc_acr_values.split()
    if strong and claims.get("acr") not in strong:
        raise ValueError("not signed in as strongly as was asked")
    if settings().oidc_prompt == "login" and time() - claims.get("auth_time", time()) > NEXT_SECONDS + LEEWAY:
        raise ValueError("signed in before this was asked")


def completed(claims: Mapping[str, Any], told: Mapping[str, Any]) -> Mapping[str, Any]:
    """With what /userinfo tells; where they differ the signed token is believed. Raises ValueError.

    Whether an address is confirmed is said by whoever gives the address.
    """
    if told.get("sub") != claims["sub"]:
        raise ValueError("/userinfo is about somebody else")
    return {**told, **{name: said for name, said in claims.items() if name not in CONFIRM}}


def identity_in(claims: Mapping[str, Any]) -> Identity:
    """The email address counts where the provider has confirmed it: `email_verified`, or Entra's `xms_edov`.

    Of a provider that says neither, whoever runs the portal may have said that it confirms all of them.
    """
    said = [str(claims[name]).lower() for name in CONFIRM if name in claims]
    confirmed = any(word in ("true", "1") for word in said) if said else settings().oidc_emails_confirmed
    email = claims.get("email")
    return Identity(str(claims["iss"]), str(claims["sub"]), email if confirmed and isinstance(email, str) else "")


async def _admit(request: Request, claims: Mapping[str, Any]) -> Response:
    identity = identity_in(claims)
    try:
        return enter(request, await run_in_threadpool(_begin, identity, session_token(request)))
    except NotInvited:
        return _not_invited(claims, identity)


def _begin(identity: Identity, earlier: str) -> str:
    with writing() as session:
        user_id = invited_user(session, identity)
        if user_id is None:
            raise NotInvited
        end_session(session, hash_of(earlier))
        return start_session(session, user_id)


def _not_invited(claims: Mapping[str, Any], identity: Identity) -> Response:
    who = str(claims.get("email") or claims.get("preferred_username") or claims.get("name") or "somebody")
    words = (
        f"You are signed in as {who}, but nobody has invited you here yet. Ask your trust’s administrator."
        if identity.email
        else NOT_CONFIRMED
    )
    another = '<p><a href="/sign-in">Sign in as somebody else</a></p>'
    return page("Not invited yet", f'<p class="lead">{escape(words)}</p>{another}', status=403)


def _failed(failed: Exception) -> Response:
    log.warning("A sign-in at the identity provider failed: %s", type(failed).__name__)
    return sign_in_page(NOT_FINISHED, status=400)
