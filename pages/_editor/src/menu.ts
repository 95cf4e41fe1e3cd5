// A button that opens a menu: arrow keys, Home, End, Escape, a click elsewhere; the focus goes back where it was.
import { element, uniqueId } from "./element"

export interface MenuItem {
  label: string
  /** Given for a choice of one among several. */
  checked?: boolean
  disabled?: boolean
  run: () => void
}

function itemButton(item: MenuItem): HTMLButtonElement {
  const choice = item.checked !== undefined
  const button = element("button", { type: "button", class: "mn-menu-item", role: choice ? "menuitemradio" : "menuitem", tabindex: "-1" }, item.label)
  if (choice) button.setAttribute("aria-checked", String(item.checked))
  if (item.disabled) button.setAttribute("aria-disabled", "true")
  return button
}

/** Keeps a menu inside the editor, whatever the width of the screen. */
function place(list: HTMLElement, holder: HTMLElement): void {
  list.style.left = "0px"
  const limits = (holder.closest(".mn-editor") ?? document.body).getBoundingClientRect()
  const box = list.getBoundingClientRect()
  const over = box.right - limits.right + 4
  if (over > 0) list.style.left = `${-Math.min(over, box.left - limits.left)}px`
}

export function menuButton(button: HTMLButtonElement, items: () => MenuItem[]): HTMLElement {
  const list = element("div", { class: "mn-menu", role: "menu", id: uniqueId("menu") })
  const holder = element("span", { class: "mn-menu-holder" }, button, list)
  list.hidden = true
  button.setAttribute("aria-haspopup", "menu")
  button.setAttribute("aria-expanded", "false")
  button.setAttribute("aria-controls", list.id)

  const outside = (event: Event) => {
    if (!holder.contains(event.target as Node)) close(false)
  }
  const close = (back: boolean) => {
    if (list.hidden) return
    list.hidden = true
    button.setAttribute("aria-expanded", "false")
    document.removeEventListener("pointerdown", outside, true)
    if (back) button.focus()
  }
  const focusItem = (index: number) => {
    const buttons = [...list.querySelectorAll<HTMLElement>("button")]
    buttons[(index + buttons.length) % buttons.length]?.focus()
  }
  const open = (index: number) => {
    const entries = items()
    list.setAttribute("aria-label", button.getAttribute("aria-label") ?? button.textContent ?? "")
    list.replaceChildren(...entries.map((item) => {
      const entry = itemButton(item)
      entry.addEventListener("click", () => {
        if (item.disabled) return
        close(true)
        item.run()
      })
      return entry
    }))
    list.hidden = false
    button.setAttribute("aria-expanded", "true")
    document.addEventListener("pointerdown", outside, true)
    place(list, holder)
    const checked = entries.findIndex((item) => item.checked)
    focusItem(index === 0 && checked > 0 ? checked : index)
  }

  button.addEventListener("click", () => (list.hidden ? open(0) : close(true)))
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return
    event.preventDefault()
    event.stopPropagation()
    open(event.key === "ArrowDown" ? 0 : -1)
  })
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll<HTMLElement>("button")]
    const at = buttons.indexOf(event.target as HTMLElement)
    const moves: Record<string, () => void> = {
      ArrowDown: () => focusItem(at + 1),
      ArrowUp: () => focusItem(at - 1),
      Home: () => focusItem(0),
      End: () => focusItem(-1),
      Escape: () => close(true),
    }
    if (event.key === "Tab") close(false)
    if (event.key.startsWith("Arrow") || event.key in moves) event.stopPropagation()
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  })
  return holder
}
