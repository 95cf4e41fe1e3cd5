// When to send, what it was based on, and what the server's answers mean for text that has changed meanwhile.
//
// `base` is the last text the server is known to hold that the text on screen grew from, and its revision. Every submission
// carries that revision, so the server can tell what somebody else changed since. Only one submission is under way at a time;
// one that stays unanswered is sent again under a new sequence number until an answer comes.
import type { Node as DocumentNode } from "@tiptap/pm/model"
import type { Drafts } from "./draft"
import type { Shown } from "./page_state"
import type { Answer, BoxData } from "./types"

const PAUSE = 600
const LONGEST = 5000
const DRAFT_PAUSE = 150
const PATIENCE = 4000
const KEPT_SUBMISSIONS = 20

/** What the saver needs from the editor around it. */
export interface Writing {
  text: () => DocumentNode
  read: (html: string) => DocumentNode
  write: (text: DocumentNode) => string
  /** Brings the server's text in; false where it would touch words that were not sent yet. */
  accept: (sent: DocumentNode, merged: DocumentNode) => boolean
  send: (submission: string) => void
  show: (shown: Shown) => void
  /** The page is being left: the words go by a way that outlives it. */
  sendLast: (html: string, revision: number, kept: () => void) => void
  problem: (sentence: string) => void
  conflict: (theirs: { html: string; revision: number } | null) => void
}

let lastSequence = 0

/** Grows over reloads too, so that an answer to an earlier visit is never taken for ours. */
function nextSequence(): number {
  lastSequence = Math.max(lastSequence + 1, Date.now())
  return lastSequence
}

export class Saver {
  private base: { revision: number; text: DocumentNode | null }
  private sent = new Map<number, DocumentNode>()
  private waiting: { sequence: number; text: DocumentNode; timer: number } | null = null
  private answered = 0
  private savedAt: string
  private conflicting = false
  private failing = false
  private pause = 0
  private draftPause = 0
  private firstChange = 0

  constructor(private writing: Writing, private drafts: Drafts, data: BoxData, text: DocumentNode) {
    this.base = { revision: data.revision, text }
    this.savedAt = data.saved_at
    this.answered = data.answer.sequence
    this.showSettled()
  }

  get unsent(): boolean {
    return this.base.text === null || !this.writing.text().eq(this.base.text)
  }

  /** The user changed the text. */
  changed(): void {
    clearTimeout(this.draftPause)
    this.draftPause = window.setTimeout(() => this.keepDraft(), DRAFT_PAUSE)
    if (this.conflicting) return
    if (!this.unsent && !this.waiting) {
      clearTimeout(this.pause)
      this.firstChange = 0
      this.showSettled()
      return
    }
    this.showSaving()
    this.firstChange ||= Date.now()
    this.sendAfter(Math.min(PAUSE, Math.max(0, this.firstChange + LONGEST - Date.now())))
  }

  /** The box is left; or, when leaving, the page: then the last words go out even if an answer is still due. */
  flush(leaving = false): void {
    if (!this.unsent) return
    this.keepDraft()
    if (!this.conflicting && (!this.waiting || (leaving && !this.waiting.text.eq(this.writing.text())))) this.send()
  }

  /** The page or the box goes for good, by whatever way: Back, a closed tab, another page. */
  leave(): void {
    if (!this.unsent) return
    this.keepDraft()
    if (this.conflicting || this.base.text === null) return
    const html = this.writing.write(this.writing.text())
    this.writing.sendLast(html, this.base.revision, () => this.drafts.saved(html))
  }

  /** The connection is back, or the user asked: do not wait for the next turn. */
  retry(): void {
    if (this.unsent && !this.conflicting) this.send()
  }

  /** Text that grew from an older revision stands in the editor now: a draft that was put back, or one side of a conflict. */
  restart(revision: number): void {
    this.conflicting = false
    // Answers still under way are about text that this one did not grow from.
    clearTimeout(this.waiting?.timer)
    this.waiting = null
    this.sent.clear()
    this.base = { revision, text: null }
    this.keepDraft()
    this.send()
  }

  receive(data: BoxData): void {
    this.savedAt = data.saved_at || this.savedAt
    const { answer } = data
    const sent = answer.sequence > this.answered ? this.sent.get(answer.sequence) : undefined
    if (sent) this.take(answer, sent, data)
    else if (data.revision > this.base.revision && !this.waiting && !this.unsent) this.follow(data)
  }

