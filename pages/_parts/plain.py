"""Users' words in a widget's label, which Streamlit reads as Markdown, also where the label is not shown."""

import re

JOINER = "\u2060"  # seen by nobody and read out by nobody
# Between the marks that make a picture, a link or an address.
BREAKS = re.compile(r"(?<=\])(?=[(\[:])|(?<=!)(?=\[)|(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)", re.IGNORECASE)


def spoken(words: str) -> str:
    """The same words for a hidden label, where a screen reader finds them: nothing in them is a link or a picture."""
    return BREAKS.sub(JOINER, words)
