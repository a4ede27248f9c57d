import { catalogue } from './language.ts'

/**
 * How a condition is said. Japanese joins clauses by one form (…し、) and ends on another (…した人), each of them also
 * negated; English has one for both.
 */
export type Said = { join: string; end: string; notJoin: string; notEnd: string }

const said = (join: string, end: string, notJoin: string, notEnd: string) => ({ join, end, notJoin, notEnd })
/** After "who": one form to join and to end on. */
const who = (yes: string, no: string) => said(yes, yes, no, no)
/** 「退職した人」 and everybody else. */
const orElse = (join: string, end: string) => said(join, end, `${end}以外で`, `${end}以外`)
const left = (time: string) => orElse(`${time}退職し`, `${time}退職した人`)
const registered = (time: string) => orElse(`${time}登録し`, `${time}登録した人`)
const worked = (time: string) =>
  said(`${time}シフトに入り`, `${time}シフトに入った人`, `${time}シフトに入っておらず`, `${time}シフトに入っていない人`)
const answered = (join: string, is: string) => said(join, `${is}人`, `${is}とは答えておらず`, `${is}とは答えていない人`)

const spanJa = (months: number) =>
  months % 12 === 0
    ? `${months / 12}年`
    : months < 24
      ? `${months}か月`
      : `${Math.floor(months / 12)}年${months % 12}か月`
const spanEn = (months: number) => {
  const years = months % 12 === 0 ? months / 12 : 0
  const count = years || months
  return `${count} ${years ? 'year' : 'month'}${count === 1 ? '' : 's'}`
}

