import { progressTexts } from '../texts/broadcast-progress.ts'
import { broadcastTexts } from '../texts/broadcasts.ts'
import { formatAgo, formatDateTime, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { Badge, Progress as Bar, type Column, Notice } from '../web/ui-parts.tsx'
import type { Attention } from './attention.ts'
import type { listBroadcasts } from './drafts.ts'
import { PATH, StateBadge } from './pages.tsx'

export type Listed = Awaited<ReturnType<typeof listBroadcasts>>['lines'][number]

/** What goes on only when somebody says how, above everything else. */
export const AttentionNeeded = ({ lang, attention }: { lang: Language; attention: readonly Attention[] }) => {
  const t = progressTexts[lang].attention
  if (attention.length === 0) return null
  return (
    <Notice tone="warn" title={t.title}>
      <ul>
        {attention.map(({ id, title, state }) => (
          <li>
            <a href={`${PATH}/${id}`}>{title}</a> {t.states[state]}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

type Known = { lang: Language; now: number; waiting: ReadonlyMap<string, number> }

/** The list: what it is, where it stands, how far it is, and when. */
export function listColumns({ lang, now, waiting }: Known): readonly Column<Listed>[] {
  const t = broadcastTexts[lang]
  const { automatic, onBoardShort } = progressTexts[lang]
  return [
    {
      label: t.name,
      cell: ({ id, title, occasion }) => (
        <>
          <a href={`${PATH}/${id}`}>{title}</a> {occasion !== null && <Badge tone="info">{automatic}</Badge>}
        </>
      ),
    },
    { label: t.state, cell: ({ state }) => <StateBadge lang={lang} state={state} /> },
    {
      label: t.people,
      number: true,
      cell: ({ id, confirmedCount, channel }) => {
        if (confirmedCount === null) return '–'
        const left = waiting.get(id)
        if (left !== undefined) return <HowFar lang={lang} all={confirmedCount} left={left} />
        return `${t.countOf(formatNumber(confirmedCount))}${channel === 'board' ? onBoardShort : ''}`
      },
    },
    {
      label: t.when,
      cell: ({ state, sendAt, confirmedAt, createdAt }) =>
        state === 'planned' && sendAt !== null
          ? progressTexts[lang].planned(formatDateTime(sendAt, lang))
          : formatAgo(confirmedAt ?? createdAt, now, lang),
    },
  ]
}

const HowFar = ({ lang, all, left }: { lang: Language; all: number; left: number }) => {
  const t = progressTexts[lang]
  const done = Math.max(0, all - left)
  return <Bar label={t.title} value={done} max={all} text={t.share(formatNumber(done), formatNumber(all))} />
}
