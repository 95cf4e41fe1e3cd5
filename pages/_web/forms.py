"""Forms of the plain pages, and which client sent them."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

LONGEST_FORM = 8 * 1024


async def small_form(request: Request) -> Mapping[str, str]:
    """A short form; an anonymous visitor cannot make the server hold more than this."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(413)
    return dict(parse_qsl(body.decode("utf-8", "replace")))


def client_of(request: Request) -> str:
    """The network address to count attempts by; of an IPv6 address the half that one household or ward has.

    uvicorn has put the visitor's own address there, where the request came through one of TRUSTED_PROXIES.
    """
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network(f"{host.partition('%')[0]}/64", strict=False))
    return host
