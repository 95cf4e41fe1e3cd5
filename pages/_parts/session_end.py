"""One quiet line before a sign-in ends; it never takes the focus.

The page knows when that will be and asks the server only then, so that nobody's clock runs there all day.
"""

import streamlit as st

from pages._web.session_end import described
from plan_store.sign_in import SignedIn

SCRIPT = """
const WARN = 300, AGAIN = 30
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
      stay.textContent = "Stay signed in"
      stay.onclick = () => ask("POST")
      say(`Nothing has been done here for a while. You will be signed out at ${end}. `, stay)
    } else say(`You will be signed out at ${end}. Save what you are writing before then, and sign in again.`)
    wait(Math.min(left + 1, AGAIN))
  }
  async function ask(method) {
    let answer
    try {
      answer = await fetch("/session", { method: method === "POST" ? "POST" : "GET" })
    } catch { return wait(AGAIN) }
    if (answer.ok) return show(await answer.json())
    if (answer.status === 401) say("You have been signed out. What you typed stays here; reload the page to sign in.")
    else wait(AGAIN)
  }
  show(data)
  return () => {
    clearTimeout(line.timer)
    line.remove()
  }
}
"""

_component = st.components.v2.component("matneo_session_end", js=SCRIPT, isolate_styles=False)


def warn_before_end(here: SignedIn) -> None:
    _component(key="session_end", data=described(here))
