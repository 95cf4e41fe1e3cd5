// Brings words that somebody else saved into a text that is being written, block by block, without touching other blocks.
import { Fragment } from "@tiptap/pm/model"
import type { Node as DocumentNode } from "@tiptap/pm/model"
import type { EditorState, Transaction } from "@tiptap/pm/state"

function blocks(text: DocumentNode): DocumentNode[] {
  return [...text.content.content]
}

/** For each block of `left`, the index of the same block in `right`, or -1 (longest common subsequence). */
function matches(left: DocumentNode[], right: DocumentNode[]): number[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1))
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = left[i].eq(right[j]) ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1])
    }
  }
  const found = new Array<number>(left.length).fill(-1)
  let [i, j] = [0, 0]
  while (i < left.length && j < right.length) {
    if (left[i].eq(right[j])) found[i++] = j++
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1
    else j += 1
  }
  return found
}

function same(left: DocumentNode[], right: DocumentNode[]): boolean {
  return left.length === right.length && left.every((block, index) => block.eq(right[index]))
}

interface Change {
  from: number
  to: number
  blocks: DocumentNode[]
}

/** The changes from `sent` to `merged` in the places where `current` still has what was sent; null where both changed. */
function changes(current: DocumentNode[], sent: DocumentNode[], merged: DocumentNode[]): Change[] | null {
  const inMerged = matches(sent, merged)
  const inCurrent = matches(sent, current)
  const found: Change[] = []
  let [s, m, c] = [0, 0, 0]
  const take = (sEnd: number, mEnd: number, cEnd: number): boolean => {
    const [was, theirs, mine] = [sent.slice(s, sEnd), merged.slice(m, mEnd), current.slice(c, cEnd)]
    if (same(was, theirs) || same(theirs, mine)) return true
    if (!same(was, mine)) return false
    found.push({ from: c, to: cEnd, blocks: theirs })
    return true
  }
  for (let i = 0; i < sent.length; i += 1) {
    if (inMerged[i] < 0 || inCurrent[i] < 0) continue
    if (!take(i, inMerged[i], inCurrent[i])) return null
    s = i + 1
    m = inMerged[i] + 1
    c = inCurrent[i] + 1
  }
  return take(sent.length, merged.length, current.length) ? found : null
}

/** Replaces as little as possible, so that a caret in the same paragraph stays where it was. */
function replaceSmallest(tr: Transaction, from: number, to: number, with_: DocumentNode[]): void {
  const now = tr.doc.slice(from, to).content
  const next = Fragment.from(with_)
  const start = now.findDiffStart(next)
  const end = now.findDiffEnd(next)
  if (start === null || end === null) return
  const overlap = start - Math.min(end.a, end.b)
  const [endNow, endNext] = overlap > 0 ? [end.a + overlap, end.b + overlap] : [end.a, end.b]
  const holder = tr.doc.type.create(null, next)
  tr.replace(from + start, from + endNow, holder.slice(start, endNext))
}

/** A transaction that brings `merged` into the state's text, or null where it would touch unsent words. */
export function rebase(state: EditorState, sent: DocumentNode, merged: DocumentNode): Transaction | null {
  const current = blocks(state.doc)
  const found = changes(current, blocks(sent), blocks(merged))
  if (!found) return null
  const starts = [0]
  for (const block of current) starts.push(starts[starts.length - 1] + block.nodeSize)
  const tr = state.tr.setMeta("addToHistory", false).setMeta("fromServer", true)
  for (const change of found.reverse()) replaceSmallest(tr, starts[change.from], starts[change.to], change.blocks)
  return tr
}
