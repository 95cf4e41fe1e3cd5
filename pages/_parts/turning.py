"""Turning the pages of a round: each begins at its top, with the caret in its first field, and a phone shows its
number keys. Streamlit has no word for any of this."""

import re

import streamlit as st

SCRIPT = """
const FIELDS = "[class*='st-key-number_'] input"
const touched = matchMedia("(pointer: coarse)")
let page = ""  // that was shown last, of the browser tab and not of one mount
let turned = false

function look() {
  for (const field of document.querySelectorAll(FIELDS)) if (field.inputMode !== "decimal") field.inputMode = "decimal"
  const field = turned && document.querySelector(`[class*="st-key-number_"] [class*="${page}"] input`)
  if (!field) return
  turned = false
  if (!touched.matches) field.focus({ preventScroll: true })
}

export default function ({ data }) {
  if (page && page !== data.page) {
    turned = true
    document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0)
  }
  page = data.page
  look()
  const watch = new MutationObserver(look)
  watch.observe(document.body, { childList: true, subtree: true })
  return () => watch.disconnect()
}
"""

_component = st.components.v2.component("matneo_turning", js=SCRIPT, isolate_styles=False)


def turned_to(page: str) -> None:
    """Say which page of the round this is; shows nothing."""
    with st.container(key="turning_mount"):
        _component(key="turning", data={"page": re.sub(r"[^\w-]", "-", page)})
