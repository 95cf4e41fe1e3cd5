// Rebuilds lists that reach the clipboard as plain paragraphs (Word, Outlook) or as one-item lists (Word for the web).

interface Line {
  source: Element
  level: number
  ordered: boolean
  start: number
  /** Which of Word's lists the line belongs to: another list begins again at its own first number. */
  list: string
}

const WORD_LIST = /mso-list:\s*(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?/i
const NUMBERED = /^\(?(?:\d+(?:\.\d+)*[.):]?|(?:[a-z]|[ivxlcdm]+)[.)])\)?$/i

/** Word's stylesheet says which levels are bullets; the marker itself is often a letter from a symbol font. */
function bulletLevels(styles: string): Set<string> {
  const found = new Set<string>()
  for (const [, list, level, body] of styles.matchAll(/@list\s+(l\d+):level(\d+)\s*\{([^}]*)\}/gi)) {
    if (/mso-level-number-format:\s*bullet/i.test(body)) found.add(`${list.toLowerCase()}:${level}`)
  }
  return found
}

/** Takes the printed marker ("1.", a bullet sign) out of a paragraph and returns its text. */
function takeMarker(paragraph: Element): string {
  let marker = ""
  const comments = document.createTreeWalker(paragraph, NodeFilter.SHOW_COMMENT)
  const starts: Comment[] = []
  while (comments.nextNode()) {
    const comment = comments.currentNode as Comment
    if (/^\[if !supportLists\]/i.test(comment.data)) starts.push(comment)
  }
  for (const start of starts) {
    let next = start.nextSibling
    while (next && !(next instanceof Comment && /\[endif\]/i.test(next.data))) {
      const after: ChildNode | null = next.nextSibling
      marker += next.textContent ?? ""
      next.remove()
      next = after
    }
  }
  for (const span of paragraph.querySelectorAll('span[style*="mso-list" i]')) {
    if (!/mso-list:\s*ignore/i.test(span.getAttribute("style") ?? "")) continue
    marker += span.textContent ?? ""
    span.remove()
  }
  return marker.replace(/\s+/g, " ").trim()
}

function wordLine(paragraph: Element, bullets: Set<string>): Line | null {
  const found = WORD_LIST.exec(paragraph.getAttribute("style") ?? "")
  if (!found) return null
  const marker = takeMarker(paragraph)
  const level = Number(found[2])
  const declaredBullet = bullets.has(`${found[1].toLowerCase()}:${level}`)
  const ordered = marker ? NUMBERED.test(marker) && !declaredBullet : !declaredBullet
  const start = /^\(?(\d+)[.):]*\)?$/.exec(marker)
  return { source: paragraph, level, ordered, start: start ? Number(start[1]) : 1, list: `${found[1]} ${found[3] ?? ""}` }
}

/** Adds one line to the lists that are open, outermost first. */
function addLine(open: HTMLElement[], line: Line, document: Document): HTMLElement {
  const depth = Math.min(line.level, open.length + 1)
  open.length = Math.min(open.length, depth)
  const tag = line.ordered ? "OL" : "UL"
  const current = open[depth - 1]
  const sameList = depth > 1 || current?.dataset.list === line.list
  if (!current || current.tagName !== tag || !sameList) {
    const list = document.createElement(tag)
    list.dataset.list = line.list
    if (line.ordered && line.start > 1) list.setAttribute("start", String(line.start))
    if (depth === 1) line.source.before(list)
    else open[depth - 2].lastElementChild?.append(list)
    open[depth - 1] = list
  }
  const item = document.createElement("li")
  const paragraph = document.createElement("p")
  paragraph.append(...line.source.childNodes)
  item.append(paragraph)
  open[depth - 1].append(item)
  return item
}

/** A paragraph in the list's style without a marker belongs to the item above it. */
function continues(paragraph: Element): boolean {
  return /^MsoListParagraph/i.test(paragraph.className) && (paragraph.textContent ?? "").trim() !== ""
}

function isGap(node: ChildNode): boolean {
  return node instanceof Comment || (node instanceof Text && node.data.trim() === "")
}

function rebuild(parent: Element, lines: Map<Element, Line>): void {
  let open: HTMLElement[] = []
  let item: HTMLElement | null = null
  for (const child of [...parent.childNodes]) {
    const line = child instanceof Element ? lines.get(child) : undefined
    if (line) {
      // A list that takes up its own numbering again after other text keeps its numbers through `start`.
      item = addLine(open, line, parent.ownerDocument)
      child.remove()
    } else if (item && child instanceof Element && continues(child)) {
      item.append(child)
    } else if (!isGap(child)) {
      open = []
      item = null
    }
  }
}

/** Word for the web: every item is a list of its own, its depth in data-aria-level. */
function webLines(body: HTMLElement, lines: Map<Element, Line>): void {
  for (const wrapper of body.querySelectorAll(".ListContainerWrapper")) {
    for (const item of wrapper.querySelectorAll("li[data-aria-level]")) {
      const list = item.parentElement
      const source = body.ownerDocument.createElement("p")
      source.append(...[...item.querySelectorAll("p")].flatMap((part) => [...part.childNodes]))
      wrapper.before(source)
      lines.set(source, {
        source,
        level: Number(item.getAttribute("data-aria-level")),
        ordered: list?.tagName === "OL",
        start: Number(item.getAttribute("data-aria-posinset") ?? "1") || 1,
        list: `web ${item.getAttribute("data-listid") ?? ""}`,
      })
    }
    wrapper.remove()
  }
}

/** Google Docs puts an inner list beside its item instead of inside it. */
function moveStrayLists(body: HTMLElement): void {
  for (const list of body.querySelectorAll("ul > ul, ul > ol, ol > ul, ol > ol")) {
    const before = list.previousElementSibling
    if (before?.tagName === "LI") before.append(list)
    else {
      const item = list.ownerDocument.createElement("li")
      list.before(item)
      item.append(list)
    }
  }
}

export function rebuildLists(body: HTMLElement, styles: string): void {
  const bullets = bulletLevels(styles)
  const lines = new Map<Element, Line>()
  webLines(body, lines)
  for (const block of body.querySelectorAll('[style*="mso-list" i]')) {
    if (/^H[1-6]$/.test(block.tagName)) takeMarker(block)
    if (!/^(P|DIV)$/.test(block.tagName)) continue
    const line = wordLine(block, bullets)
    if (line) lines.set(block, line)
  }
  for (const parent of new Set([...lines.keys()].map((block) => block.parentElement))) {
    if (parent) rebuild(parent, lines)
  }
  for (const list of body.querySelectorAll("[data-list]")) list.removeAttribute("data-list")
  moveStrayLists(body)
}
