import type { Compilable } from 'kysely'
import { type Db, mustHaveChangedOne, type Store } from '../db/store.ts'
import { endRegistration } from '../members/registration.ts'
import { type Application, apply, findMatch } from './roster.ts'

type Handed = Application & {
  /** The revision of the chat registration that is handed in; without one, whatever is open in the chat ends with it. */
  rev?: number
  /** When the person said so. */
  at: number
  now: number
}

/**
 * What both ways to register end in, the chat and the form: verified when the roster says so beyond doubt, else waiting for
 * a person to decide. The statements abort their batch when the roster, the person or the registration is no longer as it
 * was read here; then all of this is done again.
 */
export async function handIn(store: Store, { rev, ...application }: Handed) {
  const { db } = store
  const { memberId, now } = application
  const match = await findMatch(store, application)
  const { decide, tell } = apply(db, { ...application, match })
  const statements: readonly Compilable[] = [
    ...(rev === undefined ? [endAny(db, memberId)] : endRegistration(db, { memberId, rev, now })),
    decide,
    mustHaveChangedOne(db),
    ...tell,
  ]
  return match === undefined
    ? ({ state: 'applied', menu: 'guest', statements } as const)
    : ({ state: 'verified', menu: 'member', statements } as const)
}

const endAny = (db: Db, memberId: string) => db.deleteFrom('registrations').where('member_id', '=', memberId)
