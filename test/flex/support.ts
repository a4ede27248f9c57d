import { type RenderOptions, renderMessages } from '../../src/flex/messages.ts'

/** One component inside the body of one bubble. */
export const inBubble = (...contents: unknown[]) => ({
  type: 'flex',
  altText: 'カード',
  contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents } },
})

export const render = (...contents: unknown[]) => renderMessages(inBubble(...contents))

export const html = (message: unknown, options?: RenderOptions) => renderMessages(message, options).html

/** The declarations of the rule whose element holds the marker text or stands around it. */
export function declarations({ css }: { css: string }) {
  return css.split('\n').flatMap((rule) => (/\{(.*)\}$/.exec(rule)?.[1] ?? '').split(';').filter(Boolean))
}

export const countOf = (text: string, part: string) => text.split(part).length - 1

const TAG = /<(?:\/(?:a|button|div|p|span|time)|(?:a|button|div|img|p|span|time)(?: [a-z-]+="[^"<>]*")*)>/g
const ATTRIBUTES = new Set(
  'alt aria-hidden aria-label class data-action data-testid dir href loading rel role src tabindex target type'.split(
    ' ',
  ),
)
const RULE = /^\.lf \.lf-[0-9a-z]+\{[a-z-]+:[a-zA-Z0-9#%.,() /*+-]+(?:;[a-z-]+:[a-zA-Z0-9#%.,() /*+-]+)*\}$/

/** Everything in the output that is not one of the few tags, attributes, addresses and rules that may be there. */
export function strangers({ html, css }: { html: string; css: string }): string[] {
  const tags = html.match(TAG) ?? []
  const attributes = tags.flatMap((tag) => [...tag.matchAll(/ ([a-z-]+)="([^"]*)"/g)])
  return [
    ...(html.replace(TAG, '').match(/.{0,20}[<>].{0,20}/s) ?? []),
    ...attributes.filter(([, name = '']) => !ATTRIBUTES.has(name)).map(([written]) => written),
    ...attributes
      .filter(([, name, value = '']) => name === 'href' && !/^(?:https?:\/\/|line:\/\/|tel:)/i.test(value))
      .map(([written]) => written),
    ...attributes
      .filter(([, name, value = '']) => name === 'src' && !/^https:\/\//i.test(value))
      .map(([written]) => written),
    ...css.split('\n').filter((rule) => rule !== '' && !RULE.test(rule)),
  ]
}
