import { Hono } from 'hono'
import { noteAccess } from '../../interactions/access-log.ts'
import type { WebEnv } from '../../web/env.ts'
import { allow } from '../../web/session.ts'
import { type Watched, watchCoupons } from './watch.ts'
import { WatchPage } from './watch-page.tsx'

/** Mounted at /admin/coupons/watch: what an owner should look at. A manager sees what concerns the own store. */
export const couponWatchAdmin = new Hono<WebEnv>().get('/', allow('manager'), async (c) => {
  const { deps, operator, language } = c.var
  const watched = await watchCoupons(deps.store, { storeId: operator.storeId, now: deps.now() })
  const detail = { page: 'couponWatch', count: namesIn(watched) }
  if (detail.count > 0)
    await noteAccess(deps.store, { operatorId: operator.id, action: 'members_listed', detail, now: deps.now() })
  return c.html(<WatchPage {...{ language, operator, watched }} />)
})

const namesIn = ({ devices, opens }: Watched) =>
  opens.length + devices.reduce((sum, { named }) => sum + named.length, 0)
