import type { Child } from 'hono/jsx'
import { describe, expect, it } from 'vitest'
import { NAV, Page, PlainPage } from '../../src/web/ui.tsx'
import { Button, Check, CheckGroup, Field, FormErrors, RadioGroup, Select, TextArea } from '../../src/web/ui-forms.tsx'
import { Badge, Empty, Notice, Pager, Stat, Table, Timeline } from '../../src/web/ui-parts.tsx'
import { CouponCode, TillResult } from '../../src/web/ui-screens.tsx'

const html = async (element: Child) => String(await element)
const owner = { name: '田中', role: 'owner' } as const

describe('a page', () => {
  it('says its language, its title, and where to skip to', async () => {
    const page = await html(<Page lang="en" title="Alumni" operator={owner} current="members" />)
    expect(page).toContain('<html lang="en">')
    expect(page).toContain('<title>Alumni · Okaeri</title>')
    expect(page).toMatch(/<a class="skip" href="#main">[\s\S]*<main id="main"/)
    expect(page).toMatch(/href="\/admin\/members" aria-current="page"/)
    expect(page.match(/aria-current/g)).toHaveLength(1)
  })

  it('carries no style and no script of its own, so that the strict policy holds', async () => {
    for (const page of [
      await html(
        <Page lang="ja" title="ホーム" operator={owner} waiting={2} notice={{ tone: 'warn', text: '確認' }} />,
      ),
      await html(<PlainPage lang="ja" title="レジ" screen="till" from="渋谷店" path="/till" keepAwake />),
    ]) {
      expect(page).not.toMatch(/\sstyle=|<style|\son[a-z]+=/)
      const scripts = page.match(/<script[\s\S]*?<\/script>/g) ?? []
      expect(scripts).not.toEqual([])
      for (const script of scripts)
        expect(script).toMatch(/^<script src="\/assets\/okaeri(-admin)?\.[0-9a-f]{16}\.js" defer=""><\/script>$/)
    }
  })

  it('shows each role only the rooms it may enter', async () => {
    for (const role of ['owner', 'manager', 'staff'] as const) {
      const page = await html(<Page lang="ja" title="ホーム" operator={{ name: '田中', role }} />)
      for (const { href, roles } of NAV) expect(page.includes(`<a href="${href}"`)).toBe(roles.includes(role))
    }
  })

  it('has no menu when nobody is signed in', async () => {
    expect(await html(<Page lang="ja" title="ホーム" />)).not.toContain('<nav')
  })

  it('says what can go wrong with the net in the words of who reads it', async () => {
    for (const [lang, offline, htmlLang] of [
      ['ja', '通信が切れています', 'ja'],
      ['plain-ja', 'インターネットに つながって いません', 'ja'],
      ['en', 'You are offline', 'en'],
    ] as const) {
      const page = await html(<PlainPage lang={lang} title="クーポン" screen="member" path="/privacy" />)
      expect(page).toContain(`data-offline="${offline}`)
      expect(page).toContain(`<html lang="${htmlLang}">`)
      expect(page).toContain(`name="lang" value="${htmlLang === 'ja' ? 'en' : 'ja'}"`)
    }
  })

  it('comes back to where the language was changed', async () => {
    const page = await html(<Page lang="ja" title="卒業生" path="/admin/members" />)
    expect(page).toMatch(/action="\/language">.*name="back" value="\/admin\/members".*name="lang" value="en"/s)
  })

  it('keeps what people call themselves from becoming markup', async () => {
    const page = await html(
      <Page lang="ja" title={'<script>alert("1")</script>'} operator={{ ...owner, name: '<b>' }} />,
    )
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('&lt;b&gt;さん')
  })
})

