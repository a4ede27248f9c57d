import type { Child, PropsWithChildren } from 'hono/jsx'
import { formatDateTime } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { webTexts } from '../texts/web.ts'

export type NoticeTone = 'success' | 'warn' | 'error' | 'info'
export type BadgeTone = 'done' | 'wait' | 'stop' | 'info' | 'plain'

/** State is always colour, sign and word. The signs are those of the till. */
const BADGE_SIGNS: Record<BadgeTone, string> = { done: '○', wait: '△', stop: '×', info: '●', plain: '–' }
const NOTICE_SIGNS: Record<NoticeTone, string> = { success: '○', warn: '△', error: '×', info: 'i' }

/** What happened, what is safe, what to do. Errors and warnings interrupt a screen reader; the others wait. */
export const Notice = ({ tone, title, children }: PropsWithChildren<{ tone: NoticeTone; title?: string }>) => (
  <div class={`notice ${tone}`} role={tone === 'error' || tone === 'warn' ? 'alert' : 'status'}>
    <span class="sign" aria-hidden="true">
      {NOTICE_SIGNS[tone]}
    </span>
    <div>
      {title && <strong>{title}</strong>}
      <div>{children}</div>
    </div>
  </div>
)

export const Card = ({
  title,
  id,
  aside,
  children,
}: PropsWithChildren<{ title?: Child; id?: string; aside?: Child }>) => (
  <section class="card" {...(id ? { id } : {})}>
    {(title || aside) && (
      <div class="card-head">
        {title && <h2>{title}</h2>}
        {aside}
      </div>
    )}
    {children}
  </section>
)

export const Badge = ({ tone, children }: PropsWithChildren<{ tone: BadgeTone }>) => (
  <span class={`badge ${tone}`}>
    <span aria-hidden="true">{BADGE_SIGNS[tone]}</span> {children}
  </span>
)

export type Column<T> = { label: string; cell: (row: T) => Child; number?: boolean }

/**
 * Rows of the same kind: a table, and under 640 px one card a row, with the first cell as its heading.
 * Put the link of a row into its first cell: the whole row is then its target.
 */
export const Table = <T,>({
  caption,
  columns,
  rows,
}: {
  caption: string
  columns: readonly Column<T>[]
  rows: readonly T[]
}) => (
  <table class="rows">
    <caption class="hidden">{caption}</caption>
    <thead>
      <tr>
        {columns.map(({ label, number }) => (
          <th scope="col" class={number ? 'number' : ''}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr>
          {columns.map(({ label, cell, number }) => (
            <td data-label={label} class={number ? 'number' : ''}>
              {cell(row)}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

/** Keyset pages: there is a next and a previous one, never a number of pages. */
export const Pager = ({
  lang,
  previous,
  next,
}: {
  lang: Language
  previous?: string | undefined
  next?: string | undefined
}) => (
  <nav class="pager" aria-label={webTexts[lang].pages}>
    {previous ? <a href={previous}>{webTexts[lang].previous}</a> : <span />}
    {next && <a href={next}>{webTexts[lang].next}</a>}
  </nav>
)

/** Teaches: what this is for (children), one example, one button. */
export const Empty = ({
  title,
  example,
  action,
  children,
}: PropsWithChildren<{ title: string; example?: string; action?: Child }>) => (
  <div class="empty">
    <strong>{title}</strong>
    <p>{children}</p>
    {example && <p class="example">{example}</p>}
    {action}
  </div>
)

/** Numbers stand above the button that spends them; `tiles` is for the home page. */
export const Stats = ({ tiles, children }: PropsWithChildren<{ tiles?: boolean }>) => (
  <dl class={tiles ? 'tiles' : 'stats'}>{children}</dl>
)

/** One number. `from` shows a change: 142 → 118. */
export const Stat = ({
  label,
  value,
  from,
  unit,
  hint,
}: {
  label: string
  value: Child
  from?: Child
  unit?: string
  hint?: Child
}) => (
  <div class="stat">
    <dt>{label}</dt>
    <dd>
      {from !== undefined && (
        <>
          <span class="from">{from}</span>
          <span class="arrow"> → </span>
        </>
      )}
      <b>{value}</b>
      {unit && <span class="unit">{unit}</span>}
      {hint && <small>{hint}</small>}
    </dd>
  </div>
)

export const Progress = ({ label, value, max, text }: { label: string; value: number; max: number; text: string }) => (
  <div class="progress">
    <progress aria-label={label} value={value} max={Math.max(max, 1)}>
      {text}
    </progress>
    <span>{text}</span>
  </div>
)

export type TimelineItem = { at: number; text: Child; detail?: Child; tone?: BadgeTone }

/** What happened, newest first as given; a mark with a sign only where it matters. */
export const Timeline = ({ lang, items }: { lang: Language; items: readonly TimelineItem[] }) => (
  <ol class="timeline">
    {items.map(({ at, text, detail, tone = 'plain' }) => (
      <li class={tone}>
        <time datetime={new Date(at).toISOString()}>{formatDateTime(at, lang)}</time>
        <div>{text}</div>
        {detail && <small>{detail}</small>}
      </li>
    ))}
  </ol>
)

export const Definition = ({ items }: { items: readonly { term: string; detail: Child }[] }) => (
  <dl class="definition">
    {items.map(({ term, detail }) => (
      <div>
        <dt>{term}</dt>
        <dd>{detail}</dd>
      </div>
    ))}
  </dl>
)

/** A phone around what a person will see; `label` says so to those who don't see the frame. */
export const PhoneFrame = ({ label, from, children }: PropsWithChildren<{ label: string; from: string }>) => (
  <div class="phone">
    <div class="phone-top">{from}</div>
    {/* A long card scrolls, also by the keyboard. */}
    <section class="phone-screen" aria-label={label} tabindex={0}>
      {children}
    </section>
  </div>
)