/** A rule read back as one sentence, so that an owner can hear a mistake. */
export const segmentWords = catalogue({
  ja: {
    everyone: 'すべての卒業生',
    or: 'か',
    gone: '（削除済み）',
    quote: (name: string) => `「${name}」`,
    storeAndRole: (stores: string, roles: string) => orElse(`${stores}の${roles}で`, `${stores}の${roles}`),
    rolePeople: (names: string, several: boolean) => (several ? `${names}の経験者` : `${names}経験者`),
    store: (names: string) => said(`${names}で働き`, `${names}の卒業生`, `${names}以外で働き`, `${names}以外の卒業生`),
    role: (names: string) => orElse(`${names}で`, names),
    leftIn: (month: string) => left(`${month}に`),
    leftBetween: (from: string, until: string) => left(`${from}から${until}までに`),
    leftFrom: (day: string) => left(`${day}以降に`),
    leftUntil: (day: string) => left(`${day}までに`),
    leftWithin: (months: number) => left(`${spanJa(months)}以内に`),
    leftBefore: (months: number) => left(`${spanJa(months)}以上前に`),
    tenure: (atLeast: number | undefined, under: number | undefined) => {
      const span = [
        atLeast === undefined ? '' : `${spanJa(atLeast)}以上`,
        under === undefined ? '' : `${spanJa(under)}未満`,
      ].join('')
      return orElse(`勤続${span}で`, `勤続${span}の人`)
    },
    tag: (tags: string) =>
      said(
        `${tags}のタグが付き`,
        `${tags}のタグが付いた人`,
        `${tags}のタグが付いておらず`,
        `${tags}のタグが付いていない人`,
      ),
    consent: (what: string) =>
      said(`${what}を受け取り`, `${what}を受け取る人`, `${what}を受け取らず`, `${what}を受け取らない人`),
    letters: {
      news: '近況・お知らせ',
      coupons: 'クーポンのお知らせ',
      events: '試食会・イベントのお知らせ',
      shifts: 'シフト募集のお知らせ',
    },
    language: (names: string) =>
      said(`言語が${names}で`, `言語が${names}の人`, `言語が${names}ではなく`, `言語が${names}ではない人`),
    languages: { ja: '日本語', 'plain-ja': 'やさしい日本語', en: '英語' },
    willing: (what: string) => answered(`${what}に関心があり`, `${what}に関心がある`),
    wishes: {
      shifts: 'シフト',
      busy_help: '忙しい時期の手伝い',
      tasting: '試食',
      training: '研修の講師',
      advice: '相談役',
    },
    skill: (names: string) => answered(`${names}ができ`, `${names}ができる`),
    available: (when: string) => answered(`${when}に都合がつき`, `${when}に都合がつく`),
    weekdayAndPart: (weekdays: string, dayparts: string) => `${weekdays}の${dayparts}`,
    weekdays: ['日曜', '月曜', '火曜', '水曜', '木曜', '金曜', '土曜'],
    dayparts: { morning: '朝', lunch: '昼', evening: '夜', night: '深夜' },
    seen: (days: number) =>
      said(
        `${days}日以内にトークで反応があり`,
        `${days}日以内にトークで反応があった人`,
        `この${days}日間トークで反応がなく`,
        `この${days}日間トークで反応がない人`,
      ),
    received: (coupons: string) =>
      said(
        `${coupons}のクーポンを受け取り`,
        `${coupons}のクーポンを受け取った人`,
        `${coupons}のクーポンを受け取っておらず`,
        `${coupons}のクーポンを受け取っていない人`,
      ),
    used: (coupons: string) =>
      said(
        `${coupons}のクーポンを使い`,
        `${coupons}のクーポンを使った人`,
        `${coupons}のクーポンを使っておらず`,
        `${coupons}のクーポンを使っていない人`,
      ),
    unused: (coupons: string) =>
      said(
        `${coupons}のクーポンをまだ使っておらず`,
        `${coupons}のクーポンをまだ使っていない（今から使える）人`,
        `使えるのにまだ使っていない${coupons}のクーポンがなく`,
        `使えるのにまだ使っていない${coupons}のクーポンがない人`,
      ),
    attended: (events: string) =>
      said(`${events}に参加し`, `${events}に参加した人`, `${events}に参加しておらず`, `${events}に参加していない人`),
    came: (events: string) =>
      said(
        `${events}に来てくださり`,
        `${events}に来てくださった人`,
        `${events}に来ておらず`,
        `${events}に来ていない人`,
      ),
    silent: (events: string) =>
      said(
        `${events}の案内にまだ返事がなく`,
        `${events}の案内にまだ返事のない人`,
        `${events}の案内にもう返事をしたか、案内を受けておらず`,
        `${events}の案内にもう返事をしたか、案内を受けていない人`,
      ),
    workedFrom: (day: string) => worked(`${day}以降に`),
    workedWithin: (months: number) => worked(`${spanJa(months)}以内に`),
    notContacted: (days: number) =>
      said(
        `この${days}日間お知らせが届いておらず`,
        `この${days}日間お知らせが届いていない人`,
        `${days}日以内にお知らせが届き`,
        `${days}日以内にお知らせが届いた人`,
      ),
    registeredFrom: (day: string) => registered(`${day}以降に`),
    registeredWithin: (months: number) => registered(`${spanJa(months)}以内に`),
    person: (names: string) => orElse(`${names}で`, names),
    named: (name: string) => `${name}さん`,
    somebody: '選んだ人',
    manyPeople: (count: number) => `選んだ${count}人`,
    clauses: (clauses: readonly string[]) => clauses.join('、'),
    people: (clauses: string) => clauses,
    oneOf: (people: readonly string[]) => people.join('、または'),
    either: (people: readonly string[]) => {
      const [one, none] = people.length === 2 ? ['どちらか', 'どちらでも'] : ['どれか', 'どれでも']
      const inBrackets = `（${people.join('、または')}）の`
      return said(
        `${inBrackets}${one}にあてはまり`,
        `${inBrackets}${one}にあてはまる人`,
        `${inBrackets}${none}なく`,
        `${inBrackets}${none}ない人`,
      )
    },
    both: (people: string) => orElse(`（${people}）で`, `（${people}）`),
    except: (meant: string, left: readonly string[]) => `${meant}（ただし${left.join('と')}を除く）`,
  },
  en: {
    everyone: 'All alumni',
    or: ' or ',
    gone: '(deleted)',
    quote: (name: string) => `“${name}”`,
    storeAndRole: (stores: string, roles: string) =>
      who(`worked at ${stores} in ${roles}`, `did not work at ${stores} in ${roles}`),
    rolePeople: (names: string) => names,
    store: (names: string) => who(`worked at ${names}`, `did not work at ${names}`),
    role: (names: string) => who(`worked in ${names}`, `did not work in ${names}`),
    leftIn: (month: string) => who(`left in ${month}`, `did not leave in ${month}`),
    leftBetween: (from: string, until: string) =>
      who(`left from ${from} to ${until}`, `did not leave from ${from} to ${until}`),
    leftFrom: (day: string) => who(`left on or after ${day}`, `did not leave on or after ${day}`),
    leftUntil: (day: string) => who(`left by ${day}`, `did not leave by ${day}`),
    leftWithin: (months: number) =>
      who(`left within the last ${spanEn(months)}`, `did not leave within the last ${spanEn(months)}`),
    leftBefore: (months: number) =>
      who(`left ${spanEn(months)} ago or earlier`, `did not leave ${spanEn(months)} ago or earlier`),
    tenure: (atLeast: number | undefined, under: number | undefined) => {
      const span = [
        ...(atLeast === undefined ? [] : [`at least ${spanEn(atLeast)}`]),
        ...(under === undefined ? [] : [`less than ${spanEn(under)}`]),
      ].join(' and ')
      return who(`worked ${span}`, `did not work ${span}`)
    },
    tag: (tags: string) => who(`are tagged ${tags}`, `are not tagged ${tags}`),
    consent: (what: string) => who(`receive ${what}`, `do not receive ${what}`),
    letters: { news: 'news', coupons: 'coupons', events: 'event invitations', shifts: 'shift openings' },
    language: (names: string) => who(`read ${names}`, `do not read ${names}`),
    languages: { ja: 'Japanese', 'plain-ja': 'easy Japanese', en: 'English' },
    willing: (what: string) => who(`are interested in ${what}`, `are not interested in ${what}`),
    wishes: {
      shifts: 'shifts',
      busy_help: 'helping at busy times',
      tasting: 'tastings',
      training: 'training others',
      advice: 'giving advice',
    },
    skill: (names: string) => who(`can do ${names}`, `did not say that they can do ${names}`),
    available: (when: string) => who(`are free ${when}`, `are not free ${when}`),
    weekdayAndPart: (weekdays: string, dayparts: string) => `${weekdays}, ${dayparts}`,
    weekdays: [
      'on Sundays',
      'on Mondays',
      'on Tuesdays',
      'on Wednesdays',
      'on Thursdays',
      'on Fridays',
      'on Saturdays',
    ],
    dayparts: {
      morning: 'in the morning',
      lunch: 'at lunchtime',
      evening: 'in the evening',
      night: 'late at night',
    },
    seen: (days: number) =>
      who(`were active in the chat in the last ${days} days`, `were not active in the chat for ${days} days`),
    received: (coupons: string) => who(`received the coupon ${coupons}`, `did not receive the coupon ${coupons}`),
    used: (coupons: string) => who(`used the coupon ${coupons}`, `did not use the coupon ${coupons}`),
    unused: (coupons: string) =>
      who(`can still use the coupon ${coupons} and have not yet`, `have no unused coupon ${coupons}`),
    attended: (events: string) => who(`attended ${events}`, `did not attend ${events}`),
    came: (events: string) => who(`came to ${events}`, `did not come to ${events}`),
    silent: (events: string) => who(`have not answered ${events} yet`, `answered ${events}, or were not invited to it`),
    workedFrom: (day: string) => who(`worked a shift since ${day}`, `worked no shift since ${day}`),
    workedWithin: (months: number) =>
      who(`worked a shift in the last ${spanEn(months)}`, `worked no shift in the last ${spanEn(months)}`),
    notContacted: (days: number) => who(`got no message for ${days} days`, `got a message in the last ${days} days`),
    registeredFrom: (day: string) => who(`registered since ${day}`, `did not register since ${day}`),
    registeredWithin: (months: number) =>
      who(`registered in the last ${spanEn(months)}`, `did not register in the last ${spanEn(months)}`),
    person: (names: string) => who(`are ${names}`, `are not ${names}`),
    named: (name: string) => name,
    somebody: 'those chosen',
    manyPeople: (count: number) => `${count} chosen people`,
    clauses: (clauses: readonly string[]) =>
      clauses.length < 2 ? clauses.join('') : `${clauses.slice(0, -1).join(', ')} and ${clauses.at(-1)}`,
    people: (clauses: string) => `Alumni who ${clauses}`,
    oneOf: (people: readonly string[]) => people.join(', or '),
    either: (people: readonly string[]) => who(`(${people.join(', or ')})`, `neither (${people.join(', nor ')})`),
    both: (people: string) => who(`(${people})`, `not (${people})`),
    except: (meant: string, left: readonly string[]) => `${meant}, except those who ${left.join(' or who ')}`,
  },
})
