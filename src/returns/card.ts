import type { MemberLanguage } from '../db/schema.ts'
import { cutTo, LIMITS } from '../line/limits.ts'
import { type Action, card, type FlexMessage, link, tap, withQuickReplies } from '../line/messages.ts'
import { formatFullDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { returnTexts } from '../texts/returns.ts'
import type { RehireRule } from './rules.ts'
import { RETURN_KINDS, type Wish } from './wishes.ts'

/** The data of the chat's buttons: `return:<what>`. Of a kind: with the version of the rules that stood above it. */
export const returnData = (what: string) => `return:${what}`

type Asking = { shop: string; language: MemberLanguage; url: string }

/** The rules for coming back, and the kinds of work to choose from below: they are read before anything is said. */
export function rulesCard({ shop, language, url, rules }: Asking & { rules: RehireRule | undefined }) {
  const t = returnTexts[language]
  const message = card({
    altText: t.chat.alt,
    from: shop,
    title: t.title,
    lines: rules ? ruleLines(rules, language) : [t.rules.none],
    main: link(t.chat.open, url),
    note: t.chat.choose,
  })
  return withQuickReplies(
    message,
    RETURN_KINDS.map((kind) => tap(t.kinds[kind], returnData(`wish:${kind}:${rules?.version ?? 0}`))),
  )
}

function ruleLines({ version, wage, position, tenure, words, publishedAt }: RehireRule, language: MemberLanguage) {
  const { rules: t } = returnTexts[language]
  return [
    `${t.title} ${t.version(version, formatFullDay(publishedAt, htmlLang(language)))}`,
    { label: t.wage, value: wage },
    { label: t.position, value: position },
    { label: t.tenure, value: tenure },
    ...(words ? [words] : []),
  ]
}

/** What the person can do while a wish is open. */
export const openActions = (language: MemberLanguage, url: string): readonly Action[] => {
  const { chat: t } = returnTexts[language]
  return [link(t.see, url), tap(t.back, returnData('back'))]
}

type Told = Asking & { stage: Wish['stage']; words: string | null }

/** The one message about a step, when the shop chose to send it. */
export function stageCard({ shop, language, url, stage, words }: Told): FlexMessage {
  const t = returnTexts[language]
  const title = t.state.stages[stage]
  return card({
    altText: cutTo(t.told.alt(title, shop), LIMITS.altText),
    from: `${shop} ・ ${t.told.label}`,
    title,
    lines: words ? [words] : [],
    main: link(t.told.open, url),
    note: t.state.next[stage],
  })
}
