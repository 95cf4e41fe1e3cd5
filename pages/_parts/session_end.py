"""One quiet line before a sign-in ends; it never takes the focus. And the news that somebody is doing something here.

The page knows when the end will be and asks the server only then, so that nobody's clock runs there all day. What a
person does is told once a minute: what a page sends by itself looks the same to the server, and must not count.
"""

import streamlit as st

from pages._web.session_end import described
from plan_store.sign_in import SignedIn

SCRIPT = """
const WARN = 300, AGAIN = 30, TELL = 60000
const DONE = ["keydown", "pointerdown", "click", "input", "wheel", "drop"]
let told = 0  // of the page, not of one run of it
const clock = (left) => new Date(Date.now() + left * 1000)
  .toLocaleTimeString("en-GB", { hour: "numeric", minute: "2-digit", hour12: true })

function element() {
  const found = document.getElementById("session-end")
  if (found) return found
  const made = document.createElement("div")
  made.id = "session-end"
  made.setAttribute("role", "status")
  document.body.append(made)
  return made
}

export default function ({ data }) {
  const line = element()
  const wait = (seconds) => {
    clearTimeout(line.timer)
    line.timer = setTimeout(ask, Math.min(Math.max(seconds, 1), 86400) * 1000)
  }
  const say = (words, button) => {
    if (line.dataset.said === words) return
    line.dataset.said = words
    line.replaceChildren(...(words ? [words] : []), ...(button ? [button] : []))
  }
  const show = ({ left, idle }) => {
    if (left > WARN) { say(""); return wait(left - WARN) }
    const end = clock(left)
    if (idle) {
      const stay = document.createElement("button")
      stay.type = "button"
      stay.textContent = "Stay signed in"  // its press is something done, as any other is
      say(`Nothing has been done here for a while. You will be signed out at ${end}. `, stay)
    } else say(`You will be signed out at ${end}. Save what you are writing before then, and sign in again.`)
    wait(Math.min(left + 1, AGAIN))
  }
  const sign_in = () => {
    const link = document.createElement("a")
    link.href = location.href
    link.textContent = "sign in again"
    return link
  }
  async function ask(method) {
    const asked = { method: method === "POST" ? "POST" : "GET", keepalive: true }
    const answer = navigator.onLine ? await fetch("/session", asked).catch(() => undefined) : undefined
    if (answer?.ok) return show(await answer.json())
    if (answer?.status === 401)
      return say("You have been signed out. What you typed stays here until you ", sign_in())
    told = Date.now() - TELL / 2
    wait(AGAIN)
  }
  const done = ({ isTrusted }) => {
    if (!isTrusted || Date.now() - told < TELL) return
    told = Date.now()
    ask("POST")
  }
  for (const kind of DONE) addEventListener(kind, done, { capture: true, passive: true })
  show(data)
  return () => {
    for (const kind of DONE) removeEventListener(kind, done, { capture: true })
    clearTimeout(line.timer)
    line.remove()
  }
}
"""

_component = st.components.v2.component("matneo_session_end", js=SCRIPT, isolate_styles=False)


def warn_before_end(here: SignedIn) -> None:
    _component(key="session_end", data=described(here))
