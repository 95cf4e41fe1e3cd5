"""Rich text made safe: what a user typed or pasted is hostile until it has been through here."""

import re

import nh3
from pydantic import BeforeValidator

TAGS = {
    "p", "br", "h2", "h3", "h4", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "a", "blockquote",
    "table", "thead", "tbody", "tr", "th", "td", "colgroup", "col", "figure", "hr", "sub", "sup", "code",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "figure": {"data-chart"},
}
CHART_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SAFE_LINK = re.compile(r"(https?://[^/\s]|mailto:|tel:)", re.IGNORECASE)
SMALL_NUMBER = re.compile(r"[1-9]\d{0,2}")
EMPTY = re.compile(r"(?:<[^>]*>|&nbsp;|[\s\u200b\ufeff])*")
TAG = re.compile(r"<(/?)(?!br|hr|col|img|input|wbr)[a-z]", re.IGNORECASE)
DEEPEST = 200
# What databases, XML or UTF-8 cannot hold: control characters and half an emoji.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
CHARTS = re.compile(r'<figure data-chart="([0-9a-f-]{36})">\s*</figure>')
STRUCTURE = re.compile(
    r'<figure data-chart="(?P<chart>[0-9a-f-]{36})">\s*</figure>'
    r"|<(?P<end>/?)(?:ul|ol|table|blockquote|p|h2|h3|h4)\b[^>]*>"
)


def plain_text(text: str) -> str:
    """The same text without the characters that cannot be kept."""
    return NOT_TEXT.sub("", text)


KEEPABLE = BeforeValidator(lambda value: plain_text(value) if isinstance(value, str) else value)


def clean_html(html: str) -> str:
    """The same text with only the tags and attributes that a plan knows; Unicode text, no entities lost."""
    cleaned = CLEANER.clean(plain_text(html))
    return plain_text(cleaned) if "&" in html else cleaned  # an entity may have stood for what cannot be kept


def too_deep(html: str) -> bool:
    """Whether tags nest deeper than any plan does; cleaning them would take seconds."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for tag in TAG.finditer(html):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            return True
    return False


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if SAFE_LINK.match(value.strip()) else None
    if attribute == "data-chart":
        return value if CHART_ID.fullmatch(value) else None
    if attribute in ("colspan", "rowspan", "start"):
        return value if SMALL_NUMBER.fullmatch(value) else None
    return value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_keep,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
    clean_content_tags={"script", "style", "iframe", "object", "template", "noscript", "svg", "math", "title"},
)


def is_empty(html: str) -> bool:
    """Whether a reader would see nothing: no words and no chart."""
    return EMPTY.fullmatch(html) is not None and not CHARTS.search(html)


def chart_ids(html: str) -> list[str]:
    """The measures whose charts stand in the text, in order."""
    return CHARTS.findall(html)


def cut_at_charts(html: str) -> list[str]:
    """Clean HTML and chart ids by turns, beginning with HTML; a chart inside a list or table comes after the whole."""
    pieces, waiting, text, done, depth = [], [], "", 0, 0
    for found in STRUCTURE.finditer(html):
        text += html[done : found.start()] + ("" if found["chart"] else found.group())
        done = found.end()
        if found["chart"]:
            waiting.append(found["chart"])
        else:
            depth += -1 if found["end"] else 1
        if depth == 0 and waiting:
            pieces += [text, waiting[0], *(part for chart in waiting[1:] for part in ("", chart))]
            waiting, text = [], ""
    return [*pieces, text + html[done:]]
