// What Python sends, and what it gets back. pages/_parts/rich_text.py is the other end.

export interface Chart {
  id: string
  title: string
  /** Drawn by Python and already safe; empty until the chart stands in the text. */
  html: string
}

/** What became of one submission. `theirs` is set when somebody else changed the same words meanwhile. */
export interface Answer {
  sequence: number
  error: string
  /** This very text will never be kept: it is not sent again before it has changed. */
  until_changed?: boolean
  theirs: string
  theirs_revision: number
}

export interface BoxData {
  label: string
  html: string
  revision: number
  saved_at: string
  read_only: boolean
  draft_key: string
  /** Where the last words go when the page is left, for then no answer can be waited for; empty where there is none. */
  keep_at: string
  charts: Chart[]
  answer: Answer
}

/** The part of Streamlit's component arguments that is used here. */
export interface Mounted {
  data: BoxData
  parentElement: HTMLElement | ShadowRoot
  setTriggerValue: (name: string, value: unknown) => void
}
