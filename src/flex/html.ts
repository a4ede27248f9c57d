const source: unique symbol = Symbol('html')

/** A piece of HTML. Only this file can make one, and every string that enters it is escaped. */
export type Html = { readonly [source]: string }
export type Child = Html | string | undefined

type Tag = 'a' | 'button' | 'div' | 'img' | 'p' | 'span' | 'time'
type Attribute =
  | 'alt'
  | 'aria-hidden'
  | 'aria-label'
  | 'class'
  | 'data-action'
  | 'data-testid'
  | 'dir'
  | 'href'
  | 'loading'
  | 'rel'
  | 'role'
  | 'src'
  | 'tabindex'
  | 'target'
  | 'type'
export type Attributes = { readonly [name in Attribute]?: string | undefined }

/** Makes any text safe in HTML, between tags and in quoted attributes. */
export const escapeHtml = (text: string) => text.replace(/[&<>"'`]/g, (sign) => ESCAPES[sign] ?? '')

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Neither event handlers nor inline styles can be written: the attribute names are a closed list. */
export function element(tag: Tag, attributes: Attributes, ...children: readonly Child[]): Html {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => ` ${name}="${escapeHtml(value ?? '')}"`)
    .join('')
  if (tag === 'img') return { [source]: `<img${written}${attributes.alt ? '' : ' alt=""'}>` }
  return { [source]: `<${tag}${written}>${write(fragment(...children))}</${tag}>` }
}

export const fragment = (...children: readonly Child[]): Html => ({
  [source]: children.map((child) => (typeof child === 'object' ? child[source] : escapeHtml(child ?? ''))).join(''),
})

export const write = (html: Html) => html[source]
