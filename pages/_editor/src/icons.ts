// Icons drawn for this editor: 20 by 20, one stroke, in the colour of the text around them.

const SHAPES = {
  bold: '<path d="M6.2 4h4.3a2.9 2.9 0 0 1 0 5.8H6.2zM6.2 9.8h5a3.1 3.1 0 0 1 0 6.2h-5z" stroke-width="2.2"/>',
  italic: '<path d="M8.5 4h6M5.5 16h6M11.8 4 8.2 16" stroke-width="1.9"/>',
  bullets: '<path d="M8 5h9M8 10h9M8 15h9"/><path d="M3 5h1.6M3 10h1.6M3 15h1.6" stroke-width="2.6"/>',
  numbers: '<path d="M8.5 5H17M8.5 10H17M8.5 15H17"/><path d="M3.2 3.6 4.4 3v4M3 13.2c.3-1 2.4-1 2.4.3 0 1-2.4 1.7-2.4 3h2.5" stroke-width="1.3"/>',
  link: '<path d="M8.2 6H6a4 4 0 0 0 0 8h2.2M11.8 6H14a4 4 0 0 1 0 8h-2.2M7 10h6"/>',
  table: '<rect x="3" y="3.5" width="14" height="13" rx="1"/><path d="M3 7.8h14M3 12.2h14M10 7.8v8.7"/>',
  undo: '<path d="M7 4 3.5 7.5 7 11M4 7.5h7.5a4.25 4.25 0 0 1 0 8.5H8"/>',
  redo: '<path d="m13 4 3.5 3.5L13 11M16 7.5H8.5a4.25 4.25 0 0 0 0 8.5H12"/>',
  paste: '<path d="M7 4.5H4.5V17h11V4.5H13"/><rect x="7" y="3" width="6" height="3.4" rx=".8"/><path d="M7.5 10.5h5M7.5 13.5h3"/>',
  chart: '<rect x="3" y="3" width="14" height="14" rx="1.5"/><path d="M7 13.5v-3M10 13.5v-7M13 13.5v-4.5"/>',
  down: '<path d="m6 8 4 4 4-4"/>',
  more: '<path d="M10 4.5v.01M10 10v.01M10 15.5v.01" stroke-width="3"/>',
  tick: '<circle cx="10" cy="10" r="7.2"/><path d="m6.7 10.2 2.3 2.3 4.4-4.7"/>',
  warning: '<circle cx="10" cy="10" r="7.2"/><path d="M10 6v5M10 13.8v.01" stroke-width="2"/>',
} as const

export type Icon = keyof typeof SHAPES

export function icon(name: Icon): SVGSVGElement {
  const holder = document.createElement("div")
  holder.innerHTML = `<svg class="mn-icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`
  return holder.firstElementChild as SVGSVGElement
}
