"""Nine boxes as a plan's General tab has them; what they keep goes to the JSON file that MATNEO_TEST_FILE names."""

import json
import os
from datetime import datetime
from pathlib import Path

import streamlit as st

from pages._parts.rich_text import Answer, Chart, Submitted, rich_text
from plan_store.merging import Overlap, merge

FILE = Path(os.environ["MATNEO_TEST_FILE"])


def read() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))


def write(stored: dict) -> None:
    """In one step, for the test may be reading."""
    part = FILE.with_suffix(".server")
    part.write_text(json.dumps(stored), encoding="utf-8")
    part.replace(FILE)


def keep(box: str, submitted: Submitted) -> Answer:
    stored = read()
    if "please refuse" in submitted.html:
        write({**stored, "refused": stored.get("refused", 0) + 1})
        return Answer(error="This text is too long. Shorten it, and it will be saved.", until_changed=True)
    texts = stored["boxes"].setdefault(box, [""])
    try:
        html = merge(texts[submitted.seen_revision], submitted.html, texts[-1])
    except Overlap:
        return Answer(theirs=texts[-1], theirs_revision=len(texts) - 1)
    texts.append(html)
    now = datetime.now()
    stored.setdefault("saved_at", {})[box] = f"{now.hour % 12 or 12}:{now.minute:02} {now:%p}".lower()
    write(stored)
    return Answer(revision=len(texts) - 1, merged=html != submitted.html)


@st.fragment
def show(box: str) -> None:
    stored = read()
    texts = stored["boxes"].get(box, [""])
    rich_text(
        key=f"text-{box}",
        label=f"Box {box}",
        html=texts[-1],
        revision=len(texts) - 1,
        saved_at=stored.get("saved_at", {}).get(box, ""),
        draft_key=f"matneo/draft/{box}",
        charts={name: Chart(title, lambda html=html: html) for name, (title, html) in stored["charts"].items()},
        on_submit=lambda submitted: keep(box, submitted),
        read_only=box in stored.get("read_only", []),
    )


st.html('<style>.block-container,[data-testid="stMainBlockContainer"]{max-width:760px}</style>')
st.html('<p data-save-state="idle" class="top-line"></p>')
st.button("Read again")
for number in range(1, 10):
    st.markdown(f"**Box {number}**")
    show(str(number))
