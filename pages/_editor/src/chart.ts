// A chart in the text: the text keeps only which measure it shows; the picture comes from Python and may change at any time.
import { mergeAttributes, Node } from "@tiptap/core"
import type { Editor } from "@tiptap/core"
import type { Node as DocumentNode } from "@tiptap/pm/model"
import { NodeSelection, TextSelection } from "@tiptap/pm/state"
import type { EditorView } from "@tiptap/pm/view"
import { element } from "./element"
import { icon } from "./icons"
import { menuButton } from "./menu"
import type { Chart } from "./types"

const ID = /^[\w-]{1,64}$/

/** What Python last said about the charts, and every place that shows one. */
export class Charts {
  private known = new Map<string, Chart>()
  private views = new Set<ChartView>()

  get all(): Chart[] {
    return [...this.known.values()]
  }

  get(id: string): Chart | undefined {
    return this.known.get(id)
  }

  update(charts: Chart[]): void {
    this.known = new Map(charts.map((chart) => [chart.id, chart]))
    for (const view of this.views) view.draw()
  }

  add(view: ChartView): void {
    this.views.add(view)
  }

  remove(view: ChartView): void {
    this.views.delete(view)
  }
}

class ChartView {
  readonly dom: HTMLElement
  private body = element("div", { class: "mn-chart-body" })
  private drawn: string | null = null

  constructor(
    private node: DocumentNode,
    private editor: Editor,
    private position: () => number | undefined,
    private charts: Charts,
  ) {
    const more = element("button", { type: "button", class: "mn-chart-more" }, icon("more"))
    const menu = menuButton(more, () => [
      { label: "Move up", run: () => this.move(-1) },
      { label: "Move down", run: () => this.move(1) },
      { label: "Remove from the text", run: () => this.remove() },
    ])
    this.dom = element("figure", { class: "mn-chart", "data-chart": node.attrs.id, contenteditable: "false" })
    this.dom.append(...(editor.isEditable ? [menu] : []), this.body)
    charts.add(this)
    this.draw()
  }

  draw(): void {
    const chart = this.charts.get(this.node.attrs.id)
    const html = chart ? chart.html : ""
    const title = chart ? chart.title : "A chart that is no longer here"
    this.dom.querySelector(".mn-chart-more")?.setAttribute("aria-label", `Move or remove the chart: ${title}`)
    const shown = html || `text:${title}`
    if (shown === this.drawn) return
    this.drawn = shown
    if (html) this.body.innerHTML = html
    else this.body.replaceChildren(element("p", { class: "mn-chart-gone" }, chart ? title : "The measure of this chart is no longer in the plan. Remove the chart, or put its measure back."))
  }

  update(node: DocumentNode): boolean {
    if (node.type !== this.node.type || node.attrs.id !== this.node.attrs.id) return false
    this.node = node
    return true
  }

  stopEvent(event: Event): boolean {
    return !event.type.startsWith("drag") && event.type !== "drop" && this.dom.querySelector(".mn-menu-holder")?.contains(event.target as globalThis.Node) === true
  }

  ignoreMutation(): boolean {
    return true
  }

  destroy(): void {
    this.charts.remove(this)
  }

  private move(direction: -1 | 1): void {
    const from = this.position()
    if (from === undefined) return
    const { doc, tr } = this.editor.state
    const place = doc.resolve(from)
    const index = place.index()
    const target = index + direction
    if (target < 0 || target >= place.parent.childCount) return
    const neighbour = place.parent.child(target)
    const to = direction < 0 ? from - neighbour.nodeSize : from + neighbour.nodeSize
    tr.delete(from, from + this.node.nodeSize).insert(to, this.node)
    this.editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, to)).scrollIntoView())
    this.editor.view.focus()
  }

  private remove(): void {
    const from = this.position()
    if (from === undefined) return
    this.editor.commands.deleteRange({ from, to: from + this.node.nodeSize })
    this.editor.view.focus()
  }
}

export function chartNode(charts: Charts) {
  return Node.create({
    name: "chart",
    group: "block",
    atom: true,
    draggable: true,

    addAttributes() {
      return {
        id: {
          default: "",
          parseHTML: (source: HTMLElement) => source.getAttribute("data-chart"),
          renderHTML: ({ id }) => ({ "data-chart": id }),
        },
      }
    },

    parseHTML() {
      const known = (source: HTMLElement) => (ID.test(source.getAttribute("data-chart") ?? "") ? null : false)
      return [{ tag: "figure[data-chart]", getAttrs: known }]
    },

    renderHTML({ HTMLAttributes }) {
      return ["figure", mergeAttributes(HTMLAttributes)]
    },

    addNodeView() {
      return ({ node, editor, getPos }) => new ChartView(node, editor as Editor, getPos as () => number | undefined, charts)
    },
  })
}

/** Puts a chart after the block with the caret, with a line to go on writing where it would be the last thing. */
export function insertChart(editor: Editor, id: string): void {
  const { state } = editor
  const { $from } = state.selection
  const block = state.schema.nodes.chart.create({ id })
  const depth = $from.depth === 0 ? 0 : 1
  const empty = $from.depth === 1 && $from.parent.content.size === 0 && $from.parent.isTextblock
  const at = depth === 0 ? $from.pos : empty ? $from.before(1) : $from.after(1)
  const tr = state.tr
  if (empty) tr.replaceWith($from.before(1), $from.after(1), block)
  else tr.insert(at, block)
  const after = at + block.nodeSize
  if (after >= tr.doc.content.size) tr.insert(after, state.schema.nodes.paragraph.create())
  editor.view.dispatch(tr)
  editor.chain().setTextSelection(after + 1).scrollIntoView().run()
  editor.view.focus() // at once: the focus command waits for a frame, and keys pressed in it would be lost
}

/** Typing and pasting while a chart is selected would put the words in its place: they go on a line of their own after it. */
export function leaveChart(view: EditorView): void {
  const { selection, schema, tr } = view.state
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== "chart") return
  tr.insert(selection.to, schema.nodes.paragraph.create())
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, selection.to + 1)))
}
