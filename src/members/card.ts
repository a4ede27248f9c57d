import type { ConsentPurpose, MemberLanguage, MemberState } from '../db/schema.ts'
import { type Action, card, type LineMessage, link, tap, text, withQuickReplies } from '../line/messages.ts'
import { consentTexts } from '../texts/consent.ts'
import { eventTexts } from '../texts/events.ts'
import { formatDate } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { registrationTexts } from '../texts/registration.ts'
import { registrationHelpTexts } from '../texts/registration-help.ts'
import { languageTexts } from '../texts/registration-languages.ts'
import { questionTexts } from '../texts/registration-questions.ts'
import { returnTexts } from '../texts/returns.ts'
import { shiftChatTexts } from '../texts/shift-chat.ts'
import type { Registration } from './registration.ts'
import { FIXABLE, type FixableStep, isPurpose, LAST_DAY_MIN, STEPS } from './steps.ts'

/** Choices that fit beside もどる, やめる and the way to further ones. */
const CHOICES_A_PAGE = 10

type Named = { id: string; name: string }

/** What a question needs to be put. */
export type Asking = {
  registration: Registration
  stores: readonly Named[]
  roles: readonly Named[]
  language: MemberLanguage
  shopName: string
  privacyUrl: string
  /** What is agreed to today, word by word. */
  agreed: Readonly<Record<MemberLanguage, Readonly<Record<ConsentPurpose, string>>>>
  /** Today in Tokyo. */
  today: string
  /** The same registration as one page on the web; known where it is offered. */
  formUrl?: string
  /** Which choices of a long list. */
  page?: number
  /** What was typed fits these choices. */
  only?: readonly string[]
  /** What was answered could not be taken. */
  unclear?: boolean
}

const PURPOSE_STEPS = STEPS.filter(isPurpose)

/** What a button of a question sends: the revision it was offered with, and the answer. */
export const answerData = (rev: number, ...answer: readonly string[]) => ['reg', rev, ...answer].join(':')

/** The question that is open, with every answer to tap. */
export function question(asking: Asking): LineMessage {
  const { step } = asking.registration
  if (isPurpose(step)) return askPurpose(asking, step)
  switch (step) {
    case 'privacy':
      return askPrivacy(asking)
    case 'name':
      return withQuickReplies(text(nameWords(asking)), ways(asking))
    case 'store':
      return askChoice(asking, words(asking).store(asking.registration.answers.name ?? ''), asking.stores, 'store')
    case 'role':
      return askChoice(asking, words(asking).role, asking.roles, 'role')
    case 'last_day':
      return askLastDay(asking)
    case 'digits':
      return askDigits(asking)
    case 'confirm':
      return confirm(asking)
  }
}

/** What to put right, of all that was said. */
export function askWhatToFix(asking: Asking): LineMessage {
  const { rev } = asking.registration
  const { fields, fix } = words(asking)
  return withQuickReplies(text(fix), [
    ...fixable(asking).map((step) => tap(fields[step], answerData(rev, 'fix', step))),
    tap(words(asking).back, answerData(rev, 'stay')),
  ])
}

/** The first hello, in the shop's voice. */
export function greetingCard({ shopName, language, privacyUrl }: Pick<Asking, 'shopName' | 'language' | 'privacyUrl'>) {
  const { greeting, begin } = registrationTexts[language]
  return card({
    altText: greeting.alt(shopName),
    from: shopName,
    title: greeting.title,
    lines: greeting.lines,
    note: greeting.note,
    main: tap(begin, 'register'),
    more: [link(greeting.privacy, privacyUrl)],
  })
}

type Me = {
  shopName: string
  /** The person's own page on the web. */
  dataUrl: string
  language: MemberLanguage
  state: 'applied' | 'verified' | 'declined'
  name: string
  storeName: string
  roleName: string | null
  leftOn: string | null
}

/** What the person registered, and where it stands. */
export function meCard({ shopName, dataUrl, language, state, name, storeName, roleName, leftOn }: Me): LineMessage {
  const { card: texts, fields, coupons, consents, begin } = registrationTexts[language]
  const more = tap(questionTexts[language].open, 'questions')
  const page = card({
    altText: texts.alt,
    from: shopName,
    title: texts.title,
    lines: [
      { label: fields.name, value: name },
      { label: fields.store, value: storeName },
      ...(roleName === null ? [] : [{ label: fields.role, value: roleName }]),
      ...(leftOn === null ? [] : [{ label: fields.last_day, value: formatDate(leftOn, htmlLang(language)) }]),
      { label: texts.state, value: texts.states[state] },
    ],
    note: texts.note,
    main: state === 'declined' ? tap(begin, 'register') : tap(consents, 'consents'),
    more: [link(texts.mine, dataUrl), ...(state === 'verified' ? [more] : [])],
  })
  const ways = [
    ...(state === 'verified' ? [tap(coupons, 'coupons'), tap(returnTexts[language].chat.again, 'return')] : []),
    tap(languageTexts[language].open, 'language'),
  ]
  return withQuickReplies(page, ways)
}

type Told = { shopName: string; name: string; language: MemberLanguage }

/** The one message in which a person who waited learns the decision. */
export const decisionMessages = (
  decision: 'approved' | 'declined',
  { shopName, name, language }: Told,
): LineMessage[] => {
  const texts = registrationTexts[language]
  const message = text(texts[decision](shopName, name))
  return decision === 'declined' ? [message] : [withQuickReplies(message, whatToTap('verified', language))]
}

