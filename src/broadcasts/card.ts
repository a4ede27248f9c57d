import { stopAction } from '../consent/card.ts'
import { couponCard } from '../coupons/card.ts'
import type { CouponOffer } from '../coupons/coupons.ts'
import type { BroadcastPurpose, MemberLanguage } from '../db/schema.ts'
import { type CardEvent, feedbackAction, invitationParts, thanksParts } from '../events/card.ts'
import { answers, heading, label, letterCard, note, paragraph, photo, quoted, signature } from '../line/letter-parts.ts'
import { cutTo, isShowable, LIMITS } from '../line/limits.ts'
import { type FlexComponent, type LineMessage, link, type Sender, text } from '../line/messages.ts'
import { letterTexts } from '../texts/letter.ts'
import { type BroadcastContent, wordsOf } from './content.ts'
import { fallbacksOf, fill, type Person } from './variables.ts'

/** How much of the words a notification shows. */
const ALT_WORDS = { max: 100, unit: 'grapheme' } as const
/** LINE refuses names that look like its own. */
const REFUSED_NAME = /line/i
export const CHECK_INS = ['fine', 'visit', 'talk'] as const

/** All that a message is made of. What is left out is not there yet, as in a preview, or does not belong to the kind. */
export type Letter = {
  content: BroadcastContent
  purpose: BroadcastPurpose
  shopName: string
  language?: MemberLanguage | undefined
  /** Whose name and store stand in the words. */
  person?: Person | undefined
  /** Of a coupon broadcast. */
  offer?: { coupon: CouponOffer; storeNames: readonly string[]; now: number } | undefined
  /** The person's own coupon page. */
  url?: string | undefined
  /** The person's own link to the target of the broadcast; without it the target itself. */
  tapUrl?: string | undefined
  story?:
    | { title: string; words: string; name: string; imageUrl?: string | undefined; imageRatio?: string | undefined }
    | undefined
  /** That it invites to, or thanks for. */
  event?: CardEvent | undefined
  imageUrl?: string | undefined
  /** width:height, see photoRatio. */
  imageRatio?: string | undefined
  sender?: Sender | undefined
  /** What the buttons of a poll, of a check-in and the stop name. */
  broadcastId?: string | undefined
}

/**
 * What one person gets, in one push: the words, signed, with what belongs to the kind, and the one-tap stop at the end. The
 * one renderer: of the preview, the test send, the board and the seal.
 */
export function messagesFor(letter: Letter): readonly LineMessage[] {
  const sender = senderOf(letter.sender)
  return bare(letter).map((message) => ({ ...message, ...(sender ? { sender } : {}) }))
}

function bare(letter: Letter): readonly LineMessage[] {
  const { content, purpose, shopName, offer, url, event, language = 'ja', broadcastId } = letter
  const filled = (words: string) => fill(words, letter.person, fallbacksOf(content.fallbacks, shopName))
  const words = filled(wordsOf(content))
  const stop = stopAction(purpose, language, broadcastId)
  if (content.kind === 'coupon' && offer) {
    const more = event && event.dishes.length > 0 ? [feedbackAction(event.id, language), stop] : [stop]
    return [text(`${words}\n\n${content.from}`), couponCard({ ...offer, shopName, url, more, language })]
  }
  const { alt, ...parts } = partsOf({ ...letter, language }, words, filled)
  return [
    letterCard({
      altText: cutTo(letterTexts[language].alt(cutTo(oneLine(alt ?? words), ALT_WORDS), content.from), LIMITS.altText),
      ...parts,
      stop,
    }),
  ]
}

type Parts = {
  /** What the notification begins with, when not with the words. */
  alt?: string
  hero?: ReturnType<typeof photo>
  body: readonly FlexComponent[]
  buttons?: readonly FlexComponent[]
}

function partsOf(
  letter: Letter & { language: MemberLanguage },
  words: string,
  filled: (words: string) => string,
): Parts {
  const { content, language, shopName, story, broadcastId } = letter
  const t = letterTexts[language]
  const signed = signature(content.from, shopName)
  switch (content.kind) {
    case 'news': {
      const title = filled(content.heading)
      return {
        alt: title,
        hero: photo(letter.imageUrl, letter.imageRatio),
        body: [heading(title), paragraph(words), signed],
        ...(content.link && { buttons: [linkButton(content.link, letter.tapUrl)] }),
      }
    }
    case 'story':
      return {
        ...(story && { alt: story.title, hero: photo(story.imageUrl, story.imageRatio) }),
        body: [
          ...(story ? [label(t.story), heading(story.title)] : []),
          paragraph(words),
          ...(story ? [quoted(story.words, t.of(story.name))] : []),
          signed,
        ],
      }
    case 'poll':
      return {
        body: [label(t.poll), paragraph(words), signed],
        buttons: [
          ...answers(content.answers.map((answer, n) => ({ answer, data: `poll:${broadcastId ?? ''}:${n}` }))),
          note(t.pollNote),
        ],
      }
    case 'check_in':
      return {
        body: [paragraph(words), signed],
        buttons: [
          ...answers(
            CHECK_INS.map((said) => ({ answer: t.checkIn[said], data: `checkin:${broadcastId ?? ''}:${said}` })),
          ),
          note(t.checkInNote),
        ],
      }
    case 'event':
      return letter.event
        ? eventParts(letter, letter.event, [paragraph(words), signed])
        : { body: [paragraph(words), signed] }
    default:
      return { body: [paragraph(words), signed] }
  }
}

function eventParts(
  { content, language, ...letter }: Letter & { language: MemberLanguage },
  event: CardEvent,
  words: readonly FlexComponent[],
): Parts {
  const isThanks = content.kind === 'event' && content.moment === 'thanks'
  const parts = isThanks ? thanksParts(event, language) : invitationParts(event, language)
  return {
    alt: parts.alt,
    hero: photo(letter.imageUrl, letter.imageRatio),
    body: [label(parts.label), heading(event.title), ...parts.facts, ...words],
    buttons: [...parts.buttons, ...(parts.note ? [note(parts.note)] : [])],
  }
}

const linkButton = ({ label, url }: { label: string; url: string }, tapUrl: string | undefined): FlexComponent => ({
  type: 'button',
  style: 'primary',
  color: '#22406b',
  adjustMode: 'shrink-to-fit',
  action: link(cutTo(label, LIMITS.buttonLabel), tapUrl ?? url),
})

const oneLine = (words: string) => words.replace(/\s*\n\s*/g, ' ')

function senderOf(sender: Sender | undefined): Sender | undefined {
  if (!sender || REFUSED_NAME.test(sender.name)) return undefined
  const { name, iconUrl } = sender
  return { name: cutTo(name, LIMITS.senderName), ...(iconUrl && isShowable(iconUrl) ? { iconUrl } : {}) }
}
