import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { formatFullDay } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { returnAdminTexts } from '../texts/returns-admin.ts'
import type { WebEnv } from '../web/env.ts'
import { type FormErrors, type FormValues, readForm, valueIn } from '../web/form.ts'
import { allow } from '../web/session.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, FormErrors as FormErrorsNotice, TextArea } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import { type Common, PATH } from './pages.tsx'
import { listRules, publishRules, type RehireRule, RULE_WORDS_MAX } from './rules.ts'

const REQUIRED = ['wage', 'position', 'tenure'] as const

const RulesForm = (lang: Language) => {
  const { rules: t } = returnAdminTexts[lang]
  const said = z.string(t.missing).trim().min(1, t.missing).max(RULE_WORDS_MAX, t.long)
  return z.object({
    wage: said,
    position: said,
    tenure: said,
    words: z.string().trim().max(RULE_WORDS_MAX, t.long).default(''),
    seen: z.coerce.number().int().nonnegative(),
  })
}

/** Mounted at /admin/returns/rules: 再入社ルール, in versions that stay. Managers read them, owners publish. */
export const rulesAdmin = new Hono<WebEnv>()
  .get('/', async (c) => {
    const versions = await listRules(c.var.deps.store)
    const [current] = versions
    const values = current ? { ...current, version: '', publishedAt: '', publishedBy: '' } : {}
    return show(c, versions, { values, errors: {} })
  })

  .post('/versions', allow('owner'), async (c) => {
    const { deps, language: lang, operator } = c.var
    const form = await readForm(c, RulesForm(lang))
    if (!form.ok) return show(c, await listRules(deps.store), form, 422)
    const { seen, ...rules } = form.data
    try {
      await publishRules(deps.store, { rules, seen: seen || null, operatorId: operator.id, now: deps.now() })
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'rehire_rules_changed') throw error
      const errors = { '': returnAdminTexts[lang].rules.changed }
      return show(c, await listRules(deps.store), { values: form.values, errors }, 422)
    }
    return c.redirect(`${PATH}?done=published`, 303)
  })

type Form = { values: FormValues; errors: FormErrors }

const show = (c: Context<WebEnv>, versions: readonly RehireRule[], form: Form, status: 200 | 422 = 200) =>
  c.html(<RulesPage lang={c.var.language} operator={c.var.operator} versions={versions} {...form} />, status)

const RulesPage = ({
  lang,
  operator,
  versions,
  values,
  errors,
}: Common & Form & { versions: readonly RehireRule[] }) => {
  const { rules: t, back } = returnAdminTexts[lang]
  const [current, ...earlier] = versions
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="members"
      path={`${PATH}/rules`}
      back={{ href: PATH, label: back }}
    >
      <p>{t.lead}</p>
      {current ? <Version {...{ lang, rule: current, title: t.current(current.version) }} /> : <p>{t.empty}</p>}
      {operator.role === 'owner' ? (
        <RulesEditor {...{ lang, values, errors }} version={current?.version ?? 0} />
      ) : (
        <p class="muted">{t.ownerOnly}</p>
      )}
      {earlier.length > 0 && <h2>{t.history}</h2>}
      {earlier.map((rule) => (
        <Version {...{ lang, rule, title: t.version(rule.version) }} />
      ))}
    </Page>
  )
}

const RulesEditor = ({ lang, values, errors, version }: Form & { lang: Language; version: number }) => {
  const { rules: t } = returnAdminTexts[lang]
  const hints = { wage: t.wageHint, position: t.positionHint, tenure: t.tenureHint }
  const field = (name: string) => ({ lang, name, rows: 2, maxlength: RULE_WORDS_MAX, error: errors[name] })
  return (
    <form method="post" action={`${PATH}/rules/versions`}>
      <h2>{t.edit}</h2>
      <FormErrorsNotice lang={lang} errors={errors} />
      <input type="hidden" name="seen" value={String(version)} />
      {REQUIRED.map((name) => (
        <TextArea {...field(name)} label={t[name]} hint={hints[name]} required value={valueIn(values, name)} />
      ))}
      <TextArea {...field('words')} label={t.words} hint={t.wordsHint} value={valueIn(values, 'words')} />
      <p class="muted">{t.keeps}</p>
      <Actions>
        <Button>{t.publish(version + 1)}</Button>
      </Actions>
    </form>
  )
}

const Version = ({ lang, rule, title }: { lang: Language; rule: RehireRule; title: string }) => {
  const { rules: t } = returnAdminTexts[lang]
  const said = (words: string) => <span class="lines">{words}</span>
  return (
    <Card
      title={title}
      aside={<small>{t.published(formatFullDay(rule.publishedAt, lang), rule.publishedBy ?? '')}</small>}
    >
      <Definition
        items={[
          ...REQUIRED.map((name) => ({ term: t[name], detail: said(rule[name]) })),
          ...(rule.words ? [{ term: t.words, detail: said(rule.words) }] : []),
        ]}
      />
    </Card>
  )
}
