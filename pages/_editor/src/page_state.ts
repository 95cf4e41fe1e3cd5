// The quiet line at the top of the page: the state of all boxes in one, in every element with data-save-state.

export type State = "idle" | "saving" | "saved" | "failed"

export interface Shown {
  state: State
  words: string
}

const boxes = new Map<object, Shown>()

export function showOnPage(box: object, shown: Shown): void {
  boxes.delete(box)
  boxes.set(box, shown)
  const all = [...boxes.values()].reverse()
  const worst = all.find(({ state }) => state === "failed") ?? all.find(({ state }) => state === "saving") ?? shown
  if (worst.state === "idle") return
  for (const line of document.querySelectorAll<HTMLElement>("[data-save-state]")) {
    line.dataset.saveState = worst.state
    if (line.textContent !== worst.words) line.textContent = worst.words
  }
}

export function leavePage(box: object): void {
  boxes.delete(box)
}
