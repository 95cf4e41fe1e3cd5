"""Our own HTML on the page. Streamlit's sanitiser drops inline SVG, so each drawing becomes a picture with its name."""

import re
from base64 import b64encode
from functools import lru_cache
from urllib.parse import quote

import streamlit as st

SVG = re.compile(r"<svg\b[^>]*>.*?</svg>", re.DOTALL)
KEPT = re.compile(r'\s(?:width|height|style|class)="[^"]*"')
NAME = re.compile(r'\saria-label="([^"]*)"')


def show(html: str) -> None:
    """Show HTML that is already safe: made by pages/_render, every user's word escaped or cleaned."""
    st.html(SVG.sub(lambda found: _picture(found[0]), html))


@lru_cache(maxsize=512)
def _picture(svg: str) -> str:
    opening = svg[: svg.index(">")]
    if 'class="icon"' in opening:
        size = re.search(r'width="(\d+)"', opening)
        shape = quote(svg.replace("currentColor", "#000"), safe="")
        return (
            f'<i class="icon" aria-hidden="true" style="--size:{size[1] if size else 20}px;'
            f"--shape:url('data:image/svg+xml,{shape}')\"></i>"
        )
    name = NAME.search(opening)
    kept = "".join(KEPT.findall(opening))
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img{kept} alt="{name[1] if name else ""}" src="{source}">'
