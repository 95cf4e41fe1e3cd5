"""Where a request comes from, and where a visitor may be sent on to."""

from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import Headers

HOME = "/"
SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"


def own_path(wanted: str) -> str:
    """The address if it is a page of this portal, else the first page: a link must not carry anyone elsewhere."""
    plain = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    if not plain or urlsplit(wanted).path.rstrip("/") in {SIGN_IN, SIGN_OUT}:
        return HOME
    return wanted


def sign_in_address(path: str, query: str) -> str:
    """The sign-in page, which remembers where the visitor was going."""
    wanted = f"{path}?{query}" if query else path
    return SIGN_IN if wanted == HOME else f"{SIGN_IN}?next={quote(wanted, safe='')}"


def token_in(pasted: str) -> str:
    """The token of a pasted link; a bare token stays as it is."""
    text = pasted.strip()
    found = parse_qs(urlsplit(text).query).get("token") if "token=" in text else None
    return found[0] if found else text


def from_own_page(headers: Headers) -> bool:
    """Whether the browser says that a page of this portal sent the request."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return bool(headers.get("host")) and urlsplit(origin).netloc == headers["host"]
