// The small form for a link's address, under the tools: no dialog, no prompt.
import type { Editor } from "@tiptap/core"
import { element, uniqueId } from "./element"
import { isSafeAddress } from "./paste"

/** What people type: "www.england.nhs.uk" and "team@trust.nhs.uk" are meant as links too. */
export function completeAddress(typed: string): string {
  const address = typed.trim()
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(address)) return `mailto:${address}`
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) && !/^[^/:]+:\d+(\/|$)/.test(address)) return address
  return /^[^\s/]+\.[^\s/]+/.test(address) ? `https://${address}` : address
}

export class LinkForm {
  readonly dom: HTMLFormElement
  private address: HTMLInputElement
  private fault = element("p", { class: "mn-link-fault", role: "alert" })
  private removeButton = element("button", { type: "button", class: "mn-plain" }, "Remove link")

  constructor(private editor: Editor) {
    const [field, fault] = [uniqueId("address"), uniqueId("fault")]
    this.address = element("input", { id: field, type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false", "aria-describedby": fault })
    this.fault.id = fault
    const cancel = element("button", { type: "button", class: "mn-plain" }, "Cancel")
    this.dom = element(
      "form",
      { class: "mn-link", "aria-label": "Link", novalidate: "" },
      element("label", { for: field }, "Web or email address"),
      this.fault,
      element("div", { class: "mn-link-row" }, this.address, element("button", { type: "submit", class: "mn-second" }, "Set link"), this.removeButton, cancel),
    )
    this.dom.hidden = true
    this.dom.addEventListener("submit", (event) => {
      event.preventDefault()
      event.stopPropagation()
      this.set()
    })
    this.removeButton.addEventListener("click", () => {
      this.editor.chain().extendMarkRange("link").unsetLink().run()
      this.close()
    })
    cancel.addEventListener("click", () => this.close())
    this.dom.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close()
    })
  }

  open(): void {
    const current: unknown = this.editor.getAttributes("link").href
    this.address.value = typeof current === "string" ? current : ""
    this.removeButton.hidden = !current
    this.say("")
    this.dom.hidden = false
    this.address.focus()
    this.address.select()
  }

  private close(): void {
    this.dom.hidden = true
    this.editor.view.focus()
  }

  private say(sentence: string): void {
    this.fault.textContent = sentence
    this.fault.hidden = sentence === ""
    this.address.setAttribute("aria-invalid", String(sentence !== ""))
  }

  private set(): void {
    const href = completeAddress(this.address.value)
    if (!isSafeAddress(href)) {
      this.say("Enter a web address such as https://www.england.nhs.uk, or an email address.")
      this.address.focus()
      return
    }
    const chain = this.editor.chain().scrollIntoView()
    if (this.editor.isActive("link")) chain.extendMarkRange("link").setLink({ href }).run()
    else if (this.editor.state.selection.empty) {
      chain.insertContent({ type: "text", text: this.address.value.trim(), marks: [{ type: "link", attrs: { href } }] }).unsetMark("link").run()
    } else chain.setLink({ href }).run()
    this.close()
  }
}
