// Builds elements without markup strings, so that no text can become markup.

type Child = Node | string

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

let counter = 0

/** An id that no other editor on the page uses. */
export function uniqueId(prefix: string): string {
  counter += 1
  return `mn-${prefix}-${counter}`
}
