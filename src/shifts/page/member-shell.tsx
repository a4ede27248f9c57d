import type { Child, PropsWithChildren } from 'hono/jsx'
import type { MemberLanguage } from '../../db/schema.ts'
import { shiftPageTexts } from '../../texts/shift-page.ts'
import type { FormErrors, FormValues } from '../../web/form.ts'
import { type Flash, PlainPage } from '../../web/ui.tsx'
import { Definition } from '../../web/ui-parts.tsx'
import type { Row } from '../ad/shift-words.ts'
import type { Visit } from './visit.ts'

/** `path`: `/shift/<token>`, where all of the person's pages of the opening are. */
export type Visited = Visit & { path: string; baseUrl: string }

export type Shown = { visit: Visited; values: FormValues; errors: FormErrors }

/** Every page of a person: in their language, not the browser's. */
export const VisitShell = ({
  visit: { language, shop },
  title,
  notice,
  children,
  head,
}: PropsWithChildren<{
  visit: Pick<Visit, 'language' | 'shop'>
  title: string
  notice?: Flash | undefined
  head?: Child
}>) => (
  <PlainPage lang={language} title={title} screen="member" from={shop} notice={notice} head={head}>
    {children}
  </PlainPage>
)

/** For every link that leads nowhere (any more). */
export const NoPage = ({ language }: { language: MemberLanguage }) => {
  const t = shiftPageTexts[language]
  return (
    <PlainPage lang={language} title={t.unusableTitle} screen="member">
      <p>{t.unusable}</p>
    </PlainPage>
  )
}

/** What an ad or a contract says, line by line. */
export const Rows = ({ rows }: { rows: readonly Row[] }) => (
  <Definition items={rows.map(([term, said]) => ({ term, detail: <span class="lines">{said}</span> }))} />
)
