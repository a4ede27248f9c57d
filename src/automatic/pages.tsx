import { raw } from 'hono/html'
import { type BroadcastContent, FALLBACK_MAX, FROM_MAX, WORDS_MAX, wordsOf } from '../broadcasts/content.ts'
import type { Occasion } from '../db/schema.ts'
import { BASE_CSS } from '../flex/base-css.ts'
import type { Rendering } from '../flex/messages.ts'
import type { Cost } from '../sending/cost.ts'
import { automaticTexts } from '../texts/automatic.ts'
import { formatFullDay, formatNumber } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import type { Operator } from '../web/env.ts'
import type { FormErrors, FormValues } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors as Errors, Field, TextArea, typedIn } from '../web/ui-forms.tsx'
import { Badge, Card, Notice, PhoneFrame, Stat, Stats } from '../web/ui-parts.tsx'

export const PATH = '/admin/automatic-messages'

type Signed = { lang: Language; operator: Operator }
type Line = { occasion: Occasion; content: BroadcastContent; enabledAt: number | null; people: number }
type ListProps = Signed & { lines: readonly Line[]; cost: Cost | undefined; notice: Flash | undefined }

/** Each occasion as a card: what, when, in which words, to how many, and the switch. */
export const ListPage = ({ lang, operator, lines, cost, notice }: ListProps) => {
  const t = automaticTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={PATH}
      back={{ href: '/admin/broadcasts', label: t.broadcasts }}
      notice={notice}
    >
      <p>{t.lead}</p>
      <Total lang={lang} lines={lines} cost={cost} />
      {lines.map((line) => (
        <OccasionCard lang={lang} {...line} />
      ))}
      <p class="muted">{t.rules}</p>
    </Page>
  )
}

const Total = ({ lang, lines, cost }: Pick<ListProps, 'lang' | 'lines' | 'cost'>) => {
  const t = automaticTexts[lang]
  const messages = lines.reduce((sum, { enabledAt, people }) => sum + (enabledAt === null ? 0 : people), 0)
  const left = cost === undefined ? t.leftUnknown : cost.before === null ? t.unlimited : formatNumber(cost.before)
  const isShort = cost !== undefined && cost.after !== null && cost.after < cost.reserve
  return (
    <Card>
      <Stats>
        <Stat label={t.total} value={formatNumber(messages)} unit={t.messages} hint={t.totalHint} />
        <Stat label={t.left} value={left} {...(cost && cost.before !== null ? { unit: t.messages } : {})} />
      </Stats>
      {isShort && messages > 0 && <Notice tone="warn">{t.short(formatNumber(cost?.before ?? 0))}</Notice>}
    </Card>
  )
}

const OccasionCard = ({ lang, occasion, content, enabledAt, people }: Line & { lang: Language }) => {
  const t = automaticTexts[lang]
  const isOn = enabledAt !== null
  const state = isOn ? `${t.on} ${t.since(formatFullDay(enabledAt, lang))}` : t.off
  const isWelcome = occasion === 'welcome'
  return (
    <Card id={occasion} title={t.names[occasion]} aside={<Badge tone={isOn ? 'done' : 'plain'}>{state}</Badge>}>
      <p>{t.when[occasion]}</p>
      <p class="lines muted">{`${wordsOf(content)}\n\n${content.from}`}</p>
      <Stats>
        <Stat
          label={isWelcome ? t.next30Welcome : t.next30}
          value={formatNumber(people)}
          unit={t.people}
          hint={isWelcome ? t.welcomeHint : undefined}
        />
      </Stats>
      <Actions still>
        <Button kind="secondary" href={`${PATH}/${occasion}`}>
          {t.edit}
        </Button>
        <form method="post" action={`${PATH}/${occasion}/${isOn ? 'stops' : 'starts'}`}>
          <Button kind="secondary">{isOn ? t.stop : t.start}</Button>
        </form>
      </Actions>
    </Card>
  )
}

type EditProps = Signed & {
  occasion: Occasion
  values: FormValues
  errors: FormErrors
  shop: string
  previewed: Rendering
  nonce: string | undefined
}

/** The words of an occasion, with how they arrive. */
export const EditPage = ({ lang, operator, occasion, values, errors, shop, previewed, nonce }: EditProps) => {
  const t = automaticTexts[lang]
  const path = `${PATH}/${occasion}`
  const { text } = typedIn({ lang, values, errors })
  return (
    <Page
      lang={lang}
      title={t.names[occasion]}
      operator={operator}
      current="broadcasts"
      path={path}
      back={{ href: `${PATH}#${occasion}`, label: t.back }}
      // Our own rules, made of checked values only; contains no less-than sign.
      head={<style nonce={nonce}>{raw(`${BASE_CSS}\n${previewed.css}`)}</style>}
      wide
    >
      <Errors lang={lang} errors={errors} />
      <p>{t.when[occasion]}</p>
      <div class="split">
        <form method="post" action={`${path}/versions`} data-live-form={`${path}/previews`} data-live-target="#preview">
          <TextArea {...text('text')} label={t.words} hint={t.wordsHint} rows={9} maxlength={WORDS_MAX} required />
          <Field {...text('from')} label={t.from} hint={t.fromHint} input={{ maxlength: FROM_MAX }} required />
          <Field
            {...text('nameFallback')}
            label={t.nameFallback}
            hint={t.nameFallbackHint}
            input={{ maxlength: FALLBACK_MAX }}
          />
          <Field
            {...text('storeFallback')}
            label={t.storeFallback}
            hint={t.storeFallbackHint}
            input={{ maxlength: FALLBACK_MAX }}
          />
          <Actions>
            <Button kind="secondary" formaction={`${path}/rehearsals`}>
              {t.preview}
            </Button>
            <Button>{t.save}</Button>
          </Actions>
        </form>
        <aside>
          <Card title={t.previewTitle}>
            <PhoneFrame label={t.previewTitle} from={shop}>
              <div id="preview">{raw(previewed.html)}</div>
            </PhoneFrame>
          </Card>
        </aside>
      </div>
    </Page>
  )
}
