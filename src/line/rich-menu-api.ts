import { z } from 'zod'
import type { Answer, Call } from './calls.ts'
import type { NamedRichMenu, RichMenuApi } from './rich-menus.ts'

const PROGRESS_EVERY_MS = 3_000
/** Progress may be asked 100 times an hour; people are moved within seconds, or LINE is not well. */
const PROGRESS_ASKED_MAX = 40

const Created = z.object({ richMenuId: z.string().min(1) })
const Listed = z.object({ richmenus: z.array(z.object({ richMenuId: z.string(), name: z.string() })) })
const Aliases = z.object({ aliases: z.array(z.object({ richMenuAliasId: z.string(), richMenuId: z.string() })) })
const Progress = z.object({ phase: z.enum(['ongoing', 'succeeded', 'failed']) })

type Sent = Promise<{ httpResponse: Response; body: unknown }>
type Link = { type: 'link'; from: string; to: string }
/** The part of the SDK's clients that rich menus need; the gateway hands them in. */
export type RichMenuClients = {
  api: {
    getRichMenuListWithHttpInfo(): Sent
    createRichMenuWithHttpInfo(menu: NamedRichMenu): Sent
    deleteRichMenuWithHttpInfo(richMenuId: string): Sent
    getRichMenuAliasListWithHttpInfo(): Sent
    createRichMenuAliasWithHttpInfo(alias: { richMenuAliasId: string; richMenuId: string }): Sent
    updateRichMenuAliasWithHttpInfo(alias: string, target: { richMenuId: string }): Sent
    getDefaultRichMenuIdWithHttpInfo(): Sent
    setDefaultRichMenuWithHttpInfo(richMenuId: string): Sent
    richMenuBatchWithHttpInfo(batch: { operations: Link[] }): Sent
    getRichMenuBatchProgressWithHttpInfo(requestId: string): Sent
  }
  data: {
    getRichMenuImageWithHttpInfo(richMenuId: string): Sent
    setRichMenuImageWithHttpInfo(richMenuId: string, image: Blob): Sent
  }
}

/** LINE's rich menus over the gateway's calls, as the sync needs them: whatever LINE did not do, is thrown. */
export function richMenuApi(call: Call<RichMenuClients>, sleep: (ms: number) => Promise<void>): RichMenuApi {
  const must = async (endpoint: string, send: Parameters<Call<RichMenuClients>>[1]) =>
    orThrow(endpoint, await call(endpoint, send))
  const read = async <T>(shape: z.ZodType<T>, endpoint: string, send: Parameters<Call<RichMenuClients>>[1]) =>
    shape.parse((await must(endpoint, send)).body)
  const has = async (endpoint: string, send: Parameters<Call<RichMenuClients>>[1]) => {
    const answer = await call(endpoint, send)
    return answer.outcome.kind === 'refused' && answer.outcome.status === 404 ? undefined : orThrow(endpoint, answer)
  }

  return {
    list: async () => (await read(Listed, 'rich-menu-list', ({ api }) => api.getRichMenuListWithHttpInfo())).richmenus,
    create: async (menu) =>
      (await read(Created, 'rich-menu-create', ({ api }) => api.createRichMenuWithHttpInfo(menu))).richMenuId,
    hasImage: async (id) =>
      (await has('rich-menu-image', async ({ data }) => {
        const { httpResponse, body } = await data.getRichMenuImageWithHttpInfo(id)
        // The picture itself is not wanted; an unread one would keep the connection open.
        if (isDestroyable(body)) body.destroy()
        return { httpResponse, body: null }
      })) !== undefined,
    upload: async (id, png) => {
      const image = new Blob([png], { type: 'image/png' })
      await must('rich-menu-upload', ({ data }) => data.setRichMenuImageWithHttpInfo(id, image))
    },
    aliases: async () => {
      const found = await read(Aliases, 'rich-menu-aliases', ({ api }) => api.getRichMenuAliasListWithHttpInfo())
      return new Map(found.aliases.map(({ richMenuAliasId, richMenuId }) => [richMenuAliasId, richMenuId]))
    },
    createAlias: async (richMenuAliasId, richMenuId) => {
      const alias = { richMenuAliasId, richMenuId }
      await must('rich-menu-alias-create', ({ api }) => api.createRichMenuAliasWithHttpInfo(alias))
    },
    updateAlias: async (alias, richMenuId) => {
      await must('rich-menu-alias-update', ({ api }) => api.updateRichMenuAliasWithHttpInfo(alias, { richMenuId }))
    },
    defaultId: async () => {
      const found = await has('rich-menu-default', ({ api }) => api.getDefaultRichMenuIdWithHttpInfo())
      return found && Created.parse(found.body).richMenuId
    },
    setDefault: async (id) => {
      await must('rich-menu-default-set', ({ api }) => api.setDefaultRichMenuWithHttpInfo(id))
    },
    move: async (moves) => {
      const operations = moves.map(({ from, to }) => ({ type: 'link', from, to }) as const)
      const { outcome } = await must('rich-menu-batch', ({ api }) => api.richMenuBatchWithHttpInfo({ operations }))
      const requestId = outcome.requestId ?? ''
      for (let asked = 0; asked < PROGRESS_ASKED_MAX; asked++) {
        const { phase } = await read(Progress, 'rich-menu-progress', ({ api }) =>
          api.getRichMenuBatchProgressWithHttpInfo(requestId),
        )
        if (phase === 'succeeded') return
        if (phase === 'failed') throw new Error('LINE could not move people to the new rich menu. Try again later.')
        await sleep(PROGRESS_EVERY_MS)
      }
      throw new Error('LINE is still moving people to the new rich menu. Run the sync again in a few minutes.')
    },
    delete: async (id) => {
      await must('rich-menu-delete', ({ api }) => api.deleteRichMenuWithHttpInfo(id))
    },
  }
}

function orThrow(endpoint: string, answer: Answer): Answer {
  const { outcome } = answer
  if (outcome.kind === 'accepted') return answer
  throw new Error(`LINE did not answer ${endpoint} as hoped: ${outcome.status ?? ''} ${outcome.message}`)
}

const isDestroyable = (body: unknown): body is { destroy(): void } =>
  typeof body === 'object' && body !== null && 'destroy' in body && typeof body.destroy === 'function'
