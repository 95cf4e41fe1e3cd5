// The bars above the text: unsaved text from before, somebody else's words, and why something was not saved.
import { clock } from "./draft"
import type { Draft } from "./draft"
import { element } from "./element"
import { icon } from "./icons"

type Choice = [label: string, run: () => void]

function bar(kind: string, words: string, choices: Choice[], ...more: HTMLElement[]): HTMLElement {
  const buttons = choices.map(([label, run]) => {
    const button = element("button", { type: "button", class: "mn-second" }, label)
    button.addEventListener("click", run)
    return button
  })
  const row = element("div", { class: "mn-bar-row" }, element("p", {}, words), element("span", { class: "mn-bar-choices" }, ...buttons))
  return element("div", { class: `mn-bar mn-bar-${kind}`, role: "status" }, row, ...more)
}

export class Notices {
  readonly dom = element("div", { class: "mn-notices" })
  private shown = new Map<string, HTMLElement>()

  draft(draft: Draft | null, putBack: () => void, discard: () => void): void {
    const words = draft ? `You have text from ${clock(draft.at)} that was not saved.` : ""
    this.set("draft", draft && bar("draft", words, [["Put it back", putBack], ["Discard", discard]]))
  }

  problem(sentence: string): void {
    const shown = sentence ? element("div", { class: "mn-bar mn-bar-problem", role: "alert" }, icon("warning"), element("p", {}, sentence)) : null
    this.set("problem", shown)
  }

  hint(words: string): void {
    this.set("hint", words ? element("div", { class: "mn-bar mn-bar-hint", role: "status" }, element("p", {}, words)) : null)
  }

  conflict(choices: Choice[]): void {
    const words = "Somebody else changed the same words while you were writing. Your text and theirs are both here; what differs is marked."
    this.set("conflict", choices.length ? bar("conflict", words, choices) : null)
  }

  private set(kind: string, shown: HTMLElement | null): void {
    this.shown.get(kind)?.remove()
    this.shown.delete(kind)
    if (!shown) return
    this.shown.set(kind, shown)
    this.dom.append(shown)
  }
}
