import type { Config } from '../config.ts'
import { sampleTerms } from '../coupons/terms/terms-values.ts'
import { ticksFor, warningsIn } from '../coupons/terms/warnings.ts'
import type { Store } from '../db/store.ts'
import { composeTexts } from '../texts/compose.ts'
import type { Language } from '../texts/language.ts'
import { type FormValues, valuesIn } from '../web/form.ts'
import type { Previewed } from '../web/ui-preview.tsx'
import { ANSWER_FIELDS, ComposeForm } from './compose-form.tsx'
import type { Kind } from './kinds.ts'
import { previewOf } from './preview.tsx'

/** Each round replaces what was wrong with a sample; a rule over two fields shows only after both make sense. */
const ROUNDS_MAX = 4

type Typing = { kind: Kind; typed: FormValues; broadcastId?: string | undefined; lang: Language; now: number }

/** What it will look like while it is being composed: what is missing or wrong is replaced by a sample. */
export async function previewWhileTyping(
  deps: { store: Store; config: Pick<Config, 'baseUrl'> },
  { kind, typed, broadcastId, lang, now }: Typing,
): Promise<Previewed> {
  const samples = samplesFor(lang, now)
  let values: FormValues = { ...typed, ...(valuesIn(typed, 'stores').length === 0 && { stores: samples.stores }) }
  for (let round = 0; round < ROUNDS_MAX; round++) {
    // What would have to be read first is shown all the same.
    const parsed = ComposeForm(kind, lang, now).safeParse({ ...values, ...ticksFor(warningsIn(values)) })
    if (parsed.success)
      return previewOf(deps, { ...parsed.data, ...(broadcastId && { id: broadcastId }) }, { lang, now })
    const wrong = parsed.error.issues.map(({ path }) => String(path[0]))
    values = { ...values, ...Object.fromEntries(wrong.map((name) => [name, samples[name]])) }
    // Half a link is none yet.
    if (wrong.some((name) => name.startsWith('link'))) values = { ...values, linkLabel: '', linkUrl: '' }
    if (wrong.some((name) => name.startsWith('answer')))
      values = { ...values, answer1: samples.answer1, answer2: samples.answer2 }
  }
  return { html: '', css: '' }
}

function samplesFor(lang: Language, now: number): FormValues {
  const t = composeTexts[lang].compose
  return {
    title: t.sampleTitle,
    from: t.sampleFrom,
    greeting: t.sampleWords,
    text: t.sampleWords,
    heading: t.sampleHeading,
    ...Object.fromEntries(ANSWER_FIELDS.map((name, n) => [name, n < 2 ? t.sampleAnswer(n + 1) : ''])),
    storyId: 'sample',
    eventId: 'sample',
    moment: 'invite',
    imageId: '',
    ...sampleTerms(now),
    holding: 'morning',
    senderId: '',
    segment: '',
    nameFallback: '',
    storeFallback: '',
  }
}
