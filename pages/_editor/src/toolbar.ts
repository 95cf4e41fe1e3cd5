// The tools above the text: one tab stop, arrow keys between the buttons, each with a name and its state.
import type { Editor } from "@tiptap/core"
import { insertChart } from "./chart"
import type { Charts } from "./chart"
import { element } from "./element"
import { icon } from "./icons"
import type { Icon } from "./icons"
import { menuButton } from "./menu"
import type { MenuItem } from "./menu"

const STYLES: [string, 0 | 2 | 3 | 4][] = [["Paragraph", 0], ["Heading", 2], ["Subheading", 3], ["Small heading", 4]]

interface Tool {
  button: HTMLButtonElement
  pressed?: () => boolean
  enabled?: () => boolean
}

export interface Actions {
  link: () => void
  pasteAsText: () => void
  pastingAsText: () => boolean
}

function keysHint(keys: string): string {
  return /Mac|iP(hone|ad)/.test(navigator.platform) ? keys.replace("Ctrl", "⌘") : keys
}

export class Toolbar {
  readonly dom: HTMLElement
  private tools: Tool[] = []
  private styleName = element("span", { class: "mn-style-name" }, "Paragraph")
  private tableHolder: HTMLElement

  constructor(private editor: Editor, private charts: Charts, private actions: Actions, label: string) {
    this.tableHolder = element("span", { class: "mn-tool-pair" }, this.insertTable(), this.tableMenu())
    this.dom = element(
      "div",
      { class: "mn-toolbar", role: "toolbar", "aria-label": `Text tools for ${label}` },
      this.group(this.styleMenu()),
      this.group(
        this.toggle("bold", "Bold", "bold", (chain) => chain.toggleBold(), "Ctrl+B"),
        this.toggle("italic", "Italic", "italic", (chain) => chain.toggleItalic(), "Ctrl+I"),
      ),
      this.group(
        this.toggle("bullets", "Bulleted list", "bulletList", (chain) => chain.toggleBulletList()),
        this.toggle("numbers", "Numbered list", "orderedList", (chain) => chain.toggleOrderedList()),
        this.link(),
        this.tableHolder,
      ),
      this.group(this.history("undo", "Undo", "Ctrl+Z"), this.history("redo", "Redo", "Ctrl+Y")),
      this.group(this.paste()),
      this.group(this.chartMenu()),
    )
    this.dom.addEventListener("keydown", (event) => this.walk(event))
    this.dom.addEventListener("focusin", (event) => this.makeStop(event.target as HTMLElement))
    // Without this a press on a button would take the selection out of the text before the button acts on it.
    this.dom.addEventListener("mousedown", (event) => event.preventDefault())
    this.makeStop(this.buttons()[0])
    this.refresh()
  }

  /** Alt+F10: from the text to the tools, as in other editors. */
  focus(): void {
    this.dom.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }

  refresh(): void {
    for (const { button, pressed, enabled } of this.tools) {
      if (pressed) button.setAttribute("aria-pressed", String(pressed()))
      if (enabled) button.setAttribute("aria-disabled", String(!enabled()))
    }
    const level = STYLES.find(([, wanted]) => wanted > 0 && this.editor.isActive("heading", { level: wanted }))
    this.styleName.textContent = level ? level[0] : "Paragraph"
    this.styleName.parentElement?.setAttribute("aria-label", `Text style: ${this.styleName.textContent}`)
    const inTable = this.editor.isActive("table")
    const [insert, menu] = this.tableHolder.children as unknown as HTMLElement[]
    if (insert.hidden === inTable) return
    const stop = this.tableHolder.querySelector('[tabindex="0"]') !== null
    insert.hidden = inTable
    menu.hidden = !inTable
    if (stop) this.makeStop(this.buttons().find((button) => this.tableHolder.contains(button)) as HTMLElement)
  }

  private group(...children: HTMLElement[]): HTMLElement {
    return element("span", { class: "mn-tools" }, ...children)
  }

  private tool(name: string, picture: Icon | null, shown: string, tool: Omit<Tool, "button"> = {}, keys = ""): HTMLButtonElement {
    const button = element("button", { type: "button", class: "mn-tool", "aria-label": name, title: keys ? `${name} (${keysHint(keys)})` : name, tabindex: "-1" })
    if (picture) button.append(icon(picture))
    if (shown) button.append(element("span", { class: "mn-tool-text" }, shown))
    this.tools.push({ button, ...tool })
    return button
  }

