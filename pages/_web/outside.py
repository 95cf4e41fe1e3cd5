"""The plain pages for people who are not signed in: no script, one green button each."""

from functools import cache
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from plan_store.settings import settings
from plan_store.sign_in import LINK_MINUTES

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"
FOLDER = Path(__file__).parent / "outside"
LEAD = f"Open the link that you were given. It works once, within {LINK_MINUTES} minutes."
GREEN, EDGED = "", "edged"


def page(
    heading: str, main: str, *, title: str = "", problem: str = "", notice: str = "", status: int = 200
) -> HTMLResponse:
    """A whole page; `main` is HTML that is already safe, everything else is escaped."""
    words = {
        "title": escape(f"Error: {problem}" if problem else title or heading),
        "above": _paragraph(problem, "problem") + _paragraph(notice, "notice"),
        "heading": escape(heading),
        "main": main,
    }
    return HTMLResponse(part("shell", **words), status, headers={"Content-Security-Policy": POLICY})


def part(piece: str, /, **words: str) -> str:
    """A piece of a page; the words are HTML that is already safe."""
    return _template(piece).substitute(words)


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.html").read_text(encoding="utf-8"))


def _paragraph(text: str, name: str) -> str:
    heading = "<h2>There is a problem</h2>" if name == "problem" else ""
    return f'<div class="{name}" id="{name}" role="alert">{heading}<p>{escape(text)}</p></div>' if text else ""


def sign_in_page(problem: str = "", status: int = 200, notice: str = "", after: str = "") -> HTMLResponse:
    """Every way in that this portal has, the best of them green."""
    ways: list[str] = []
    if settings().oidc_metadata_url:
        ways.append(part("provider", name=escape(settings().oidc_name)))
    if settings().smtp_host:
        ways.append(part("ask", minutes=str(LINK_MINUTES), look=_look(ways)))
    lead = (
        ""
        if ways
        else f'<p class="lead">Open the link that you were given. It works once, within {LINK_MINUTES} minutes.</p>'
    )
    paste = part("paste", look=_look(ways))
    rest = part("given", paste=paste) if ways else paste + part("where_is_it")
    main = lead + "".join(ways) + rest + after
    return page("Sign in", main, problem=problem, notice=notice, status=status)


def _look(before: list[str]) -> str:
    return EDGED if before else GREEN
