import { readJson } from './body.ts'
import { perHour } from './buckets.ts'
import { asObject, checkList, type Problems } from './checks.ts'
import { invalidParameter, invalidProperty, refuseProblems } from './errors.ts'
import type { Answer, Call, Endpoint } from './gate.ts'
import { applicable, linkRichMenu } from './rich-menus.ts'

const OPERATIONS_MAX = 1_000
const BATCH = 'richmenu.batch'

/** Moving everybody from one rich menu to another. Only `link` is played: nothing here sends the others. Facts: section 7. */
export const richMenuBatchEndpoints: readonly Endpoint[] = [
  { name: BATCH, method: 'POST', path: '/v2/bot/richmenu/batch', limit: perHour(3), answer: move },
  {
    name: 'richmenu.batch.progress',
    method: 'GET',
    path: '/v2/bot/richmenu/progress/batch',
    limit: perHour(100),
    answer: progress,
  },
]

/** Accepted at once; here also done at once. */
function move(call: Call): Answer {
  const { world } = call
  const problems: Problems = []
  const body = readJson(call)
  const operations = checkList(problems, body, 'operations', '', { min: 1, max: OPERATIONS_MAX })
  refuseProblems(problems)
  const moves = operations.map((value, index) => {
    const { type, from, to } = asObject(value, `operations[${index}]`)
    if (type !== 'link' || typeof from !== 'string' || typeof to !== 'string')
      throw invalidProperty(`operations[${index}]`)
    return { from: applicable(world, from).id, to: applicable(world, to).id }
  })
  for (const { from, to } of moves) {
    const people = [...world.users.values()].filter(({ richMenuId }) => richMenuId === from)
    linkRichMenu(
      world,
      people.map(({ id }) => id),
      to,
    )
  }
  return { status: 202 }
}

function progress({ world, query }: Call): Answer {
  const asked = world.ledger.requests.find(
    (entry) => entry.endpoint === BATCH && entry.requestId === query('requestId'),
  )
  if (!asked?.accepted) throw invalidParameter('requestId')
  const at = new Date(asked.at).toISOString()
  return { json: { phase: 'succeeded', acceptedTime: at, completedTime: at } }
}
