import type { Config } from '../config.ts'
import type { MemberLanguage } from '../db/schema.ts'
import { imageUrl } from '../images/images.ts'
import { heading, label, paragraph, photo, photoRatio, quoted } from '../line/letter-parts.ts'
import { cutTo, LIMITS } from '../line/limits.ts'
import { type FlexMessage, INDIGO, MUTED } from '../line/messages.ts'
import { letterTexts } from '../texts/letter.ts'
import { storyTexts } from '../texts/stories.ts'
import { SHA_SHOWN } from './answering.ts'
import type { StoryRow } from './stories.ts'

const PAPER = '#fffdf8'
const RULE = '#e4ded3'

type Question = {
  story: Pick<StoryRow, 'id' | 'title' | 'words' | 'image_id' | 'image_width' | 'image_height' | 'content_sha' | 'name'>
  shopName: string
  language: MemberLanguage
  config: Pick<Config, 'baseUrl'>
}

/** What a tap on a button of a story sends. A yes names the words that it is to. */
export const storyData = (storyId: string, answer: 'agree' | 'decline' | 'revoke', sha = '') =>
  `story:${storyId}:${answer}${answer === 'agree' ? `:${sha.slice(0, SHA_SHOWN)}` : ''}`

/** The story as others would see it, and whether they may. A "no" is as near as the "yes". */
export function questionCard({ story, shopName, language, config }: Question): FlexMessage {
  const t = storyTexts[language]
  const { id, title, words, image_id, image_width: width, image_height: height, content_sha, name } = story
  const ratio = width !== null && height !== null ? photoRatio({ width, height }) : undefined
  const hero = image_id === null ? undefined : photo(imageUrl(config, image_id), ratio)
  return {
    type: 'flex',
    altText: cutTo(t.alt(shopName), LIMITS.altText),
    contents: {
      type: 'bubble',
      size: 'mega',
      ...(hero ? { hero } : {}),
      body: {
        type: 'box',
        layout: 'vertical',
        spacing: 'md',
        paddingAll: '20px',
        backgroundColor: PAPER,
        contents: [
          label(t.label),
          heading(title),
          quoted(words, letterTexts[language].of(name ?? '')),
          { type: 'separator', color: RULE, margin: 'lg' },
          paragraph(t.ask(shopName)),
        ],
      },
      footer: {
        type: 'box',
        layout: 'vertical',
        spacing: 'sm',
        paddingAll: '12px',
        backgroundColor: PAPER,
        contents: [
          button(t.yes, storyData(id, 'agree', content_sha), t.yesSaid, { style: 'primary', color: INDIGO }),
          button(t.no, storyData(id, 'decline'), t.noSaid, { style: 'link', color: INDIGO }),
        ],
      },
    },
  }
}

/** The thanks for a yes, with what takes it back. */
export const agreedCard = ({
  id,
  title,
  language,
}: {
  id: string
  title: string
  language: MemberLanguage
}): FlexMessage => {
  const t = storyTexts[language]
  return {
    type: 'flex',
    altText: cutTo(t.agreed(title), LIMITS.altText),
    contents: {
      type: 'bubble',
      size: 'kilo',
      body: {
        type: 'box',
        layout: 'vertical',
        paddingAll: '20px',
        backgroundColor: PAPER,
        contents: [paragraph(t.agreed(title))],
      },
      footer: {
        type: 'box',
        layout: 'vertical',
        paddingAll: '12px',
        backgroundColor: PAPER,
        contents: [button(t.revoke, storyData(id, 'revoke'), t.revoke, { style: 'link', color: MUTED })],
      },
    },
  }
}

const button = (words: string, data: string, displayText: string, look: { style: 'primary' | 'link'; color: string }) =>
  ({
    type: 'button',
    ...look,
    adjustMode: 'shrink-to-fit',
    action: { type: 'postback', label: cutTo(words, LIMITS.buttonLabel), data, displayText },
  }) as const
