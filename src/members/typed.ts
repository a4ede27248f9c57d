import { cleanName } from './names.ts'
import { type Answer, isPurpose, type Step } from './steps.ts'
import { type ReadDay, readLastDay } from './typed-dates.ts'
import {
  AGREE,
  BACK,
  CANCEL,
  DISAGREE,
  DONE,
  FIELDS,
  FIX,
  fold,
  NO,
  NO_DIGITS,
  NO_ROLE,
  NOT_NAMES,
  REGISTER,
  RESTART,
  STAY,
  YES,
} from './typed-words.ts'

/** What somebody meant who typed instead of tapping. */
export type Typed =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'cancel' | 'fix' | 'stay' | 'restart' | 'done' }
  /** Four digits, which the caller turns into their HMAC. */
  | { kind: 'digits'; digits: string }
  /** It fits several choices: these are asked again. */
  | { kind: 'which'; ids: readonly string[] }
  /** No to the notice that everything else rests on. */
  | { kind: 'refuses' }

type Named = { id: string; name: string }
export type Readable = { stores: readonly Named[]; roles: readonly Named[]; today: string; readDay: ReadDay }

/** Longer texts are letters, not answers. */
const TYPED_MAX = 200

const POLITE_AFTER =
  /(ダッタト思イマス|ダト思イマス|ト思イマス|デ?働(イテイ|イテ|キ)マシタ|デ?勤務シテイ?マシタ|デ?バイトシテイ?マシタ|ニ?勤メテイ?マシタ|ヲ?シテイ?マシタ|ヲ?ヤッテイ?マシタ|ヲ?担当シテイ?マシタ|担当|ニ(イ|居)マシタ|デシタ|デスネ|デス|ダッタ|カナ|デ)+$/
const POLITE_BEFORE =
  /^(私ハ|ワタシハ|僕ハ|俺ハ|オモニ|主ニ|ハイ|エット|タブン|多分|確カ|元|iworked(atthe|inthe|asa|at|in|as)|iwas(atthe|inthe|a|at|in)?|atthe|inthe|at|in|the)/
const DENIED = /ナイ|ナカ|チガ|違|マセン|not|nt/
const SHOP_AFTER = /(支店|(ノ?オ)?店|テン|store|shop|branch)$/

/** Reads what was typed at an open question; undefined when it is no answer that we can be sure of. */
export function readTyped(step: Step, typed: string, { stores, roles, today, readDay }: Readable): Typed | undefined {
  if (typed.length > TYPED_MAX) return undefined
  const word = fold(typed)
  const way = readWay(step, word)
  if (way) return way
  if (step === 'privacy') return readPrivacy(word)
  if (isPurpose(step)) {
    const yes = readYesOrNo(word)
    return yes === undefined ? undefined : answered({ kind: yes ? 'yes' : 'no' })
  }
  switch (step) {
    case 'name':
      return readName(typed)
    case 'store':
      return pick(fits(word, stores, SHOP_AFTER), 'store')
    case 'role':
      return readRole(word, roles)
    case 'last_day': {
      const on = readLastDay(typed, today, readDay)
      return on === undefined ? undefined : answered({ kind: 'last_day', on })
    }
    case 'digits':
      return readDigits(typed, word)
    case 'confirm':
      return readConfirm(word)
  }
}

/** Yes, no, or not to be told: a consent is never guessed. Who says both yes and no, says no. */
export function readYesOrNo(word: string): boolean | undefined {
  const said = fold(word)
  if (YES.has(said)) return true
  if (NO.has(said)) return false
  const afterYes = /^(?:ハイ|yes|ok)(.+)$/.exec(said)?.[1]
  if (afterYes !== undefined) return NO.has(afterYes) ? false : YES.has(afterYes) ? true : undefined
  const afterNo = /^(?:イイエ|no)(.+)$/.exec(said)?.[1]
  return afterNo !== undefined && NO.has(afterNo) ? false : undefined
}

