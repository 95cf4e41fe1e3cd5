// What a box's text may hold. Anything else in pasted or stored HTML falls away when it is read.
import { Extension } from "@tiptap/core"
import type { Extensions } from "@tiptap/core"
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table"
import { DOMParser as Reader, DOMSerializer } from "@tiptap/pm/model"
import type { Node as DocumentNode, Schema } from "@tiptap/pm/model"
import { StarterKit } from "@tiptap/starter-kit"
import { chartNode } from "./chart"
import type { Charts } from "./chart"
import { element } from "./element"
import { isSafeAddress } from "./paste"

/** Plain tables: no column widths, no styles; wide ones scroll inside themselves. Tab leaves the last cell. */
const PlainTable = Table.extend({
  renderHTML() {
    return ["table", ["tbody", 0]]
  },

  addNodeView() {
    return () => {
      const contentDOM = element("tbody")
      const dom = element("div", { class: "mn-table" }, element("table", {}, contentDOM))
      return { dom, contentDOM }
    }
  },

  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      Tab: () => this.editor.commands.goToNextCell(),
      "Shift-Tab": () => this.editor.commands.goToPreviousCell(),
    }
  },
})

const spans = {
  colspan: { default: 1 },
  rowspan: { default: 1 },
  colwidth: { default: null, parseHTML: () => null, renderHTML: () => ({}) },
}

const cells = [TableCell.extend({ addAttributes: () => spans }), TableHeader.extend({ addAttributes: () => spans })]

/** The toolbar's and the link form's keys; the box says what they do. */
export function shortcuts(keys: Record<string, () => boolean>) {
  return Extension.create({ name: "boxShortcuts", addKeyboardShortcuts: () => keys })
}

export function extensions(charts: Charts): Extensions {
  return [
    StarterKit.configure({
      blockquote: false,
      code: false,
      codeBlock: false,
      horizontalRule: false,
      strike: false,
      trailingNode: false,
      underline: false,
      dropcursor: { color: "#005EB8", width: 2 },
      heading: { levels: [2, 3, 4] },
      link: {
        openOnClick: false,
        defaultProtocol: "https",
        HTMLAttributes: { target: null, rel: null, class: null },
        isAllowedUri: (address) => isSafeAddress(address ?? ""),
      },
    }),
    PlainTable.configure({ resizable: false }),
    TableRow,
    ...cells,
    chartNode(charts),
  ]
}

export function readHtml(html: string, schema: Schema): DocumentNode {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  return Reader.fromSchema(schema).parse(body)
}

export function writeHtml(text: DocumentNode): string {
  const holder = document.createElement("div")
  holder.append(DOMSerializer.fromSchema(text.type.schema).serializeFragment(text.content))
  const html = holder.innerHTML
  return html === "<p></p>" ? "" : html
}
