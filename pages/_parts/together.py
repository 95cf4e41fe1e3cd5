"""Others in the same plan: who is here and in which box, and what they change, without disturbing anyone's typing.

One small script for each open page of a plan asks /here every few seconds. A box whose text somebody else saved asks
for it by itself (pages/_editor); anything else that the page shows draws the page anew, once no dialog is open.
"""

from collections.abc import Sequence

import streamlit as st

SCRIPT = """
const EVERY = 4000, SAY = 20000
// Of the page, not of one run of it.
const kept = { programme: "", newest: "", known: new Set(), things: [], place: "", said: { place: null, at: 0 },
               here: [], by: "", asking: false, over: false, redraw: () => undefined }

const place = () => {
  const editor = document.activeElement?.closest?.(".mn-editor:not(.mn-read-only)")
  const card = editor?.closest("[class*='st-key-card_box_']")
  return card?.className.match(/st-key-card_box_(\\w+)/)?.[1] ?? ""
}

const post = (asked, more = {}) => fetch("/here", { method: "POST", body: JSON.stringify(asked), ...more })

async function ask() {
  if (document.hidden || !navigator.onLine || kept.asking || kept.over || !kept.programme) return
  const { programme, newest: after } = kept
  const say = place() !== kept.said.place || Date.now() - kept.said.at > SAY
  const asked = { programme, after, place: place(), say }
  kept.asking = true
  try {
    const answer = await post(asked)
    if (answer.status === 401) kept.over = true  // the next word that is saved says so, and keeps what was written
    if (!answer.ok || programme !== kept.programme) return
    if (say) kept.said = { place: asked.place, at: Date.now() }
    const { here, news } = await answer.json()
    kept.here = here
    draw()
    tell(news)
  } catch {
    // no connection just now: the page says so elsewhere, and the next turn asks again
  } finally {
    kept.asking = false
  }
}

// By id and not by time: what was begun earlier may be kept later, and two machines have two clocks.
function know(ids) {
  for (const id of ids) {
    kept.known.add(id)
    if (id > kept.newest) kept.newest = id
  }
}

function tell(news) {
  const fresh = news.filter(({ id }) => !kept.known.has(id))
  if (!fresh.length) return
  know(fresh.map(({ id }) => id))
  for (const { thing, thing_id: text, revision } of fresh)
    if (thing === "PlanText") document.dispatchEvent(new CustomEvent("mn-elsewhere", { detail: { text, revision } }))
  const shown = fresh.filter(({ thing }) => kept.things.includes(thing))
  if (shown.length) {
    kept.by = shown.find(({ by }) => by)?.by ?? ""
    kept.waiting = shown[0].id
  }
  redraw()
}

// An open dialog is being written in: what changed behind it waits until it is closed.
function redraw() {
  if (!kept.waiting || document.querySelector(".stDialog")) return
  kept.redraw(kept.waiting)
  kept.waiting = ""
  say_changed()
}

function say_changed() {
  if (!kept.by) return
  kept.changed = `Changed by ${kept.by} just now`
  kept.by = ""
  clearTimeout(kept.quiet)
  kept.quiet = setTimeout(() => { kept.changed = ""; draw() }, 30000)
  draw()
}

const initials = (name) => {
  const [first, second = ""] = name.split(/\\s+/)
  return (/^[A-Z]{2,3}$/.test(first) ? first : first.slice(0, 1) + second.slice(0, 1)).toUpperCase()
}
const list = (names) => names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`

function set(element, words) {
  element.hidden = !words
  const line = element.querySelector("[data-words]") ?? element
  if (line.textContent !== words) line.textContent = words
}

function draw() {
  const names = kept.here.map(({ name }) => name)
  for (const head of document.querySelectorAll("[data-here]")) {
    set(head, names.length ? `Also here: ${list(names)}` : "")
    const circles = head.querySelector("[data-circles]")
    if (circles.dataset.circles !== names.join()) {
      circles.dataset.circles = names.join()
      circles.replaceChildren(...names.slice(0, 4).map((name) => {
        const circle = document.createElement("i")
        circle.textContent = initials(name)
        return circle
      }))
    }
  }
  for (const line of document.querySelectorAll("[data-here-box]")) {
    const writing = kept.here.filter((other) => other.place === line.dataset.hereBox).map(({ name }) => name)
    set(line, writing.length ? `${list(writing)} ${writing.length > 1 ? "are" : "is"} writing here` : "")
  }
  for (const line of document.querySelectorAll("[data-changed]")) set(line, kept.changed ?? "")
}

const leave = () => {
  if (kept.programme && kept.said.place !== null)
    post({ programme: kept.programme, left: true }, { keepalive: true }).catch(() => undefined)
  kept.said = { place: null, at: 0 }
}
const look = () => document.hidden ? undefined : ask()

const moved = () => setTimeout(() => place() !== kept.said.place && ask(), 400)
const listeners = [
  [document, "focusin", moved], [document, "visibilitychange", look], [window, "pagehide", leave],
]
let mounted = 0, timer = 0

function start() {
  if (timer) return
  timer = setInterval(() => { redraw(); ask() }, EVERY)
  setTimeout(ask, 300)
  for (const [target, name, listener] of listeners) target.addEventListener(name, listener)
}

function stop() {
  leave()
  clearInterval(timer)
  timer = 0
  kept.programme = ""
  for (const [target, name, listener] of listeners) target.removeEventListener(name, listener)
}

// An address that asks for comments, a box's or a chart's: they are shown once they are there.
async function scroll(box) {
  const asked = box === "chart" ? ".st-key-chart_comments" : `.st-key-thread_box_${CSS.escape(box)}`
  for (let turn = 0; turn < 40 && kept.scrolled === box; turn += 1) {
    const found = document.querySelector(asked)
    if (found) return found.scrollIntoView({ block: "center" })
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

export default function ({ data, setTriggerValue }) {
  if (data.box !== kept.scrolled) {
    kept.scrolled = data.box
    if (data.box) scroll(data.box)
  }
  if (data.programme !== kept.programme)
    Object.assign(kept, { here: [], changed: "", newest: "", known: new Set(), waiting: "", by: "" })
  kept.programme = data.programme
  kept.things = data.things
  kept.redraw = (id) => setTriggerValue("changed", id)
  know(data.known)
  if (data.known.includes(kept.waiting)) {
    kept.waiting = ""
    if (!document.querySelector(".stDialog")) say_changed()
  }
  draw()
  mounted += 1
  start()
  const mine = mounted
  // Gone for good, and not only drawn anew: the reader went on to a page outside the plan.
  return () => setTimeout(() => mine === mounted && stop(), 1000)
}
"""

_component = st.components.v2.component("matneo_together", js=SCRIPT, isolate_styles=False)

HEAD = (
    '<span class="changed-line" data-changed role="status" hidden></span>'
    '<span class="here" data-here hidden><span class="circles" data-circles aria-hidden="true"></span>'
    "<span data-words></span></span>"
)


def together(programme_id: str, known: Sequence[str], things: Sequence[str]) -> None:
    """Mount once on a page of a plan. known: the last changes that the page shows; things: the kinds it is made of."""
    box = st.query_params.get("comments", "")
    with st.container(key="together"):
        _component(
            key="together_component",
            data={"programme": programme_id, "known": list(known), "things": list(things), "box": box},
            on_changed_change=_drawn_anew,
        )


def _drawn_anew() -> None:
    """Somebody changed what the page shows: the run that follows is the answer."""
