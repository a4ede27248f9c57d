import type { PropsWithChildren } from 'hono/jsx'
import type { TillDevice } from '../../stores/tills.ts'
import { formatYen } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { paperTexts } from '../../texts/paper.ts'
import { tillTexts } from '../../texts/till.ts'
import { PAPER_JS_PATH } from '../../web/assets.ts'
import { PlainPage } from '../../web/ui.tsx'
import { Actions, Button, Field } from '../../web/ui-forms.tsx'
import { Card } from '../../web/ui-parts.tsx'
import { ScanHead, Scanner } from '../../web/ui-scan.tsx'
import { TillResult, type TillTone } from '../../web/ui-screens.tsx'
import { signOf, TILL_PATH } from '../till/till-frame.tsx'
import type { PaperMode } from './modes.ts'

export const PAPER_PATH = `${TILL_PATH}/paper`
export const LOST_PATH = `${PAPER_PATH}/lost`
export const AWAY_PATH = `${PAPER_PATH}/away`
export const WORKER_PATH = `${PAPER_PATH}/worker.js`
/** Where a form goes whose answer was lost. */
const REDEMPTIONS_PATH = `${TILL_PATH}/redemptions`
const PREVIEWS_PATH = `${TILL_PATH}/previews`

/** Goes into the <head> of every page with a <PaperDevice />. */
export const PaperHead = () => <script src={PAPER_JS_PATH} defer />

type DeviceProps = PropsWithChildren<{
  lang: Language
  storeId: string
  /** So many a day on this device, and its name on them; left out: none may be logged here. */
  cap?: number
  place?: string
  /** Says nothing while there is nothing to say: on the usual page of the till. */
  quiet?: boolean
}>

/** What the device itself knows: the scans that wait on it, whether we can be reached. It sends them by itself. */
export const PaperDevice = ({ lang, storeId, cap, place, quiet, children }: DeviceProps) => {
  const { state } = paperTexts[lang]
  return (
    <div
      class="paper"
      data-paper=""
      data-store={storeId}
      data-upload={`${PAPER_PATH}/uploads`}
      data-worker={WORKER_PATH}
      data-scope={TILL_PATH}
      {...(quiet ? {} : { 'data-alone': '' })}
      data-none={quiet ? '' : state.none}
      data-offline={quiet ? '' : state.offline}
      data-waiting={state.waiting}
      data-sending={state.sending}
      data-sent={state.sent}
      data-kept={state.kept}
      data-refused={state.refused}
      data-busy={state.busy}
      {...(cap === undefined ? {} : { 'data-cap': String(cap), 'data-place': place })}
      data-bill={billWords(lang)}
    >
      <p class="notice info" data-paper-state="" role="status" hidden />
      {children}
      <Left lang={lang} />
    </div>
  )
}

/**
 * On a device that is no till (any more): what it noted and could not send, and how nothing of it is lost. `alone`: the page
 * says itself that the net is away.
 */
export const PaperLeft = ({ lang, alone }: { lang: Language; alone?: boolean }) => (
  <div class="paper" data-paper="" {...(alone ? { 'data-alone': '' } : {})} data-bill={billWords(lang)}>
    <PaperHead />
    <Left lang={lang} />
  </div>
)

/** What the device noted as a till of another store, or before it was none: it is sent when it is that again. */
const Left = ({ lang }: { lang: Language }) => (
  <section class="paper-waiting" hidden>
    <h2>{paperTexts[lang].left.title}</h2>
    <p>{paperTexts[lang].left.next}</p>
    <ul data-paper-left="" />
  </section>
)

/** {} is the amount. */
const billWords = (lang: Language) => formatYen(0, lang).replace('0', '{}')

type PageProps = { lang: Language; till: TillDevice; mode: PaperMode | undefined; cap: number }

/** What a till shows while the net is down: how to log a scan, or that coupons wait. Nothing of a person is on it. */
export const PaperPage = ({ lang, till, mode, cap }: PageProps) => {
  const t = paperTexts[lang]
  const heads = (
    <>
      <ScanHead />
      <PaperHead />
    </>
  )
  return (
    <PlainPage
      lang={lang}
      title={mode ? t.title : t.closedTitle}
      titleHidden={!mode}
      screen={mode ? 'till' : 'till-stop'}
      from={signOf(till)}
      keepAwake
      head={heads}
    >
      <PaperDevice lang={lang} storeId={till.storeId} {...(mode ? { cap, place: signOf(till) } : {})}>
        {mode ? <Logging lang={lang} mode={mode} cap={cap} /> : <TillResult tone="stop" {...t.closed} />}
        <Waiting lang={lang} />
      </PaperDevice>
      <p>
        <Button href={TILL_PATH} kind="secondary">
          {t.toTill}
        </Button>
      </p>
    </PlainPage>
  )
}

