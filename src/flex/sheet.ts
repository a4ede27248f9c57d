/** Declarations are made from checked values only (values.ts), so they need no escaping here. */
export type Declarations = { readonly [property: string]: string | undefined }

/** Collects the rules that a rendering needs: equal declarations share one class, and no style attribute is written. */
export type Sheet = {
  /** The class that carries these declarations; undefined when there are none. */
  style: (declarations: Declarations) => string | undefined
  css: () => string
}

export function createSheet(): Sheet {
  const rules = new Map<string, string>()
  return {
    style(declarations) {
      const body = Object.entries(declarations)
        .flatMap(([property, value]) => (value === undefined ? [] : [`${property}:${value}`]))
        .join(';')
      if (body === '') return undefined
      const name = `lf-${hash(body)}`
      // Two classes deep, so that the base stylesheet and a page's own element rules give way, in any order.
      rules.set(name, `.lf .${name}{${body}}`)
      return name
    },
    css: () => [...rules.values()].sort().join('\n'),
  }
}

export const classes = (...names: readonly (string | undefined)[]) => names.filter(Boolean).join(' ')

/** The same name for the same declarations, in every rendering: 53 bits, as base 36. */
function hash(text: string) {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 2654435761)
    low = Math.imul(low ^ unit, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}