/** What there is to tap for who is where with their registration. */
export function whatToTap(state: MemberState | undefined, language: MemberLanguage): readonly Action[] {
  const { begin, coupons, consents, me } = registrationTexts[language]
  const own = [tap(consents, 'consents'), tap(me, 'me')]
  const events = tap(eventTexts[language].buttons.others, 'events')
  const shifts = tap(shiftChatTexts[language].buttons.list, 'shifts')
  if (state === 'verified')
    return [tap(coupons, 'coupons'), events, shifts, ...own, tap(questionTexts[language].open, 'questions')]
  return state === 'applied' ? own : [tap(begin, 'register')]
}

const words = ({ language }: Asking) => registrationTexts[language]

function nameWords(asking: Asking) {
  const { name, nameAgain, nameUnclear } = words(asking)
  if (asking.unclear) return nameUnclear
  return asking.registration.answers.name === undefined ? name : nameAgain
}

/** もどる and やめる, under every question. */
const ways = (asking: Asking): readonly Action[] => [
  tap(words(asking).back, answerData(asking.registration.rev, 'back')),
  tap(words(asking).cancel, answerData(asking.registration.rev, 'cancel')),
]

function askPrivacy({ registration: { rev }, agreed, language, shopName, privacyUrl, formUrl }: Asking) {
  const { privacy, cancel } = registrationTexts[language]
  const notice = card({
    altText: privacy.alt,
    from: shopName,
    title: privacy.title,
    lines: [agreed[language].privacy],
    main: tap(privacy.agree, answerData(rev, 'agree')),
    more: [
      ...(formUrl === undefined ? [] : [link(registrationHelpTexts[language].form, formUrl)]),
      link(privacy.read, privacyUrl),
    ],
  })
  return withQuickReplies(notice, [tap(cancel, answerData(rev, 'cancel'))])
}

function askPurpose(asking: Asking, step: (typeof PURPOSE_STEPS)[number]) {
  const { language, registration } = asking
  const { purpose, yes, no } = words(asking)
  const at = PURPOSE_STEPS.indexOf(step) + 1
  const asks = asking.agreed[language][step]
  return withQuickReplies(text(purpose(at, PURPOSE_STEPS.length, consentTexts[language].names[step], asks)), [
    tap(yes, answerData(registration.rev, 'yes')),
    tap(no, answerData(registration.rev, 'no')),
    ...ways(asking),
  ])
}

function askChoice(asking: Asking, asks: string, choices: readonly Named[], step: 'store' | 'role') {
  const { rev } = asking.registration
  const { otherStores, otherRoles, roleNone } = words(asking)
  const offered = asking.only ? choices.filter(({ id }) => asking.only?.includes(id)) : choices
  const all = [...offered, ...(step === 'role' ? [{ id: 'none', name: roleNone }] : [])]
  const pages = Math.ceil(all.length / CHOICES_A_PAGE)
  const page = (asking.page ?? 0) % Math.max(pages, 1)
  const shown = all.slice(page * CHOICES_A_PAGE, (page + 1) * CHOICES_A_PAGE)
  const more = step === 'store' ? otherStores : otherRoles
  return withQuickReplies(text(asks), [
    ...shown.map(({ id, name }) => tap(name, answerData(rev, step, id))),
    ...(pages > 1 ? [tap(more, answerData(rev, 'page', String(page + 1)))] : []),
    ...ways(asking),
  ])
}

function askLastDay(asking: Asking) {
  const { registration, today } = asking
  const picker: Action = {
    type: 'datetimepicker',
    label: words(asking).lastDayPick,
    data: answerData(registration.rev, 'last_day'),
    mode: 'date',
    initial: registration.answers.leftOn ?? today,
    min: LAST_DAY_MIN,
    max: today,
  }
  const { lastDay, lastDayUnclear } = words(asking)
  return withQuickReplies(text(asking.unclear ? lastDayUnclear : lastDay), [picker, ...ways(asking)])
}

function askDigits(asking: Asking) {
  const { digits, noDigits } = registrationHelpTexts[asking.language]
  return withQuickReplies(text(digits), [
    tap(noDigits, answerData(asking.registration.rev, 'digits', 'none')),
    ...ways(asking),
  ])
}

function confirm(asking: Asking) {
  const { registration, language, shopName, stores, roles } = asking
  const { rev, answers } = registration
  const { confirm: texts, fields, separator, roleNone } = words(asking)
  const names = PURPOSE_STEPS.filter((purpose) => answers.purposes[purpose]).map(
    (at) => consentTexts[language].names[at],
  )
  const values: Record<FixableStep, string> = {
    name: answers.name ?? '',
    store: nameOf(stores, answers.storeId) ?? '',
    role: nameOf(roles, answers.roleId) ?? roleNone,
    last_day: formatDate(answers.leftOn ?? '', htmlLang(language)),
  }
  return withQuickReplies(
    card({
      altText: texts.alt,
      from: shopName,
      title: texts.title,
      lines: [
        texts.lead,
        ...fixable(asking).map((step) => ({
          label: fields[step],
          value: values[step],
        })),
        ...digitsLine(asking),
        { label: texts.topics, value: names.length > 0 ? names.join(separator) : texts.noTopics },
      ],
      main: tap(texts.register, answerData(rev, 'done')),
      more: [tap(texts.fix, answerData(rev, 'fix'))],
    }),
    ways(asking),
  )
}

/** That digits were given is said; the digits are known to nobody any more. */
function digitsLine({ registration: { answers }, language }: Asking) {
  const { digitsField, digitsGiven, digitsNotGiven } = registrationHelpTexts[language]
  if (answers.digitsHmac === undefined) return []
  return [{ label: digitsField, value: answers.digitsHmac === null ? digitsNotGiven : digitsGiven }]
}

const fixable = ({ roles }: Asking) => FIXABLE.filter((step) => step !== 'role' || roles.length > 0)

const nameOf = (choices: readonly Named[], id: string | null | undefined) =>
  choices.find((choice) => choice.id === id)?.name
