import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { redeemCoupon } from '../../src/coupons/till/redemptions.ts'
import { openSqlite } from '../../src/db/sqlite.ts'
import { NOON } from '../support.ts'
import { addShops, grantTo, previewOf, redemptions, SHIBUYA, staffOf } from './support.ts'

const CONNECTIONS = 4
const TRIES_EACH = 16

const folder = mkdtempSync(join(tmpdir(), 'okaeri-coupons-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('redeeming over several connections to one file', () => {
  it('grants each coupon as often as it has uses, whatever the connections do at the same moment', async () => {
    const stores = Array.from({ length: CONNECTIONS }, () => openSqlite(join(folder, 'okaeri.db')))
    const [store = expect.fail('there is no connection')] = stores
    await addShops(store)

    for (const usesMax of [1, 2, 5]) {
      const { grantId } = await grantTo(store, '花', { usesMax })
      const preview = await previewOf(store, grantId)
      const tries = stores.flatMap((connection) =>
        Array.from({ length: TRIES_EACH }, () =>
          redeemCoupon(connection, {
            preview: { ...preview, key: crypto.randomUUID() },
            till: SHIBUYA,
            staff: staffOf(SHIBUYA),
            now: NOON,
          }),
        ),
      )

      const answers = await Promise.allSettled(tries)
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(usesMax)
      expect((await redemptions(store)).filter(({ grant_id }) => grant_id === grantId)).toHaveLength(usesMax)
    }
    for (const connection of stores) connection.close()
  })
})
