"""What the browser does for a row's dialog: suggestions while typing, nothing lost at Esc, focus back where it was."""

import streamlit as st

SCRIPT = """
const words = (button) => `button[data-action="${button.dataset.action}"][data-id="${CSS.escape(button.dataset.id)}"]`
const dialog = () => document.querySelector(".stDialog")

export default function () {
  let opener = ""
  const pressed = (event) => {
    const button = event.target.closest?.("button[data-action]")
    if (button && !dialog()) opener = words(button)
  }
  // A list of suggestions belongs to the field that follows it.
  const entered = (event) => {
    const list = event.target.closest?.("[class*='st-key-suggested_']")?.querySelector("datalist")
    if (list && event.target.matches("input")) event.target.setAttribute("list", list.id)
  }
  // Streamlit takes over a paragraph when it is left; Esc would close the dialog before that.
  const escaped = (event) => {
    if (event.key === "Escape" && event.target.matches?.(".stDialog textarea")) event.target.blur()
  }
  // The table is drawn anew, so the button that opened the dialog is a new one.
  let open = !!dialog()
  const watch = new MutationObserver(() => {
    const now = !!dialog()
    if (open && !now) setTimeout(giveBack, 150)
    open = now
  })
  const giveBack = () => {
    if (dialog() || document.activeElement !== document.body) return
    const target = document.querySelector(opener || "none") ?? document.querySelector(".undo-line button")
    target?.focus()
  }
  document.addEventListener("click", pressed, true)
  document.addEventListener("focusin", entered)
  document.addEventListener("keydown", escaped, true)
  watch.observe(document.body, { childList: true })
  return () => {
    document.removeEventListener("click", pressed, true)
    document.removeEventListener("focusin", entered)
    document.removeEventListener("keydown", escaped, true)
    watch.disconnect()
  }
}
"""

_component = st.components.v2.component("matneo_dialog_keys", js=SCRIPT, isolate_styles=False)


def dialog_keys() -> None:
    """Mount once on a page that opens dialogs; it shows nothing."""
    with st.container(key="dialog_keys"):
        _component(key="dialog_keys_component")
