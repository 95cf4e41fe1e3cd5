// Text that has not been saved yet, kept in this browser until the server has it.

export interface Draft {
  html: string
  revision: number
  /** When it was written, in milliseconds. */
  at: number
}

interface Kept extends Draft {
  /** An older draft that was offered and not yet decided on when writing went on. */
  earlier?: Draft
}

function isDraft(value: unknown): value is Kept {
  const kept = value as Kept | null
  return typeof kept === "object" && kept !== null && typeof kept.html === "string" && Number.isInteger(kept.revision) && typeof kept.at === "number"
}

export class Drafts {
  earlier: Draft | undefined

  constructor(private key: string) {}

  read(): Kept | null {
    try {
      const value: unknown = JSON.parse(localStorage.getItem(this.key) ?? "null")
      return isDraft(value) ? value : null
    } catch {
      return null
    }
  }

  write(html: string, revision: number): void {
    const kept: Kept = { html, revision, at: Date.now() }
    if (this.earlier) kept.earlier = this.earlier
    this.store(kept)
  }

  /** The server has this text now. */
  saved(html: string): void {
    if (this.read()?.html === html) this.drop()
  }

  /** Nothing is unsent any more. */
  drop(): void {
    this.store(this.earlier ?? null)
  }

  /** The offered draft was put back or discarded; what was written since stays. */
  decided(offered: Draft): void {
    this.earlier = undefined
    const kept = this.read()
    if (kept) this.store(kept.at === offered.at ? null : { html: kept.html, revision: kept.revision, at: kept.at })
  }

  private store(kept: Kept | null): void {
    try {
      if (kept) localStorage.setItem(this.key, JSON.stringify(kept))
      else localStorage.removeItem(this.key)
    } catch {
      // A full or forbidden store must not stop anyone from writing; saving to the server goes on.
    }
  }
}

/** "2:10 pm", or with the day when it was not today. */
export function clock(at: number): string {
  const when = new Date(at)
  const time = `${when.getHours() % 12 || 12}:${String(when.getMinutes()).padStart(2, "0")} ${when.getHours() < 12 ? "am" : "pm"}`
  if (when.toDateString() === new Date().toDateString()) return time
  return `${time} on ${when.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}`
}