describe('a field', () => {
  it('comes back filled, with its message tied to it', async () => {
    const field = await html(
      <Field lang="ja" label="題" name="title" value={'a"b'} hint="30字まで" error="長すぎます。" required />,
    )
    expect(field).toContain('value="a&quot;b"')
    expect(field).toContain('aria-invalid="true"')
    expect(field).toContain('aria-describedby="f-title-hint f-title-error"')
    expect(field).toMatch(/id="f-title-hint"[\s\S]*id="f-title-error"/)
    expect(field).toMatch(/<label for="f-title">題<span class="required">必須/)
    expect(field).toMatch(/<input[^>]* required/)
  })

  it('without hint or error points at none', async () => {
    expect(await html(<Field lang="ja" label="題" name="title" />)).not.toMatch(/aria-|class="error"/)
  })

  it('takes the first of several posted values', async () => {
    expect(await html(<Field lang="ja" label="題" name="t" value={['one', 'two']} />)).toContain('value="one"')
  })

  it('of several lines, or with choices, comes back filled too', async () => {
    expect(await html(<TextArea lang="ja" label="文" name="body" value="</textarea><b>" />)).toContain(
      '&lt;/textarea&gt;&lt;b&gt;</textarea>',
    )
    const choices = [
      { value: 'a', label: '渋谷' },
      { value: 'b', label: '新宿' },
    ]
    const select = await html(<Select lang="ja" label="店" name="s" value="b" choices={choices} empty="すべて" />)
    expect(select).toContain('<option value="b" selected="">')
    expect(select.match(/selected/g)).toHaveLength(1)
    const radios = await html(<RadioGroup lang="ja" label="店" name="r" value="a" choices={choices} />)
    expect(radios).toMatch(/type="radio" name="r" value="a" checked/)
    const checks = await html(
      <CheckGroup
        lang="ja"
        label="店"
        name="c"
        values={['a', 'b']}
        choices={choices}
        error="1つだけ選んでください。"
      />,
    )
    expect(checks.match(/checked/g)).toHaveLength(2)
    expect(checks).toMatch(/<fieldset class="field wrong"[^>]*aria-describedby="f-c-error"/)
    expect(await html(<Check label="はい" name="ok" checked />)).toMatch(/value="yes" checked/)
  })

  it('says above a form that nothing was saved, only when that is so', async () => {
    expect(await html(<FormErrors lang="ja" errors={{ title: undefined }} />)).toBe('')
    expect(await html(<FormErrors lang="ja" errors={{ title: '…' }} />)).toContain('role="alert"')
    expect(await html(<FormErrors lang="ja" errors={{ '': '満席です。' }} />)).toContain('満席です。')
  })
})

describe('a state', () => {
  it('is a colour, a sign and a word', async () => {
    expect(await html(<Badge tone="done">確認済み</Badge>)).toBe(
      '<span class="badge done"><span aria-hidden="true">○</span> 確認済み</span>',
    )
  })

  it('interrupts a screen reader only when something is wrong', async () => {
    expect(await html(<Notice tone="success">保存しました。</Notice>)).toContain('role="status"')
    expect(await html(<Notice tone="error">送信できませんでした。</Notice>)).toContain('role="alert"')
  })

  it('at the till is one word, and what to do next', async () => {
    const result = await html(
      <TillResult tone="wait" word="使用済みです" detail="19:42 渋谷店" next="いつもの金額で。" />,
    )
    expect(result).toMatch(/role="alert".*△.*使用済みです.*19:42 渋谷店.*いつもの金額で。/s)
  })
})

describe('rows', () => {
  it('name each cell, so that they can be cards on a phone', async () => {
    const table = await html(
      <Table caption="卒業生" rows={[{ name: '佐藤' }]} columns={[{ label: '名前', cell: ({ name }) => name }]} />,
    )
    expect(table).toMatch(/<caption[^>]*>卒業生<.*<th scope="col"[^>]*>名前<.*<td data-label="名前"[^>]*>佐藤</s)
  })

  it('lead on and back only where there is more', async () => {
    expect(await html(<Pager lang="ja" next="/a?after=1" />)).not.toContain('前のページ')
    expect(await html(<Pager lang="ja" previous="/a" />)).not.toContain('次のページ')
  })

  it('teach what to do when there are none', async () => {
    const empty = await html(
      <Empty title="まだありません" example="例：渋谷店" action={<Button href="/new">つくる</Button>}>
        人を選ぶ決まりです。
      </Empty>,
    )
    expect(empty).toMatch(/まだありません.*決まりです.*例：渋谷店.*class="button primary" href="\/new"/s)
  })
})

it('shows a number with what it was before', async () => {
  expect(await html(<Stat label="残り" from="142" value="118" unit="通" />)).toMatch(/142.*→.*<b>118<\/b>.*通/s)
})

it('tells when things happened in Tokyo', async () => {
  const at = Date.parse('2026-11-21T19:42:00+09:00')
  expect(await html(<Timeline lang="ja" items={[{ at, text: '使いました', tone: 'done' }]} />)).toMatch(
    /<li class="done"><time datetime="2026-11-21T10:42:00.000Z">11月21日（土） 19:42/,
  )
})

it('shows the code with the time it still lives, also without script', async () => {
  const code = await html(
    <CouponCode
      codeLabel="コード"
      code="7K3M-9QPX"
      qrSvg="<svg></svg>"
      qrAlt="QR"
      secondsLeft={23}
      secondsTotal={30}
      secondsText="あと{}秒"
    />,
  )
  expect(code).toContain('7K3M-9QPX')
  expect(code).toContain('<svg></svg>')
  expect(code).toContain('あと23秒')
  expect(code).toMatch(/<progress[^>]*max="30" value="23"/)
})