const Logging = ({ lang, mode, cap }: { lang: Language; mode: PaperMode; cap: number }) => {
  const t = paperTexts[lang]
  const words = tillTexts[lang]
  const number = { inputmode: 'numeric', autocomplete: 'off', maxlength: 12 } as const
  return (
    <>
      <Scanner action={PREVIEWS_PATH} words={words.scan} />
      {/* While we can be reached it goes the usual way: what is logged is only what cannot be asked. */}
      <form method="post" action={PREVIEWS_PATH} data-paper-form="">
        <Field
          lang={lang}
          label={words.code}
          name="code"
          input={{ autofocus: true, autocomplete: 'off', autocapitalize: 'characters', maxlength: 500 }}
        />
        <div class="filled">
          <div class="columns">
            <Field lang={lang} label={words.bill} name="billYen" unit={words.yen} input={number} />
            <Field
              lang={lang}
              label={words.guests}
              name="guests"
              input={number}
              {...(words.people === '' ? {} : { unit: words.people })}
            />
          </div>
        </div>
        <Actions>
          <Button>{t.log}</Button>
        </Actions>
      </form>
      <p data-paper-count={t.count(cap)} />
      <Card title={t.how.title}>
        <ol>
          <li>{t.how.look}</li>
          <li>{t.how.read}</li>
          <li>{t.how.most(formatYen(mode.valueMaxYen, lang))}</li>
        </ol>
      </Card>
      <Answer lang={lang} name="noted" tone="done" {...t.noted} />
      <Answer lang={lang} name="twice" tone="stop" {...t.twice} />
      <Answer lang={lang} name="full" tone="stop" {...t.full} />
      <Answer lang={lang} name="wrong" tone="wait" {...t.wrong} />
      <Answer lang={lang} name="failed" tone="stop" {...t.failed} />
    </>
  )
}

type AnswerProps = { lang: Language; name: string; tone: TillTone; word: string; detail: string; next: string }

/** A result that the device itself shows: there is nobody to ask. */
const Answer = ({ lang, name, tone, detail, ...words }: AnswerProps) => (
  <template data-paper-result={name} data-screen={`till-${tone}`}>
    <TillResult tone={tone} {...words} detail={<span data-value="">{detail}</span>}>
      <Button href={TILL_PATH}>{tillTexts[lang].next}</Button>
    </TillResult>
  </template>
)

const Waiting = ({ lang }: { lang: Language }) => {
  const t = paperTexts[lang]
  return (
    <section class="paper-waiting" aria-label={t.list} hidden>
      <h2>{t.list}</h2>
      <ul data-paper-list="" />
      <button type="button" class="secondary" data-paper-send="" hidden>
        {t.send}
      </button>
    </section>
  )
}

/** A use was sent and no answer came. Its form is here again, by the same key. */
export const LostPage = ({ lang, till }: { lang: Language; till: TillDevice }) => {
  const { title, again, ...words } = paperTexts[lang].lost
  return (
    <PlainPage
      lang={lang}
      title={title}
      titleHidden
      screen="till-wait"
      from={signOf(till)}
      keepAwake
      head={<PaperHead />}
    >
      <PaperDevice lang={lang} storeId={till.storeId} quiet>
        <TillResult tone="wait" {...words}>
          <form method="post" action={REDEMPTIONS_PATH} data-paper-again="">
            <Button autofocus>{again}</Button>
          </form>
        </TillResult>
      </PaperDevice>
    </PlainPage>
  )
}

/** The net is down, and the device is no till any more: what happened, what to do, and the notes that it still has. */
export const AwayPage = ({ lang }: { lang: Language }) => {
  const { title, again, ...words } = paperTexts[lang].away
  return (
    <PlainPage lang={lang} title={title} titleHidden screen="till-stop">
      <TillResult tone="stop" {...words} />
      <PaperLeft lang={lang} alone />
      <p>
        <Button href={TILL_PATH} kind="secondary">
          {again}
        </Button>
      </p>
    </PlainPage>
  )
}