/** The choices that a typed word can mean, by the closest kind of likeness that any has. */
export function fits(typed: string, choices: readonly Named[], after: RegExp = /(?!)/): readonly string[] {
  const heard = fold(typed)
  const bare = heard.replace(POLITE_BEFORE, '').replace(POLITE_AFTER, '')
  const base = (word: string) => word.replace(after, '')
  const known = choices.map(({ id, name }) => ({ id, word: fold(name), base: base(fold(name)) }))
  const same = known.filter(({ word }) => word === heard || word === bare)
  if (same.length > 0) return same.map(({ id }) => id)
  const said = base(bare)
  if (said === '' || DENIED.test(heard)) return []
  const levels = [
    known.filter((one) => one.base === said || one.base === base(heard)),
    isTelling(said) ? known.filter((one) => one.base.includes(said)) : [],
    longest(known.filter((one) => isTelling(one.base) && heard.includes(one.base))),
  ]
  return (levels.find((level) => level.length > 0) ?? []).map(({ id }) => id)
}

function readWay(step: Step, word: string): Typed | undefined {
  if (BACK.has(word)) return answered({ kind: 'back' })
  if (CANCEL.has(word)) return { kind: 'cancel' }
  if (STAY.has(word) || (step !== 'confirm' && REGISTER.has(word))) return { kind: 'stay' }
  return RESTART.has(word) ? { kind: 'restart' } : undefined
}

function readPrivacy(word: string): Typed | undefined {
  if (DISAGREE.has(word)) return { kind: 'refuses' }
  const yes = AGREE.has(word) || readYesOrNo(word)
  return yes === undefined ? undefined : yes ? answered({ kind: 'agree' }) : { kind: 'refuses' }
}

function readName(typed: string): Typed | undefined {
  const bare = typed
    .trim()
    .replace(/^(私|わたし|僕)?の?(お?名前|氏名)は|^(私|わたし|僕)は|^(my name is|i am|i['’]m|this is)\s+/i, '')
    .replace(/(と申します|といいます|と言います|です|でした)?[。.!！]*$/, '')
  const name = cleanName(bare)
  return name === undefined || NOT_NAMES.has(fold(name)) ? undefined : answered({ kind: 'name', name })
}

function readRole(word: string, roles: readonly Named[]): Typed | undefined {
  const found = pick(fits(word, roles), 'role')
  return found ?? (NO_ROLE.has(word.replace(/デス$|デシタ$/, '')) ? answered({ kind: 'role', id: null }) : undefined)
}

/** Four digits, or of a whole number its last four. */
function readDigits(typed: string, word: string): Typed | undefined {
  if (NO_DIGITS.has(word.replace(/デス$/, ''))) return answered({ kind: 'digits', hmac: null })
  const digits = typed.normalize('NFKC').replace(/[\s\p{Pd}ー()]|です$/gu, '')
  return /^(\d{4}|0\d{9,10})$/.test(digits) ? { kind: 'digits', digits: digits.slice(-4) } : undefined
}

function readConfirm(word: string): Typed | undefined {
  const field = FIELDS.find(([, words]) =>
    words.has(word.replace(/(ヲ|ガ)?(ナオ|直)(ス|シタイ)(デス)?$|(ガ|ハ)(違|チガ)(ウ|イマス)$/, '')),
  )
  if (field) return answered({ kind: 'fix', step: field[0] })
  if (FIX.has(word)) return { kind: 'fix' }
  if (DONE.has(word)) return { kind: 'done' }
  const yes = readYesOrNo(word)
  return yes === undefined ? undefined : { kind: yes ? 'done' : 'fix' }
}

function pick(ids: readonly string[], kind: 'store' | 'role'): Typed | undefined {
  const [id, another] = ids
  if (id === undefined) return undefined
  return another === undefined ? answered({ kind, id }) : { kind: 'which', ids }
}

/** One character says something only where it is a kanji. */
const isTelling = (word: string) => [...word].length > 1 || /\p{Script=Han}/u.test(word)
/** 渋谷東口 also contains 渋谷: the longer one is meant. */
const longest = <T extends { base: string }>(found: readonly T[]) =>
  found.filter(({ base }) => !found.some((other) => other.base !== base && other.base.includes(base)))
const answered = (answer: Answer): Typed => ({ kind: 'answer', answer })
