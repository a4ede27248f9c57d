import type { Config } from '../config.ts'
import type { Store } from '../db/store.ts'
import type { CardEvent } from '../events/card.ts'
import { PHOTO_RATIOS } from '../line/letter-parts.ts'
import { listStores } from '../stores/stores.ts'
import { composeTexts } from '../texts/compose.ts'
import type { Language } from '../texts/language.ts'
import { type Previewed, previewed } from '../web/ui-preview.tsx'
import { type Letter, messagesFor } from './card.ts'
import type { Broadcast, Draft } from './drafts.ts'
import { materialFor } from './material.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

type Deps = { store: Store; config: Pick<Config, 'baseUrl'> }
type Shown = Pick<Draft, 'content' | 'purpose'> & Partial<Pick<Broadcast, 'id' | 'couponId'>>

/** What one person will see in LINE, and in the notification. Members read it in Japanese until they choose another language. */
export async function previewOf(deps: Deps, shown: Shown, { lang, now }: { lang: Language; now: number }) {
  return rendered(await previewLetter(deps, shown, { lang, now }), lang)
}

/** The letter that the preview shows: the same that is sealed, to somebody with an everyday name. */
export async function previewLetter(
  deps: Deps,
  { content, purpose, id, couponId }: Shown,
  { lang, now }: { lang: Language; now: number },
): Promise<Letter> {
  const { closed: _, ...material } = await materialFor(deps, { content, purpose, couponId, broadcastId: id, now })
  const { sampleName, sampleStory, sampleEvent } = composeTexts[lang].compose
  const [store] = await listStores(deps.store)
  return {
    ...material,
    person: { name: sampleName, store: store?.name ?? null },
    // A story that was not chosen yet, or may be told no more, shows where it would stand.
    ...(content.kind === 'event' && !material.event ? { event: sampleOf(sampleEvent, now) } : {}),
    ...(content.kind === 'story' && !material.story ? { story: { ...sampleStory, name: sampleName } } : {}),
  }
}

/** Of words that are kept to be used again. */
const sampleOf = (named: { title: string; place: string }, now: number): CardEvent => ({
  ...named,
  id: '',
  storeName: null,
  mapUrl: null,
  startsAt: now + 7 * DAY_MS,
  endsAt: now + 7 * DAY_MS + 2 * HOUR_MS,
  closesAt: now + 5 * DAY_MS,
  capacity: 12,
  guestsMax: 1,
  feeYen: 0,
  alcohol: false,
  dishes: [],
})

function rendered(letter: Letter, lang: Language): Previewed {
  const messages = messagesFor(letter)
  // One page carries the rules for all that it will show while somebody goes on composing.
  return previewed(messages, { lang, shopName: letter.shopName, styles: [...messages, ...everyShape(letter)] })
}

/** The letter with all that its kind may have. */
const everyShape = (letter: Letter) =>
  PHOTO_RATIOS.flatMap((imageRatio) => messagesFor(inFull(letter, { imageRatio, imageUrl: SAMPLE_URL })))

const SAMPLE_URL = 'https://picture.example/'

function inFull(letter: Letter, picture: { imageRatio: string; imageUrl: string }): Letter {
  const { content, story } = letter
  if (content.kind === 'news')
    return { ...letter, ...picture, content: { ...content, link: { label: '…', url: SAMPLE_URL } } }
  if (letter.event) return { ...letter, ...picture, event: { ...letter.event, mapUrl: SAMPLE_URL, dishes: ['…'] } }
  return content.kind === 'story' && story ? { ...letter, story: { ...story, ...picture } } : letter
}
