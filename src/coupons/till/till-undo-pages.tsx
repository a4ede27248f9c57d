import { formatTime } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import { tillMoreTexts } from '../../texts/till-more.ts'
import type { FormErrors, FormValues } from '../../web/form.ts'
import { Actions, Button } from '../../web/ui-forms.tsx'
import { Badge, Card, Empty } from '../../web/ui-parts.tsx'
import { UNDO_REASONS } from './reasons.ts'
import type { Redemption } from './redemptions.ts'
import { type AtTill, guestWords, TILL_PATH, TillFrame, timeOf } from './till-frame.tsx'
import { ReasonFields } from './till-reasons.tsx'

export const RECENT_PATH = `${TILL_PATH}/recent`

/** What was used in the last ten minutes at this store, newest first. */
export const RecentPage = ({ recent, now, ...at }: AtTill & { recent: readonly Redemption[]; now: number }) => {
  const { lang } = at
  const t = tillMoreTexts[lang].recent
  return (
    <TillFrame {...at} title={t.title} path={RECENT_PATH} back={{ href: TILL_PATH, label: tillTexts[lang].toTill }}>
      {recent.length === 0 ? (
        <Empty title={t.none} example={t.noneExample}>
          {t.noneBody}
        </Empty>
      ) : (
        <>
          <p>{t.intro}</p>
          <ul class="till-people">
            {recent.map((redemption) => (
              <RecentRow lang={lang} redemption={redemption} now={now} />
            ))}
          </ul>
        </>
      )}
    </TillFrame>
  )
}

type Row = { lang: Language; redemption: Redemption; now: number }

const RecentRow = ({ lang, redemption, now }: Row) => {
  const t = tillMoreTexts[lang].recent
  const { id, memberName, title, undoneAt } = redemption
  const who = guestWords(lang, memberName)
  return (
    <li class="till-one">
      <div>
        <bdi class="till-who">{who}</bdi>
        <br />
        {title}
        <small>
          <bdi>{whenAndBy({ lang, redemption, now })}</bdi>
        </small>
      </div>
      {undoneAt === null ? (
        <a class="button secondary" href={`${TILL_PATH}/undos/${id}`} aria-label={t.undoOf(who, title)}>
          {t.undo}
        </a>
      ) : (
        <Badge tone="wait">{t.undoneAlready}</Badge>
      )}
    </li>
  )
}

type UndoProps = AtTill & { redemption: Redemption; typed?: { values: FormValues; errors: FormErrors }; now: number }

/** Whose use, and why: only this button takes it back. */
export const UndoPage = ({ redemption, typed = { values: {}, errors: {} }, now, ...at }: UndoProps) => {
  const { lang } = at
  const t = tillMoreTexts[lang].recent
  return (
    <TillFrame {...at} title={t.confirmTitle} back={{ href: RECENT_PATH, label: t.back }}>
      <Card>
        <p class="till-who">
          <bdi>{guestWords(lang, redemption.memberName)}</bdi>
        </p>
        <p class="till-what">{redemption.title}</p>
        <p>
          <bdi>{whenAndBy({ lang, redemption, now })}</bdi>
          <br />
          {t.until(formatTime(redemption.undoableUntil))}
        </p>
      </Card>
      <form method="post" action={`${TILL_PATH}/undos`} class="filled">
        <input type="hidden" name="redemption" value={redemption.id} />
        <ReasonFields lang={lang} words={t} usual={UNDO_REASONS} typed={typed} />
        <Actions>
          <Button>{t.submit}</Button>
          <Button href={TILL_PATH} kind="quiet">
            {tillTexts[lang].cancel}
          </Button>
        </Actions>
      </form>
    </TillFrame>
  )
}

const whenAndBy = ({ lang, redemption: { at, staffName }, now }: Row) =>
  tillMoreTexts[lang].recent.line(timeOf(at, now, lang), staffName ?? '')
