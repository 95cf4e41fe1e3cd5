"""What the browser does for a row's dialog: suggestions while typing, nothing lost at Esc, focus back where it was."""

import streamlit as st

SCRIPT = """
const dialog = () => document.querySelector(".stDialog")
// Of the page, not of one run of it.
const kept = { opener: "", open: false, keeping: false }

function opens(button) {
  const { action, id } = button.dataset
  if (action) return `button[data-action="${action}"][data-id="${CSS.escape(id)}"]`
  const key = [...(button.closest("[class*='st-key-']")?.classList ?? [])].find((name) => name.startsWith("st-key-"))
  return key ? `.${CSS.escape(key)} button` : ""
}

const listeners = {
  click(event) {
    const button = event.target.closest?.("button")
    if (button && !dialog()) kept.opener = opens(button)
  },
  pointerdown() { kept.keeping = false },
  keydown(event) {
    kept.keeping = false
    // Streamlit takes over a text when it is left, a line a moment after the last key; Esc would close before that.
    const typing = event.target.matches?.(".stDialog textarea, .stDialog [data-testid=stTextInput] input")
    if (event.key === "Escape" && typing) event.target.blur()
  },
  // A list of suggestions belongs to the field that follows it.
  focusin(event) {
    const list = event.target.closest?.("[class*='st-key-suggested_']")?.querySelector("datalist")
    if (list && event.target.matches("input")) event.target.setAttribute("list", list.id)
  },
}

// The table is drawn anew after a dialog, so the button that opened it is a new one. Until the user does something
// else, the focus goes there, or to Undo where the row has gone.
function follow() {
  const open = !!dialog()
  if (open !== kept.open) kept.keeping = kept.open
  kept.open = open
  if (!kept.keeping || document.activeElement !== document.body) return
  const button = document.querySelector(kept.opener || "none") ?? document.querySelector(".undo-line button")
  button?.focus()
}

export default function () {
  const watch = new MutationObserver(follow)
  for (const [name, listen] of Object.entries(listeners)) document.addEventListener(name, listen, true)
  // Behind a dialog the page is inert, and still is when the dialog has just gone.
  watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ["inert", "aria-hidden"] })
  return () => {
    for (const [name, listen] of Object.entries(listeners)) document.removeEventListener(name, listen, true)
    watch.disconnect()
  }
}
"""

_component = st.components.v2.component("matneo_dialog_keys", js=SCRIPT, isolate_styles=False)


def dialog_keys() -> None:
    """Mount once on a page that opens dialogs; it shows nothing."""
    with st.container(key="dialog_keys"):
        _component(key="dialog_keys_component")
