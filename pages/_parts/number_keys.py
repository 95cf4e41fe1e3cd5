"""A phone shows its number keys for the fields that take a number: Streamlit has no word for it."""

import streamlit as st

SCRIPT = """
const FIELDS = "[class*='st-key-number_'] input"
const mark = () => {
  for (const field of document.querySelectorAll(FIELDS)) if (field.inputMode !== "decimal") field.inputMode = "decimal"
}
export default function () {
  mark()
  const watch = new MutationObserver(mark)
  watch.observe(document.body, { childList: true, subtree: true })
  return () => watch.disconnect()
}
"""

_component = st.components.v2.component("matneo_number_keys", js=SCRIPT, isolate_styles=False)


def number_keys() -> None:
    """Mount once on a page that asks for numbers; it shows nothing."""
    with st.container(key="number_keys_mount"):
        _component(key="number_keys")