  /** Whether somebody else has saved since, and no submission is under way or due that would bring their words in. */
  behind(revision: number): boolean {
    return revision > this.base.revision && !this.waiting && !this.unsent && !this.conflicting
  }

  destroy(): void {
    this.flush(true)
    this.leave()
    for (const timer of [this.pause, this.draftPause, this.waiting?.timer]) clearTimeout(timer)
  }

  private take(answer: Answer, sent: DocumentNode, data: BoxData): void {
    this.answered = answer.sequence
    if (this.waiting && answer.sequence >= this.waiting.sequence) {
      clearTimeout(this.waiting.timer)
      this.waiting = null
    }
    this.writing.problem(answer.error)
    if (answer.error) this.refused(answer, sent)
    else if (answer.theirs_revision) this.disputed(answer)
    else this.accepted(sent, data)
  }

  private accepted(sent: DocumentNode, data: BoxData): void {
    this.settleConflict()
    const stored = this.writing.read(data.html)
    this.drafts.saved(this.writing.write(sent))
    if (stored.eq(sent)) this.base = { revision: data.revision, text: sent }
    else if (this.writing.accept(sent, stored)) this.base = { revision: data.revision, text: stored }
    // Else the old base stays: the server compares the next submission with it and asks whose words are meant.
    if (this.waiting) return
    if (this.unsent) this.sendAfter(PAUSE)
    else this.showSettled()
  }

  /** Somebody else's words, and nothing here is unsent. */
  private follow(data: BoxData): void {
    const stored = this.writing.read(data.html)
    if (this.base.text && this.writing.accept(this.base.text, stored)) this.base = { revision: data.revision, text: stored }
    this.showSettled()
  }

  private refused(answer: Answer, sent: DocumentNode): void {
    if (answer.until_changed) {
      this.showFailed("Not saved")
      if (!this.writing.text().eq(sent)) this.sendAfter(PAUSE)
      return
    }
    this.showFailed("Not saved, retrying")
    this.sendAfter(PATIENCE)
  }

  private disputed(answer: Answer): void {
    const theirs = this.writing.read(answer.theirs)
    // "Their" words are ours where an earlier submission was kept and its answer lost with the connection.
    const own = [...this.sent.values()].find((text) => text.eq(theirs))
    if (own) {
      this.base = { revision: answer.theirs_revision, text: own }
      if (this.unsent) this.send()
      else this.showSettled()
      return
    }
    this.conflicting = true
    clearTimeout(this.pause)
    this.writing.conflict({ html: answer.theirs, revision: answer.theirs_revision })
    this.showFailed("Not saved, waiting for your choice")
  }

  private settleConflict(): void {
    if (this.conflicting) this.writing.conflict(null)
    this.conflicting = false
  }

  private sendAfter(wait: number): void {
    clearTimeout(this.pause)
    this.pause = window.setTimeout(() => {
      if (this.unsent && !this.waiting && !this.conflicting) this.send()
    }, wait)
  }

  private send(): void {
    clearTimeout(this.pause)
    clearTimeout(this.waiting?.timer)
    this.firstChange = 0
    const [text, sequence, after] = [this.writing.text(), nextSequence(), this.waiting?.sequence ?? 0]
    this.sent.set(sequence, text)
    for (const old of [...this.sent.keys()].slice(0, -KEPT_SUBMISSIONS)) this.sent.delete(old)
    this.waiting = { sequence, text, timer: window.setTimeout(() => this.late(), PATIENCE) }
    if (navigator.onLine) this.showSaving()
    else this.showFailed("Not saved, retrying")
    // `after` names the submission that this text grew from if the server kept it but its answer has not come back.
    this.writing.send(JSON.stringify({ html: this.writing.write(text), seen_revision: this.base.revision, sequence, after }))
  }

  private late(): void {
    this.failing = true
    this.showFailed("Not saved, retrying")
    this.send()
  }

  private keepDraft(): void {
    clearTimeout(this.draftPause)
    if (this.unsent) this.drafts.write(this.writing.write(this.writing.text()), this.base.revision)
    else this.drafts.drop()
  }

  /** Once a submission went unanswered, the box says so until one is answered. */
  private showSaving(): void {
    if (!this.failing) this.writing.show({ state: "saving", words: "Saving" })
  }

  private showFailed(words: string): void {
    this.failing = true
    this.writing.show({ state: "failed", words })
  }

  private showSettled(): void {
    this.failing = false
    this.writing.show(this.savedAt ? { state: "saved", words: `Saved ${this.savedAt}` } : { state: "idle", words: "" })
  }
}
