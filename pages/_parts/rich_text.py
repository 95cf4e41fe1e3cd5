"""A rich-text box: one mount of the editor in pages/_editor, and what comes back from it.

    @st.fragment
    def box(...) -> None:
        text = plan_store.read_text(...)  # on_submit has run by now, so the same run shows what was kept
        rich_text(key="project_aims", label="Project aims", html=text.html, revision=text.revision, saved_at="2:14 pm",
                  draft_key=f"{user}/{programme}/project_aims", charts={"a1": Chart("CO test", draw)}, on_submit=save)

`save(submitted) -> Answer` is called before anything is drawn, in the same run, and only when something was written.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

EDITOR = Path(__file__).parent.parent / "_editor" / "dist"
ADDRESS = "/assets/editor"
LONGEST = 2_000_000
_NO_ANSWER: dict[str, str | int] = {
    "sequence": 0,
    "error": "",
    "until_changed": False,
    "theirs": "",
    "theirs_revision": 0,
}

# The bundle is imported once for all boxes of a page, and again after a while where the server cannot be reached.
_LOADER = """
const address = new URL("%s", document.baseURI).href
const load = async (attempt) => {
  try {
    return await import(attempt ? `${address}&attempt=${attempt}` : address)
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 2000))
    return load(attempt + 1)
  }
}
let bundle
export default async (mounted) => {
  bundle ??= load(0)
  return (await bundle).default(mounted)
}
"""
_PLACE = '<div class="mn-holder"></div>'
_PLACE_STYLE = """
.mn-holder:empty { min-height: 216px; margin: 3px 0; border: 2px solid #aeb7bd; border-radius: 4px; background: #fff; }
"""


@dataclass(frozen=True)
class Chart:
    """A chart that can stand in the text; `draw` gives safe HTML and is called only where the chart stands there."""

    title: str
    draw: Callable[[], str]


@dataclass(frozen=True)
class Submitted:
    """What was written, and the revision whose text it grew from. The HTML is as the browser sent it, not sanitised."""

    html: str
    seen_revision: int
    sequence: int


@dataclass(frozen=True)
class Answer:
    """What became of a submission.

    Kept: `revision` is the one now stored, `merged` whether other people's words went in too. Not kept: `error` is a
    sentence for the user, and `until_changed` whether this very text never will be, so that it is not sent again; or
    `theirs` and `theirs_revision` are the words saved meanwhile, and the user chooses.
    """

    revision: int = 0
    merged: bool = False
    error: str = ""
    until_changed: bool = False
    theirs: str = ""
    theirs_revision: int = 0


@dataclass(frozen=True)
class _Sent:
    submitted: Submitted
    after: int


def parse_submission(text: object) -> _Sent | None:
    """Read what the browser sent; None for anything that is not a whole submission."""
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    try:
        sent = json.loads(text)
    except ValueError:
        return None
    if not isinstance(sent, dict) or not isinstance(sent.get("html"), str):
        return None
    numbers = [sent.get(name, 0) for name in ("seen_revision", "sequence", "after")]
    if any(type(number) is not int or number < 0 for number in numbers):
        return None
    seen, sequence, after = numbers
    return _Sent(Submitted(sent["html"], seen, sequence), after) if sequence else None


def _based_on(sent: _Sent, last: Mapping[str, object]) -> Submitted:
    """Base a text on what the submission before it stored, where that one's answer had not reached the browser."""
    revision = last.get("revision")
    if (
        sent.after
        and sent.after == last.get("sequence")
        and isinstance(revision, int)
        and revision
        and not last["merged"]
    ):
        return Submitted(sent.submitted.html, revision, sent.submitted.sequence)
    return sent.submitted


def _receive(key: str, on_submit: Callable[[Submitted], Answer]) -> None:
    # The key is gone where the run before broke off above the box; this run shows it anew, and the browser asks again.
    sent = parse_submission(st.session_state.get(key, {}).get("submission"))
    if sent is None:
        return
    submitted = _based_on(sent, st.session_state.get(f"{key}/answer", {}))
    st.session_state[f"{key}/answer"] = {"sequence": submitted.sequence, **asdict(on_submit(submitted))}


def _look() -> None:
    """Somebody else has saved: the run that follows brings their words."""


def _drawn(charts: Mapping[str, Chart], html: str) -> list[dict[str, str]]:
    """Name every chart, and draw those that stand in the text."""
    return [
        {"id": name, "title": chart.title, "html": chart.draw() if f'data-chart="{name}"' in html else ""}
        for name, chart in charts.items()
    ]


@cache
def _address() -> str:
    version = hashlib.sha256((EDITOR / "editor.js").read_bytes()).hexdigest()[:12]
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{'/' + base if base else ''}{ADDRESS}/editor.js?v={version}"


@cache
def _component() -> ComponentRenderer:
    # Not isolated: a shadow root breaks selections in some browsers, and its text is strange to Streamlit's hot keys.
    return st.components.v2.component(
        "matneo_rich_text", html=_PLACE, css=_PLACE_STYLE, js=_LOADER % _address(), isolate_styles=False
    )


def rich_text(
    *,
    key: str,
    label: str,
    html: str,
    revision: int,
    saved_at: str,
    draft_key: str,
    charts: Mapping[str, Chart],
    on_submit: Callable[[Submitted], Answer],
    read_only: bool = False,
    keep_at: str = "",
) -> None:
    """Show one box. `html` must be sanitised; `saved_at` is text such as "2:14 pm", or empty.

    `keep_at` is the address that takes the last words when the page is left (pages/_web/last_words.py).

    `key` and `draft_key` name the box among all boxes; `draft_key` the user too, for drafts stay in a shared browser.
    """
    last = st.session_state.get(f"{key}/answer", {})
    answer = {name: last.get(name, empty) for name, empty in _NO_ANSWER.items()}
    _component()(
        key=key,
        data={
            "label": label,
            "html": html,
            "revision": revision,
            "saved_at": saved_at,
            "read_only": read_only,
            "draft_key": draft_key,
            "keep_at": keep_at,
            "charts": _drawn(charts, html + str(answer["theirs"])),
            "answer": answer,
        },
        on_submission_change=partial(_receive, key, on_submit),
        on_look_change=_look,
    )
