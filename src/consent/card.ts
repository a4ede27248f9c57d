import type { BroadcastPurpose, ConsentPurpose, MemberLanguage } from '../db/schema.ts'
import { type Action, card, cut, type FlexComponent, type FlexMessage, link, tap } from '../line/messages.ts'
import { consentTexts } from '../texts/consent.ts'
import { formatFullDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { CONSENT_VERSION, type CurrentConsent, PURPOSES } from './consent.ts'

/** The longest label of a button in a card, in grapheme clusters. */
const LABEL_MAX = 40
const INK = '#1f2430'
const MUTED = '#6b6558'
const INDIGO = '#22406b'
const PAPER = '#fbf9f5'
const LINE = '#e4ded3'

/** The stop button of a purpose: every card that is pushed for the purpose ends with it. Of a broadcast it names which. */
export function stopAction(purpose: BroadcastPurpose, language: MemberLanguage = 'ja', broadcastId?: string): Action {
  const label = consentTexts[language].stopButton
  return {
    type: 'postback',
    label: cut(label, LABEL_MAX),
    data: broadcastId ? `${consentData(purpose, 'off')}:${broadcastId}` : consentData(purpose, 'off'),
    displayText: `${label}（${consentTexts[language].names[purpose]}）`,
  }
}

/** What a tap on a purpose's button sends: `consent:<purpose>:off`; from a broadcast's card `:<broadcastId>` follows. */
export const consentData = (purpose: BroadcastPurpose | 'all', turn: 'on' | 'off') => `consent:${purpose}:${turn}`

type Centre = {
  shopName: string
  current: Partial<Record<ConsentPurpose, CurrentConsent>>
  language: MemberLanguage
}

/** The consent centre: each purpose with its state, since when, and the one tap that changes it. */
export function consentCard({ shopName, current, language }: Centre): FlexMessage {
  const { centre } = consentTexts[language]
  return {
    type: 'flex',
    altText: centre.alt,
    contents: {
      type: 'bubble',
      size: 'mega',
      header: {
        type: 'box',
        layout: 'vertical',
        backgroundColor: INDIGO,
        paddingAll: '16px',
        contents: [
          { type: 'text', text: shopName, size: 'sm', color: PAPER, wrap: true },
          { type: 'text', text: centre.title, size: 'xl', weight: 'bold', color: '#ffffff', wrap: true, margin: 'sm' },
        ],
      },
      body: {
        type: 'box',
        layout: 'vertical',
        spacing: 'md',
        paddingAll: '16px',
        contents: [
          { type: 'text', text: centre.lead, size: 'sm', color: MUTED, wrap: true },
          ...PURPOSES.flatMap((purpose) => purposeLines(purpose, current[purpose], language)),
        ],
      },
    },
  }
}

/** What a button of the question for agreement to a new text sends: it names the text. */
export const renewalData = (answer: 'yes' | 'later') => `renewal:${CONSENT_VERSION}:${answer}`

/** Asks to agree to today's text. A "no" is as near as the "yes", and changes nothing. */
export function renewalCard({
  shopName,
  baseUrl,
  language,
}: {
  shopName: string
  baseUrl: string
  language: MemberLanguage
}) {
  const { alt, title, body, agree, later, changes } = consentTexts[language].renewal
  return card({
    altText: alt,
    from: shopName,
    title,
    lines: [body],
    main: tap(agree, renewalData('yes')),
    more: [tap(later, renewalData('later')), link(changes, `${baseUrl}/privacy/changes?language=${language}`)],
  })
}

function purposeLines(
  purpose: BroadcastPurpose,
  consent: CurrentConsent | undefined,
  language: MemberLanguage,
): readonly FlexComponent[] {
  const { centre, names } = consentTexts[language]
  const on = consent?.granted === true
  const state = on ? centre.stateOn(formatFullDay(consent.changedAt, htmlLang(language))) : centre.stateOff
  const turn = on ? centre.turnOff : centre.turnOn
  return [
    { type: 'separator', margin: 'md', color: LINE },
    {
      type: 'box',
      layout: 'horizontal',
      spacing: 'md',
      contents: [
        {
          type: 'box',
          layout: 'vertical',
          contents: [
            { type: 'text', text: names[purpose], size: 'md', weight: 'bold', color: INK, wrap: true },
            { type: 'text', text: state, size: 'xs', color: MUTED, wrap: true },
          ],
        },
        {
          type: 'button',
          style: on ? 'link' : 'primary',
          height: 'sm',
          ...(on ? {} : { color: INDIGO }),
          action: {
            ...tap(turn, consentData(purpose, on ? 'off' : 'on')),
            label: turn,
          },
        },
      ],
    },
  ]
}
