"""Rich text made safe: what a user typed or pasted is hostile until it has been through here."""

import re

import nh3

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
EMPTY = re.compile(r"<[^>]*>|&nbsp;|\s|\u200b|\ufeff")
CHARTS = re.compile(r'<figure data-chart="([0-9a-f-]{36})">\s*</figure>')


def clean_html(html: str) -> str:
    """The same text with only the tags and attributes that a plan knows; Unicode text, no entities lost."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style", "iframe", "object", "template", "noscript", "svg", "math", "title"},
    )


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if SAFE_LINK.match(value.strip()) else None
    if attribute == "data-chart":
        return value if CHART_ID.fullmatch(value) else None
    if attribute in ("colspan", "rowspan", "start"):
        return value if SMALL_NUMBER.fullmatch(value) else None
    return value


def is_empty(html: str) -> bool:
    """Whether a reader would see nothing: no words and no chart."""
    return not CHARTS.search(html) and not EMPTY.sub("", html)


def chart_ids(html: str) -> list[str]:
    """The measures whose charts stand in the text, in order."""
    return CHARTS.findall(html)
