// The module behind every rich-text box on a page: loaded once, called by Streamlit for each box and each new answer.
import { Box } from "./box"
import styles from "./editor.css"
import { cleanPasted } from "./paste"
import type { Mounted } from "./types"

export { cleanPasted }

const boxes = new WeakMap<object, { box: Box; is: string }>()

function addStyles(): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}

addStyles()

export default function mount({ data, parentElement, setTriggerValue }: Mounted): () => void {
  const holder = parentElement.querySelector<HTMLElement>(".mn-holder")
  if (!holder) throw new Error("The rich-text box has no place to stand in.")
  // The same place may come to show another programme's box, or one that may no longer be changed.
  const is = `${data.draft_key} ${data.read_only}`
  let known = boxes.get(holder)
  if (known?.is !== is) {
    known?.box.destroy()
    known = { box: new Box(holder, data), is }
    boxes.set(holder, known)
  }
  const { box } = known
  box.receive(data, setTriggerValue)
  return () => {
    box.destroy()
    boxes.delete(holder)
  }
}
