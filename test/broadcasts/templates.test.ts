import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  deleteTemplate,
  findTemplate,
  listTemplates,
  renameTemplate,
  saveTemplate,
  TEMPLATES_MAX,
} from '../../src/broadcasts/templates.ts'
import type { Store } from '../../src/db/store.ts'
import { engines, NOON } from '../support.ts'
import { addOwner, OWNER } from './support.ts'

const TEXT = { kind: 'text', text: '{名前}さん、お元気ですか。', from: '店長の田中' } as const

describe.each(engines)('templates on $engine', ({ open }) => {
  let store: Store
  let stores: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    stores = await open()
  })
  afterAll(() => stores.close())
  beforeEach(async () => {
    store = await stores.openStore()
    await addOwner(store)
    await store.db
      .insertInto('operators')
      .values({
        id: 'mori',
        member_id: null,
        name: '森',
        role: 'owner',
        store_id: null,
        created_at: NOON,
        revoked_at: null,
      })
      .execute()
  })
  const save = (name: string, createdBy = OWNER, text: string = TEXT.text) =>
    saveTemplate(store, { name, purpose: 'news', content: { ...TEXT, text }, createdBy, now: NOON })
  const owner = { operatorId: OWNER, isOwner: true }
  const mori = { operatorId: 'mori', isOwner: false }

  it('are kept under a name, and replaced under the same name by whoever made them', async () => {
    const id = await save('春のあいさつ')
    expect(await save('春のあいさつ', OWNER, '桜が咲きました。')).toBe(id)
    expect(await save('春のあいさつ', 'mori')).toBeUndefined()
    expect(await listTemplates(store)).toMatchObject([
      { name: '春のあいさつ', content: { text: '桜が咲きました。' }, createdByName: '田中' },
    ])
  })

  it('are seen by everybody who writes, renamed and deleted by who made them and by owners', async () => {
    const [owners = '', moris = ''] = [await save('本部'), await save('店', 'mori')]
    const rename = (templateId: string, name: string, who: typeof owner) =>
      renameTemplate(store, { templateId, name, ...who, now: NOON })
    await expect(rename(owners, '別の名前', mori)).rejects.toThrow('not_found')
    await expect(deleteTemplate(store, { templateId: owners, ...mori })).rejects.toThrow('not_found')
    expect(await rename(moris, '本部', mori)).toBe(false)
    expect(await rename(moris, '渋谷店', mori)).toBe(true)
    expect(await rename(moris, '新宿店', owner)).toBe(true)
    await deleteTemplate(store, { templateId: moris, ...mori })
    await deleteTemplate(store, { templateId: moris, ...mori })
    expect((await listTemplates(store)).map(({ name }) => name)).toEqual(['本部'])
  })

  it('keep no story: whoever agreed to be told of agreed to one telling', async () => {
    const content = { kind: 'story', storyId: 's1', text: '話を聞きました。', from: '店長の田中' } as const
    const id = await saveTemplate(store, { name: '話', purpose: 'news', content, createdBy: OWNER, now: NOON })
    expect(JSON.stringify(await findTemplate(store, id ?? ''))).not.toContain('s1')
  })

  it('are at most a hundred', async () => {
    const row = (n: number) => ({
      id: `t${n}`,
      name: `名前${n}`,
      purpose: 'news' as const,
      content: JSON.stringify(TEXT),
      created_by: OWNER,
      created_at: NOON,
      updated_at: NOON,
    })
    for (let n = 0; n < TEMPLATES_MAX; n += 10)
      await store.db
        .insertInto('message_templates')
        .values(Array.from({ length: 10 }, (_, i) => row(n + i)))
        .execute()
    expect(await save('もうひとつ')).toBeUndefined()
    expect(await save('名前7', OWNER, '変えた言葉')).toBe('t7')
  })
})
