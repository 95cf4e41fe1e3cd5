// One box of a plan: the text, its tools, its notices and its state of saving.
import { Editor } from "@tiptap/core"
import type { Node as DocumentNode } from "@tiptap/pm/model"
import { NodeSelection } from "@tiptap/pm/state"
import { Charts, leaveChart } from "./chart"
import { Differ, markTheirs } from "./differ"
import { Drafts } from "./draft"
import type { Draft } from "./draft"
import { element } from "./element"
import { icon } from "./icons"
import { LinkForm } from "./link_form"
import { rebase } from "./merge"
import { Notices } from "./notices"
import { leavePage, showOnPage } from "./page_state"
import type { Shown } from "./page_state"
import { cleanPasted } from "./paste"
import { Saver } from "./saving"
import { extensions, readHtml, shortcuts, writeHtml } from "./schema"
import { Toolbar } from "./toolbar"
import type { BoxData, Mounted } from "./types"

const IDENTITY = "No names, NHS numbers or anything that identifies a person"

export class Box {
  private dom = element("div", { class: "mn-editor" })
  private state = element("span", { class: "mn-state", role: "status" })
  private notices = new Notices()
  private mineName = element("p", { class: "mn-side-name", hidden: "" }, "Your text")
  private beside = element("div", { class: "mn-beside" })
  private charts = new Charts()
  private differ = new Differ()
  private drafts: Drafts
  private editor: Editor
  private saver: Saver
  private toolbar: Toolbar | null = null
  private form: LinkForm | null = null
  private offered: Draft | null = null
  private plainPaste = false
  private send: Mounted["setTriggerValue"] = () => undefined
  private shown: Shown | null = null

  constructor(holder: HTMLElement, private data: BoxData) {
    this.drafts = new Drafts(data.draft_key)
    this.charts.update(data.charts)
    const surface = element("div", { class: "mn-surface" })
    this.editor = this.makeEditor(surface)
    this.saver = this.makeSaver()
    const tools: HTMLElement[] = data.read_only ? [] : this.makeTools()
    const foot = element("div", { class: "mn-foot" }, element("span", {}, data.read_only ? "You can read this box, not change it" : IDENTITY), this.state)
    this.dom.classList.toggle("mn-read-only", data.read_only)
    this.dom.append(...tools, this.notices.dom, element("div", { class: "mn-sides" }, element("div", {}, this.mineName, surface), this.beside), foot)
    holder.replaceChildren(this.dom)
    this.listen()
    if (!data.read_only) this.offerDraft()
  }

  /** Python has something to say: an answer, other people's words, new charts. */
  receive(data: BoxData, send: Mounted["setTriggerValue"]): void {
    this.send = send
    this.data = data
    this.charts.update(data.charts)
    if (this.editor.view.composing) {
      this.editor.view.dom.addEventListener("compositionend", () => setTimeout(() => this.saver.receive(this.data)), { once: true })
    } else this.saver.receive(data)
    if (this.offered && this.read(this.offered.html).eq(this.read(data.html))) this.settleDraft(this.offered)
  }

  destroy(): void {
    this.saver.destroy()
    for (const [target, name, listener] of this.listeners) target.removeEventListener(name, listener)
    leavePage(this)
    this.editor.destroy()
    this.dom.remove()
  }

  private listeners: [EventTarget, string, (event: Event) => void][] = []

  private listen(): void {
    const leave = () => this.saver.flush(true)
    const hide = () => {
      if (document.visibilityState === "hidden") leave()
    }
    // pages/_parts/together.py says so when somebody else has saved: only this box asks for their words.
    const elsewhere = (event: Event) => {
      const { text, revision } = (event as CustomEvent<{ text: string; revision: number }>).detail
      if (this.data.draft_key.endsWith(`/${text}`) && this.saver.behind(revision)) this.send("look", revision)
    }
    this.listeners = [
      [document, "mn-elsewhere", elsewhere],
      [window, "beforeunload", leave],
      [window, "pagehide", () => this.saver.leave()],
      [document, "visibilitychange", hide],
      [window, "online", () => this.saver.retry()],
    ]
    for (const [target, name, listener] of this.listeners) target.addEventListener(name, listener)
    this.dom.addEventListener("focusout", (event) => {
      if (!this.dom.contains(event.relatedTarget as Node | null)) this.saver.flush()
    })
  }

  private makeEditor(surface: HTMLElement): Editor {
    const { label, html, read_only } = this.data
    const keys = shortcuts({
      "Mod-k": () => this.openLink(),
      "Alt-F10": () => {
        this.toolbar?.focus()
        return true
      },
    })
    return new Editor({
      element: surface,
      extensions: [...extensions(this.charts), keys, this.differ.extension],
      content: html,
      editable: !read_only,
      injectCSS: false,
      editorProps: {
        attributes: { class: "mn-text", role: "textbox", "aria-multiline": "true", "aria-label": label, "aria-readonly": String(read_only), spellcheck: "true" },
        // A slice from one of these editors carries its own marks of where it was cut and needs no cleaning.
        transformPastedHTML: (pasted) => (pasted.includes("data-pm-slice") ? pasted : cleanPasted(pasted)),
        handleTextInput: (view, _from, _to, text) => {
          if (!(view.state.selection instanceof NodeSelection)) return false
          leaveChart(view)
          view.dispatch(view.state.tr.insertText(text))
          return true
        },
        handleDOMEvents: { compositionstart: (view) => leaveChart(view) },
        handlePaste: (view, event) => {
          leaveChart(view)
          if (!this.plainPaste) return false
          this.setPlainPaste(false)
          return view.pasteText(event.clipboardData?.getData("text/plain") ?? "", event)
        },
      },
      onTransaction: ({ transaction }) => {
        this.toolbar?.refresh()
        if (transaction.docChanged && !transaction.getMeta("fromServer")) this.saver?.changed()
      },
    })
  }

