"""Where a request comes from, and where a visitor may be sent on to."""

from urllib.parse import quote, unquote, urlsplit

from starlette.datastructures import Headers

from plan_store.settings import settings

HOME = "/"
LONGEST = 2000
SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
ASK_LINK, PROVIDER, BACK_FROM_PROVIDER = f"{SIGN_IN}/link", f"{SIGN_IN}/provider", f"{SIGN_IN}/back"
SESSION = "/session"
OUTSIDE = {SIGN_IN, SIGN_OUT, ASK_LINK, PROVIDER, BACK_FROM_PROVIDER}  # open to people who are not signed in


def own_path(wanted: str) -> str:
    """The address if it is a page of this portal, else the first page: a link must not carry anyone elsewhere."""
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST
    here = wanted.startswith("/") and not wanted.startswith("//")
    if not (plain and here):
        return HOME
    steps = unquote(urlsplit(wanted).path).split("/")[1:]  # as the browser and the server will read them
    aside = {".", ".."} & set(steps) or f"/{steps[0]}" in {SIGN_IN, SIGN_OUT, SESSION}
    return HOME if aside else wanted


def sign_in_address(path: str, query: str) -> str:
    """The sign-in page, which remembers where the visitor was going."""
    wanted = f"{path}?{query}" if query else path
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?next={quote(wanted, safe='')}"


def token_in(pasted: str) -> str:
    """The token of a pasted link; a bare token stays as it is."""
    before, mark, after = pasted.strip().partition("token=")
    return after.partition("&")[0] if mark else before


def from_own_page(headers: Headers) -> bool:
    """Whether the browser says that a page of this portal sent the request."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    scheme, _, host = origin.partition("://")
    return host == headers.get("host", "nowhere") and (scheme == "https" or not settings().portal_https)
