import type { Language } from '../../texts/language.ts'
import { tillTexts } from '../../texts/till.ts'
import { tillMoreTexts } from '../../texts/till-more.ts'
import { type FormErrors, type FormValues, valueIn } from '../../web/form.ts'
import { Actions, Button, Field, RadioGroup } from '../../web/ui-forms.tsx'
import { Notice } from '../../web/ui-parts.tsx'
import { offerWords } from '../words.ts'
import { SEARCH_REASONS } from './reasons.ts'
import type { FoundGuest } from './searching.ts'
import { type AtTill, guestWords, TILL_PATH, TillFrame } from './till-frame.tsx'
import { ReasonFields } from './till-reasons.tsx'

const SEARCH_PATH = `${TILL_PATH}/guests`

/** What was searched for. `found` is missing when nothing was. */
export type Searched = { q: string; found: readonly FoundGuest[] | undefined; isShort: boolean }
type Typed = { values: FormValues; errors: FormErrors }

/** The name, then whose coupon and why; nothing is used before the preview. */
export const SearchPage = ({
  q,
  found,
  isShort,
  typed = { values: {}, errors: {} },
  ...at
}: AtTill & Searched & { typed?: Typed }) => {
  const { lang } = at
  const t = tillMoreTexts[lang].search
  return (
    <TillFrame {...at} title={t.title} path={SEARCH_PATH} back={{ href: TILL_PATH, label: tillTexts[lang].toTill }}>
      {found === undefined && <p>{t.intro}</p>}
      <search>
        <form method="get" action={SEARCH_PATH} class="filters filled">
          <Field
            lang={lang}
            label={t.name}
            name="q"
            hint={t.nameHint}
            value={q}
            error={isShort ? t.short : undefined}
            input={{
              type: 'search',
              inputmode: 'search',
              maxlength: 100,
              autocomplete: 'off',
              autofocus: !found?.length,
            }}
          />
          <Button kind={found?.length ? 'secondary' : 'primary'}>{t.submit}</Button>
        </form>
      </search>
      {found?.length === 0 && (
        <Notice tone="info" title={t.none}>
          {t.noneNext}
        </Notice>
      )}
      {found !== undefined && found.length > 0 && <Choosing lang={lang} q={q} found={found} typed={typed} />}
    </TillFrame>
  )
}

const Choosing = ({
  lang,
  q,
  found,
  typed,
}: {
  lang: Language
  q: string
  found: readonly FoundGuest[]
  typed: Typed
}) => {
  const t = tillMoreTexts[lang].search
  const grants = found.flatMap((guest) => guest.grants.map((grant) => ({ guest, ...grant })))
  const only = grants.length === 1 ? grants[0]?.grantId : undefined
  return (
    <form method="post" action={`${TILL_PATH}/name-previews`} class="filled">
      <input type="hidden" name="q" value={q} />
      <div class="till-found">
        <RadioGroup
          lang={lang}
          label={t.found}
          name="grant"
          value={valueIn(typed.values, 'grant') || only}
          error={typed.errors.grant}
          choices={grants.map(({ grantId, title, offer, guest }) => ({
            value: grantId,
            label: (
              <>
                <bdi>{guestWords(lang, guest.name)}</bdi>
                {guest.storeName !== null && <small> {guest.storeName}</small>}
              </>
            ),
            hint: `${title}・${offerWords(offer, lang)}`,
          }))}
        />
      </div>
      <ReasonFields lang={lang} words={t} usual={SEARCH_REASONS} typed={typed} />
      <Actions>
        <Button>{t.choose}</Button>
        <Button href={TILL_PATH} kind="quiet">
          {tillTexts[lang].cancel}
        </Button>
      </Actions>
    </form>
  )
}