  private makeSaver(): Saver {
    return new Saver(
      {
        text: () => this.editor.state.doc,
        read: (html) => this.read(html),
        write: writeHtml,
        accept: (sent, merged) => this.accept(sent, merged),
        send: (submission) => this.send("submission", submission),
        sendLast: (html, revision, kept) => this.sendLast(html, revision, kept),
        show: (shown) => this.showState(shown),
        problem: (sentence) => this.notices.problem(sentence),
        conflict: (theirs) => this.showConflict(theirs),
      },
      this.drafts,
      this.data,
      this.editor.state.doc,
    )
  }

  private sendLast(html: string, seen_revision: number, kept: () => void): void {
    if (!this.data.keep_at || this.data.read_only || !navigator.onLine) return
    const body = JSON.stringify({ html, seen_revision })
    // A browser lets no more than 64 KB outlive a page; a longer text waits in this browser as a draft.
    if (body.length > 20_000) return
    const keeping = fetch(this.data.keep_at, { method: "POST", body, keepalive: true })
    keeping.then(({ ok }) => ok && kept()).catch(() => undefined)
  }

  private makeTools(): HTMLElement[] {
    this.form = new LinkForm(this.editor)
    const actions = { link: () => void this.openLink(), pasteAsText: () => void this.pasteAsText(), pastingAsText: () => this.plainPaste }
    this.toolbar = new Toolbar(this.editor, this.charts, actions, this.data.label)
    return [this.toolbar.dom, this.form.dom]
  }

  private read(html: string): DocumentNode {
    return readHtml(html, this.editor.schema)
  }

  private accept(sent: DocumentNode, merged: DocumentNode): boolean {
    const tr = rebase(this.editor.state, sent, merged)
    if (tr) this.editor.view.dispatch(tr)
    return tr !== null
  }

  private openLink(): boolean {
    this.form?.open()
    return true
  }

  private showState(shown: Shown): void {
    const first = this.shown === null
    if (this.shown?.words === shown.words && this.shown.state === shown.state) return
    this.shown = shown
    this.state.dataset.state = shown.state
    const picture = shown.state === "saved" ? [icon("tick")] : shown.state === "failed" ? [icon("warning")] : []
    this.state.replaceChildren(...picture, shown.words)
    if (!first) showOnPage(this, shown)
  }

  /** Reads the clipboard where the browser lets us; else the next paste, by whatever keys, comes as text. */
  private async pasteAsText(): Promise<void> {
    this.editor.view.focus() // at once: the focus command waits for a frame
    try {
      const text = await navigator.clipboard.readText()
      this.editor.view.pasteText(text)
    } catch {
      this.setPlainPaste(!this.plainPaste)
    }
  }

  private setPlainPaste(on: boolean): void {
    this.plainPaste = on
    this.toolbar?.refresh()
    this.notices.hint(on ? "Now paste (Ctrl+V). It will come as plain text." : "")
  }

  private replaceText(html: string): void {
    const text = this.read(html)
    const { state } = this.editor
    this.editor.view.dispatch(state.tr.replaceWith(0, state.doc.content.size, text.content).setMeta("fromServer", true))
  }

  /** Theirs beside mine, or under it where the window is narrow; the words that differ are marked in both. */
  private showConflict(theirs: { html: string; revision: number } | null): void {
    const text = theirs && this.read(theirs.html)
    this.differ.theirs = text
    this.mineName.hidden = !text
    this.beside.replaceChildren()
    if (!theirs || !text) {
      this.notices.conflict([])
      this.editor.view.dispatch(this.editor.state.tr)
      return
    }
    const html = writeHtml(text)
    this.beside.append(...this.theirText(html, text))
    this.editor.view.dispatch(this.editor.state.tr)
    const keep = (kept: string | null) => {
      this.showConflict(null)
      if (kept !== null) this.replaceText(kept)
      this.saver.restart(theirs.revision)
      this.editor.view.focus()
    }
    this.notices.conflict([
      ["Keep mine", () => keep(null)],
      ["Use theirs", () => keep(html)],
      ["Keep both", () => keep(writeHtml(this.editor.state.doc) + html)],
    ])
  }

  private theirText(html: string, text: DocumentNode): HTMLElement[] {
    const shown = element("div", { class: "mn-theirs mn-text", tabindex: "0", role: "region", "aria-label": "What somebody else saved" })
    shown.innerHTML = html
    markTheirs(shown, text, this.editor.state.doc)
    return [element("p", { class: "mn-side-name" }, "What somebody else saved"), shown]
  }

  private offerDraft(): void {
    const kept = this.drafts.read()
    if (!kept) return
    const differs = (draft: Draft | undefined) => draft !== undefined && !this.read(draft.html).eq(this.editor.state.doc)
    const offered = differs(kept) ? kept : differs(kept.earlier) ? kept.earlier : null
    if (!offered) {
      this.drafts.drop()
      return
    }
    this.offered = { html: offered.html, revision: offered.revision, at: offered.at }
    this.drafts.earlier = this.offered
    this.notices.draft(this.offered, () => this.putBack(), () => this.offered && this.settleDraft(this.offered))
  }

  private settleDraft(draft: Draft): void {
    this.drafts.decided(draft)
    this.offered = null
    this.notices.draft(null, () => undefined, () => undefined)
  }

  private putBack(): void {
    const draft = this.offered
    if (!draft) return
    this.saver.flush(true)
    this.settleDraft(draft)
    this.replaceText(draft.html)
    this.saver.restart(Math.min(draft.revision, this.data.revision))
    this.editor.commands.focus("end")
  }
}
