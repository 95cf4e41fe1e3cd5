"""What is typed and not saved is held for its writer: soon after the last key, and when the page is left by any way.

A form says with hold_typing which draft it writes and which field is which. The browser sends a field's words past
Streamlit, to /drafts (pages/_web/last_words.py), so that nothing runs while one types. Whatever a press or a choice
brings to the server is held there, with hold or hold_form.
"""

import json
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages._parts.show import show
from pages._render.words import text
from pages._web.identity import require_actor
from plan_store import drafts
from plan_store.row_values import plain
from plan_store.store import writing
from plan_store.unavailable import StoreUnavailable

BEGUN = "What you typed before and did not save is here again. Cancel gives it up."
SCRIPT = """
const PAUSE = 800, PATIENCE = 4000
// What was typed and is not held yet, by draft: of the browser's tab, and not of one run of a page.
const waiting = new Map()
let pause = 0

function formOf(field) {
  const name = field.closest?.("[class*='st-key-']")?.className.match(/st-key-(\\S+)/)[1]
  for (const mark of name ? document.querySelectorAll("[data-draft]") : []) {
    const { key, base, fields } = JSON.parse(mark.dataset.draft)
    if (name in fields) return { key, base, field: fields[name] }
  }
}

function typed({ target }) {
  const form = formOf(target)
  if (!form) return
  const words = { ...waiting.get(form.key)?.words, [form.field]: target.value }
  waiting.set(form.key, { base: form.base, words })
  later(PAUSE)
}

function later(wait) {
  clearTimeout(pause)
  pause = setTimeout(send, wait)
}

function send() {
  clearTimeout(pause)
  for (const [key, held] of [...waiting]) {
    waiting.delete(key)
    post(key, held)
  }
}

async function post(key, { base, words }) {
  const body = JSON.stringify({ key, base, words })
  const asked = { method: "POST", body, keepalive: body.length < 20000 }
  const status = await fetch("/drafts", asked).then((answer) => answer.status, () => 0)
  if (status && status < 500 && status !== 401) return
  waiting.set(key, { base, words: { ...words, ...waiting.get(key)?.words } })
  if (status !== 401) later(PATIENCE)
}

// A press takes what is typed along, and what comes of it is not to be undone by words that were sent before it.
function pressed({ target }) {
  if (target.closest?.(".stButton button")) waiting.clear()
}

const hidden = () => document.visibilityState === "hidden" && send()
const listeners = [
  [document, "input", typed], [document, "click", pressed], [document, "visibilitychange", hidden],
  [window, "popstate", send], [window, "pagehide", send], [window, "online", send],
]

export default function () {
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener, true)
  return () => {
    for (const [target, name, listener] of listeners) target.removeEventListener(name, listener, true)
  }
}
"""

_component = st.components.v2.component("matneo_holding", js=SCRIPT, isolate_styles=False)


def listen_to_typing() -> None:
    """Mount once on every page; it shows nothing."""
    _component(key="holding")


def hold_typing(key: str, fields: Mapping[str, str], base: Mapping[str, Any]) -> None:
    """From now on the browser holds what is typed in these fields, by the key of each one's widget.

    base: what the draft grows from, such as the revision that was seen.
    """
    said = json.dumps({"key": key, "fields": dict(fields), "base": dict(base)})
    show(f'<div class="held-draft" data-draft="{text(said)}"></div>')


def hold(key: str, data: dict[str, Any]) -> bool:
    """Hold it for the person signed in; nothing in it is held no longer. Whether the store could."""
    try:
        with writing() as session:
            actor = require_actor()
            if data:
                drafts.keep_draft(session, actor, key, data)
            else:
                drafts.drop_draft(session, actor, key)
    except StoreUnavailable:
        return False
    return True


def hold_form(form: dict[str, Any], typed: Mapping[str, Any]) -> bool:
    """Hold what an open form says otherwise than where it started; it has key, base, start and held."""
    words = differing(typed, form["start"])
    if words == form["held"]:
        return True
    kept = hold(form["key"], {**form["base"], **{name: plain(value) for name, value in words.items()}} if words else {})
    if kept:
        form["held"] = words
    return kept


def differing(typed: Mapping[str, Any], start: Mapping[str, Any]) -> dict[str, Any]:
    """What is typed otherwise than it was; an empty field is an empty field."""
    return {name: value for name, value in typed.items() if (value or "") != (start[name] or "")}
