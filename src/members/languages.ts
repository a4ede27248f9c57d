import { type Compilable, sql } from 'kysely'
import type { MemberLanguage } from '../db/schema.ts'
import type { Db } from '../db/store.ts'
import { record } from '../interactions/interactions.ts'

/** The languages of the bot and of a member's pages. */
export const MEMBER_LANGUAGES = ['ja', 'plain-ja', 'en'] as const satisfies readonly MemberLanguage[]

type Choice = { memberId: string; language: MemberLanguage; at: number }

/**
 * The statements for "from now on in this language, please": what LINE says of the person no longer counts. Their menu
 * follows; a menu is given in the language that the person has when it leaves.
 */
export const chooseLanguage = (db: Db, { memberId, language, at }: Choice): readonly Compilable[] => [
  db
    .updateTable('members')
    .set({ language, language_chosen_at: at })
    .where('id', '=', memberId)
    .where('state', 'not in', ['left', 'erased']),
  record(db, { memberId, kind: 'language_changed', detail: { language }, at }),
  oweOwnMenu(db, { memberId, at }),
]

/** The statement that follows the language of the person's LINE, until they choose one themselves. */
export const followLanguage = (db: Db, { memberId, language }: Omit<Choice, 'at'>): Compilable =>
  db.updateTable('members').set({ language }).where('id', '=', memberId).where('language_chosen_at', 'is', null)

/** What LINE says of a person (BCP 47; people may keep it to themselves) as a language of ours. */
export function languageOfProfile(said: string | undefined): MemberLanguage {
  const [language] = (said ?? 'ja').toLowerCase().split(/[-_]/)
  return language === 'ja' || language === 'en' ? language : 'plain-ja'
}

/** The statement that owes the person the menu of their state. */
const oweOwnMenu = (db: Db, { memberId, at }: { memberId: string; at: number }): Compilable =>
  db
    .insertInto('outbox_messages')
    .columns(['id', 'member_id', 'kind', 'rich_menu', 'retry_key', 'next_at', 'created_at'])
    .expression(({ selectFrom, val }) =>
      selectFrom('members')
        .select([
          val(crypto.randomUUID()).as('id'),
          'members.id as member_id',
          val<'rich_menu'>('rich_menu').as('kind'),
          sql<string>`case members.state when 'verified' then 'member' else 'guest' end`.as('rich_menu'),
          val(crypto.randomUUID()).as('retry_key'),
          val(at).as('next_at'),
          val(at).as('created_at'),
        ])
        .where('members.id', '=', memberId)
        .where('members.state', 'not in', ['left', 'erased']),
    )
