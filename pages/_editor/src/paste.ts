// Turns what Word, Outlook, Excel and Google Docs put on the clipboard into the few elements a plan's box keeps.
import { rebuildLists } from "./paste_lists"

const DROPPED = [
  "script, style, meta, link, title, head, xml, img, picture, object, iframe, svg, video, audio, input, button, select, textarea",
  "del, .MsoCommentReference, .msocomanchor, .msocomtxt",
  '[style*="mso-element:comment-list" i], [style*="mso-element:header" i], [style*="mso-element:footer" i]',
  '[style*="mso-hide:all" i], [style*="display:none" i], [style*="display: none" i]',
  'br[style*="page-break" i], [role="presentation"][aria-hidden="true"]',
].join(", ")
const KEPT = new Set(
  "A BODY BR EM H2 H3 H4 LI OL P STRONG TABLE TBODY TD TH TR UL DIV".split(" "),
)
const ATTRIBUTES: Record<string, string[]> = { A: ["href"], OL: ["start"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"] }

/** A web or mail address that may stand in a plan. No scheme, "//host" and every other scheme are refused. */
export function isSafeAddress(address: string): boolean {
  return /^(?:https?:\/\/[^\s/]|mailto:[^\s@]+@)/i.test(address.trim())
}

function unwrap(target: Element): void {
  target.replaceWith(...target.childNodes)
}

function rename(target: Element, tag: string): Element {
  const replacement = target.ownerDocument.createElement(tag)
  for (const { name, value } of [...target.attributes]) replacement.setAttribute(name, value)
  replacement.append(...target.childNodes)
  target.replaceWith(replacement)
  return replacement
}

function dropWhatIsNotText(body: HTMLElement): void {
  for (const target of body.querySelectorAll(DROPPED)) target.remove()
  const comments = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT)
  const found: Comment[] = []
  while (comments.nextNode()) found.push(comments.currentNode as Comment)
  for (const comment of found) comment.remove()
  // o:p, w:sdt, st1:place and v:shape: names with a prefix are Word's own; their text stays.
  for (const target of [...body.querySelectorAll("*")].reverse()) if (target.tagName.includes(":")) unwrap(target)
}

/** Levels 2 to 4 are a box's own: what was level 1 moves everything down one. */
function mapHeadings(body: HTMLElement): void {
  for (const target of body.querySelectorAll("p.MsoTitle, p.Title")) rename(target, "h1")
  for (const target of body.querySelectorAll('p[role="heading"][aria-level], p[class^="MsoHeading" i]')) {
    const level = target.getAttribute("aria-level") ?? /\d/.exec(target.className)?.[0] ?? "1"
    rename(target, `h${Math.min(6, Math.max(1, Number(level) || 1))}`)
  }
  const shift = body.querySelector("h1") ? 1 : 0
  for (const target of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Math.min(4, Math.max(2, Number(target.tagName[1]) + shift))
    rename(target, `h${level}`)
  }
}

/** Weight and slope may stand in tags or in styles; both become strong and em. Google wraps everything in a b that is not bold. */
function mapEmphasis(body: HTMLElement): void {
  for (const target of [...body.querySelectorAll<HTMLElement>("b, strong, i, em, span, font")].reverse()) {
    const { fontWeight, fontStyle } = target.style
    const tag = target.tagName
    const bold = fontWeight ? /^(bold|bolder|[6-9]00)$/.test(fontWeight) : tag === "B" || tag === "STRONG"
    const italic = fontStyle ? /^(italic|oblique)/.test(fontStyle) : tag === "I" || tag === "EM"
    const inHeading = target.closest("h2, h3, h4, th") !== null
    const blocks = target.querySelector("p, div, ul, ol, table, h2, h3, h4, li") !== null
    if (blocks || (target.textContent ?? "") === "") unwrap(target)
    else if (bold && italic && !inHeading) {
      const inner = target.ownerDocument.createElement("em")
      inner.append(...target.childNodes)
      target.append(inner)
      rename(target, "strong")
    } else if (bold && !inHeading) rename(target, "strong")
    else if (italic) rename(target, "em")
    else unwrap(target)
  }
}

function mapLinks(body: HTMLElement): void {
  for (const target of body.querySelectorAll("a")) {
    if (!isSafeAddress(target.getAttribute("href") ?? "") || (target.textContent ?? "").trim() === "") unwrap(target)
  }
}

/** Excel says what is bold in its stylesheet, by the cell's class. */
function boldClasses(styles: string): Set<string> {
  const rules = styles.matchAll(/\.([\w-]+)\s*\{[^}]*font-weight:\s*(?:bold|[6-9]00)/gi)
  return new Set([...rules].map(([, name]) => name))
}

function isBold(cell: HTMLElement, classes: Set<string>): boolean {
  if ([...cell.classList].some((name) => classes.has(name))) return true
  const text = [...cell.querySelectorAll<HTMLElement>("b, strong, span")]
    .filter((part) => part.tagName !== "SPAN" || /^(bold|[6-9]00)$/.test(part.style.fontWeight))
    .map((part) => part.textContent ?? "").join("")
  return text.replace(/\s/g, "") === (cell.textContent ?? "").replace(/\s/g, "")
}

/** The first row is a heading where the source says so, or where it is bold throughout. */
function mapTables(body: HTMLElement, styles: string): void {
  const classes = boldClasses(styles)
  for (const row of body.querySelectorAll("tr")) {
    const cells = [...row.querySelectorAll<HTMLElement>(":scope > td")]
    const filled = cells.filter((cell) => (cell.textContent ?? "").trim() !== "")
    const first = row.rowIndex === 0 && (row.closest("table")?.rows.length ?? 0) > 1
    const bold = first && filled.length > 0 && filled.every((cell) => isBold(cell, classes))
    if (row.parentElement?.tagName === "THEAD" || bold) for (const cell of cells) rename(cell, "th")
  }
}

function keepOnlyKnown(body: HTMLElement): void {
  for (const target of [...body.querySelectorAll("*")].reverse()) {
    if (!KEPT.has(target.tagName)) {
      unwrap(target)
      continue
    }
    const allowed = ATTRIBUTES[target.tagName] ?? []
    for (const { name, value } of [...target.attributes]) {
      if (!allowed.includes(name) || (name.endsWith("span") && value === "1")) target.removeAttribute(name)
    }
  }
}

const BLOCK = /^(P|H[1-6]|UL|OL|LI|TABLE|TR|TD|TH|DIV)$/

/** A line break that ends or parts blocks breaks no line of text. */
function isStrayBreak(target: Element): boolean {
  const next = (from: ChildNode | null, way: "nextSibling" | "previousSibling"): ChildNode | null => {
    let at = from
    while (at instanceof Text && at.data.trim() === "") at = at[way]
    return at
  }
  const ends = (node: ChildNode | null) => node === null || BLOCK.test(node.nodeName)
  return ends(next(target.nextSibling, "nextSibling")) && (ends(next(target.previousSibling, "previousSibling")) || target.parentElement?.tagName === "BODY")
}

/** Word keeps its distance with hard spaces and empty paragraphs. */
function tidySpace(body: HTMLElement): void {
  const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode as Text
    text.data = text.data.replace(/[\u00a0\s]+/g, " ")
  }
  for (const target of body.querySelectorAll("br")) if (isStrayBreak(target)) target.remove()
  for (const target of body.querySelectorAll("p, h2, h3, h4, div, li")) {
    if ((target.textContent ?? "").trim() !== "" || target.querySelector("table, br")) continue
    if (target.parentElement?.closest("td, th") && target.parentElement.children.length === 1) continue
    target.remove()
  }
}

// They would not run here, but the browser complains of each that the page's policy forbids.
function withoutHandlers(html: string): string {
  return html.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\son[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, " "))
}

export function cleanPasted(html: string): string {
  const parsed = new DOMParser().parseFromString(withoutHandlers(html), "text/html")
  const styles = [...parsed.querySelectorAll("style")].map((style) => style.textContent ?? "").join("\n")
  const { body } = parsed
  rebuildLists(body, styles)
  dropWhatIsNotText(body)
  mapHeadings(body)
  mapTables(body, styles)
  mapEmphasis(body)
  mapLinks(body)
  keepOnlyKnown(body)
  tidySpace(body)
  return body.innerHTML
}
