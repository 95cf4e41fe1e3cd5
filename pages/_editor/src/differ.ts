// Where two versions of one text differ, word by word: marked in both while somebody chooses between them.
import { Extension } from "@tiptap/core"
import type { Node as DocumentNode } from "@tiptap/pm/model"
import { Plugin } from "@tiptap/pm/state"
import { Decoration, DecorationSet } from "@tiptap/pm/view"

const LARGEST = 4_000_000 // pairs of words to compare; beyond it everything between is marked
const WORD = /\S+/g

interface Word {
  text: string
  from: number
  to: number
}

function words(text: DocumentNode): Word[] {
  const found: Word[] = []
  text.descendants((node, at) => {
    for (const word of node.text?.matchAll(WORD) ?? []) found.push({ text: word[0], from: at + word.index, to: at + word.index + word[0].length })
  })
  return found
}

/** For each word of `left`, whether `right` lacks it at its place (longest common subsequence). */
function lacking(left: string[], right: string[]): boolean[] {
  let start = 0
  while (start < left.length && left[start] === right[start]) start += 1
  let end = 0
  while (end < Math.min(left.length, right.length) - start && left[left.length - 1 - end] === right[right.length - 1 - end]) end += 1
  const [one, other] = [left.slice(start, left.length - end), right.slice(start, right.length - end)]
  const found = new Array<boolean>(left.length).fill(false).fill(true, start, left.length - end)
  if (one.length * other.length > LARGEST) return found
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1))
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = one[i] === other[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1])
    }
  }
  let [i, j] = [0, 0]
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) {
      found[start + i] = false
      i += 1
      j += 1
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1
    else j += 1
  }
  return found
}

const texts = (found: Word[]) => found.map(({ text }) => text)

/** Wraps each word of `theirs` that `mine` lacks, in HTML that shows their text. */
export function markTheirs(shown: HTMLElement, theirs: DocumentNode, mine: DocumentNode): void {
  const marked = lacking(texts(words(theirs)), texts(words(mine)))
  const walker = document.createTreeWalker(shown, NodeFilter.SHOW_TEXT)
  const nodes: Text[] = []
  while (walker.nextNode()) nodes.push(walker.currentNode as Text)
  let place = 0
  for (const node of nodes) {
    const parts: (string | HTMLElement)[] = []
    let done = 0
    for (const word of node.data.matchAll(WORD)) {
      if (marked[place++]) {
        const mark = document.createElement("mark")
        mark.textContent = word[0]
        parts.push(node.data.slice(done, word.index), mark)
        done = word.index + word[0].length
      }
    }
    if (done) node.replaceWith(...parts, node.data.slice(done))
  }
}

/** Marks the words of the text being written that `theirs` lacks, for as long as there is a choice to make. */
export class Differ {
  theirs: DocumentNode | null = null

  readonly extension = Extension.create({
    name: "differ",
    addProseMirrorPlugins: () => [new Plugin({ props: { decorations: ({ doc }) => this.decorations(doc) } })],
  })

  private decorations(mine: DocumentNode): DecorationSet | null {
    if (!this.theirs) return null
    const found = words(mine)
    const marked = lacking(texts(found), texts(words(this.theirs)))
    const shown = found.filter((_word, place) => marked[place])
    return DecorationSet.create(mine, shown.map(({ from, to }) => Decoration.inline(from, to, { nodeName: "mark" })))
  }
}