  /** To the text, at once: the focus command waits for a frame, and keys pressed in it would be lost. */
  private back(): ReturnType<Editor["chain"]> {
    this.editor.view.focus()
    return this.editor.chain().scrollIntoView()
  }

  private toggle(picture: Icon, name: string, mark: string, run: (chain: ReturnType<Editor["chain"]>) => ReturnType<Editor["chain"]>, keys = ""): HTMLElement {
    const button = this.tool(name, picture, "", { pressed: () => this.editor.isActive(mark) }, keys)
    button.addEventListener("click", () => run(this.back()).run())
    return button
  }

  private styleMenu(): HTMLElement {
    const button = this.tool("Text style: Paragraph", null, "")
    button.classList.add("mn-tool-style")
    button.title = "Text style"
    button.append(this.styleName, icon("down"))
    return menuButton(button, () => STYLES.map(([label, level]) => ({
      label,
      checked: level ? this.editor.isActive("heading", { level }) : !this.editor.isActive("heading"),
      run: () => {
        const chain = this.back()
        if (level) chain.setHeading({ level }).run()
        else chain.setParagraph().run()
      },
    })))
  }

  private link(): HTMLElement {
    const button = this.tool("Link", "link", "", { pressed: () => this.editor.isActive("link") }, "Ctrl+K")
    button.addEventListener("click", () => this.actions.link())
    return button
  }

  private insertTable(): HTMLElement {
    const button = this.tool("Insert table", "table", "")
    button.addEventListener("click", () => {
      this.back().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()
      this.refresh()
    })
    return button
  }

  private tableMenu(): HTMLElement {
    const button = this.tool("Table rows and columns", "table", "")
    button.classList.add("mn-tool-menu")
    button.append(icon("down"))
    const entry = (label: string, run: (chain: ReturnType<Editor["chain"]>) => ReturnType<Editor["chain"]>): MenuItem => ({
      label,
      run: () => run(this.back()).run(),
    })
    const holder = menuButton(button, () => [
      entry("Add row above", (chain) => chain.addRowBefore()),
      entry("Add row below", (chain) => chain.addRowAfter()),
      entry("Add column to the left", (chain) => chain.addColumnBefore()),
      entry("Add column to the right", (chain) => chain.addColumnAfter()),
      entry("Heading row on or off", (chain) => chain.toggleHeaderRow()),
      entry("Delete row", (chain) => chain.deleteRow()),
      entry("Delete column", (chain) => chain.deleteColumn()),
      entry("Delete table", (chain) => chain.deleteTable()),
    ])
    holder.hidden = true
    return holder
  }

  private history(action: "undo" | "redo", name: string, keys: string): HTMLElement {
    const button = this.tool(name, action, "", { enabled: () => this.editor.can()[action]() }, keys)
    button.addEventListener("click", () => this.back()[action]().run())
    return button
  }

  private paste(): HTMLElement {
    const button = this.tool("Paste as text", "paste", "Paste as text", { pressed: () => this.actions.pastingAsText() }, "Ctrl+Shift+V")
    button.addEventListener("click", () => this.actions.pasteAsText())
    return button
  }

  private chartMenu(): HTMLElement {
    const button = this.tool("Insert chart", "chart", "Insert chart")
    button.classList.add("mn-tool-chart")
    return menuButton(button, () => {
      const { all } = this.charts
      if (all.length === 0) return [{ label: "No charts yet. Upload baseline data first.", disabled: true, run: () => undefined }]
      return all.map(({ id, title }) => ({ label: title, run: () => insertChart(this.editor, id) }))
    })
  }

  private buttons(): HTMLButtonElement[] {
    return this.tools.map(({ button }) => button).filter((button) => button.closest("[hidden]") === null)
      .sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
  }

  private makeStop(target: HTMLElement): void {
    if (!this.tools.some(({ button }) => button === target)) return
    for (const { button } of this.tools) button.tabIndex = button === target ? 0 : -1
  }

  private walk(event: KeyboardEvent): void {
    const buttons = this.buttons()
    const at = buttons.indexOf(event.target as HTMLButtonElement)
    if (at < 0) return
    const next: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }
    if (event.key === "Escape") this.editor.view.focus()
    if (!(event.key in next)) return
    event.preventDefault()
    buttons[(next[event.key] + buttons.length) % buttons.length].focus()
  }
}
