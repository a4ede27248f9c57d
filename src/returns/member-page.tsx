import type { PropsWithChildren } from 'hono/jsx'
import type { MemberLanguage } from '../db/schema.ts'
import { formatFullDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { returnTexts } from '../texts/returns.ts'
import { type FormValues, valueIn, type FormErrors as Wrong } from '../web/form.ts'
import { type Flash, PlainPage } from '../web/ui.tsx'
import { Actions, Button, Field, FormErrors, RadioGroup, Select, TextArea } from '../web/ui-forms.tsx'
import { Card, Definition } from '../web/ui-parts.tsx'
import type { RehireRule } from './rules.ts'
import { isOver, NOTE_MAX, RETURN_KINDS, SINCE_MAX, type Wish } from './wishes.ts'

/** A person's page of また働きたい as it is now. `path`: `/return/<token>`. */
export type Opened = {
  memberId: string
  language: MemberLanguage
  /** Where they worked: what the form begins with. */
  storeId: string | null
  path: string
  shop: string
  rules: RehireRule | undefined
  wish: Wish | undefined
  stores: readonly { id: string; name: string }[]
}

type Shown = { opened: Opened; values: FormValues; errors: Wrong; notice?: Flash | undefined }

/** The rules first, then the few questions; with an open wish, where it stands. Works without JavaScript. */
export const ReturnPage = ({ opened, values, errors, notice }: Shown) => {
  const t = returnTexts[opened.language]
  const { wish, rules, language } = opened
  const isWished = wish !== undefined && !isOver(wish.stage)
  return (
    <Shell {...opened} title={t.title} notice={notice}>
      {wish && <Standing {...opened} wish={wish} />}
      {!isWished && <p>{t.lead}</p>}
      <Rules rules={rules} language={language} />
      <WishForm {...{ opened, values, errors, isWished }} />
      {isWished && (
        <form method="post" action={`${opened.path}/take-backs`}>
          <p>
            <Button kind="quiet">{t.takeBack}</Button>
            <br />
            <small>{t.takeBackHint}</small>
          </p>
        </form>
      )}
    </Shell>
  )
}

/** For a link that leads nowhere (any more). */
export const UnusablePage = ({ language }: { language: MemberLanguage }) => {
  const t = returnTexts[language]
  return (
    <Shell language={language} title={t.unusableTitle}>
      <p>{t.unusable}</p>
    </Shell>
  )
}

type ShellProps = { language: MemberLanguage; shop?: string; title: string; notice?: Flash | undefined }

const Shell = ({ language, shop, title, notice, children }: PropsWithChildren<ShellProps>) => (
  <PlainPage lang={language} title={title} screen="member" notice={notice} {...(shop ? { from: shop } : {})}>
    {children}
  </PlainPage>
)

const Standing = ({ wish, language }: Opened & { wish: Wish }) => {
  const { state: t, kinds, form } = returnTexts[language]
  const day = (at: number) => formatFullDay(at, htmlLang(language))
  const words = wish.closeWords ?? wish.stepWords
  return (
    <Card title={t.title}>
      <p>
        <strong>{wish.isTakenBack ? t.takenBack : t.stages[wish.stage]}</strong> <small>{day(wish.stageAt)}</small>
      </p>
      {words && (
        <Definition
          items={[
            {
              term: t.words,
              detail: (
                <span class="lines">
                  <bdi>{words}</bdi>
                </span>
              ),
            },
          ]}
        />
      )}
      <p>{wish.isTakenBack ? t.takenBackNext : t.next[wish.stage]}</p>
      <Definition
        items={[
          { term: form.kind, detail: kinds[wish.kind] },
          ...(wish.sinceWords ? [{ term: form.since, detail: <bdi>{wish.sinceWords}</bdi> }] : []),
          { term: form.store, detail: wish.storeName ?? form.anyStore },
          ...(wish.note ? [{ term: form.note, detail: <bdi>{wish.note}</bdi> }] : []),
        ]}
      />
      <small>{t.sent(day(wish.createdAt))}</small>
    </Card>
  )
}

const Rules = ({ rules, language }: Pick<Opened, 'rules' | 'language'>) => {
  const { rules: t } = returnTexts[language]
  if (!rules)
    return (
      <Card title={t.title}>
        <p>{t.none}</p>
      </Card>
    )
  const since = t.version(rules.version, formatFullDay(rules.publishedAt, htmlLang(language)))
  const said = (words: string) => (
    <span class="lines">
      <bdi>{words}</bdi>
    </span>
  )
  return (
    <Card title={t.title} aside={<small>{since}</small>}>
      <Definition
        items={[
          { term: t.wage, detail: said(rules.wage) },
          { term: t.position, detail: said(rules.position) },
          { term: t.tenure, detail: said(rules.tenure) },
        ]}
      />
      {rules.words && (
        <p class="lines">
          <bdi>{rules.words}</bdi>
        </p>
      )}
    </Card>
  )
}

/** What the form begins with: the open wish, or the store where they worked. */
export const valuesOf = ({ wish, storeId }: Opened): FormValues =>
  wish && !isOver(wish.stage)
    ? { kind: wish.kind, since: wish.sinceWords, store: wish.storeId ?? '', note: wish.note ?? '' }
    : { store: storeId ?? '' }

const WishForm = ({ opened, values, errors, isWished }: Shown & { isWished: boolean }) => {
  const { language, path, rules, stores } = opened
  const { form: t, kinds } = returnTexts[language]
  const lang = htmlLang(language)
  const field = (name: string) => ({ lang, name, error: errors[name] })
  return (
    <form method="post" action={`${path}/${isWished ? 'changes' : 'wishes'}`}>
      <h2>{isWished ? t.changeTitle : t.title}</h2>
      <FormErrors lang={lang} errors={errors} />
      {/* What was read above: newer rules are shown before anything is kept. */}
      <input type="hidden" name="rules" value={String(rules?.version ?? 0)} />
      <RadioGroup
        {...field('kind')}
        label={t.kind}
        required
        value={valueIn(values, 'kind')}
        choices={RETURN_KINDS.map((kind) => ({ value: kind, label: kinds[kind] }))}
      />
      <Field
        {...field('since')}
        label={t.since}
        hint={t.sinceHint}
        value={valueIn(values, 'since')}
        input={{ maxlength: SINCE_MAX, autocomplete: 'off' }}
      />
      <Select
        {...field('store')}
        label={t.store}
        value={valueIn(values, 'store')}
        empty={t.anyStore}
        choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextArea
        {...field('note')}
        label={t.note}
        hint={t.noteHint}
        rows={3}
        maxlength={NOTE_MAX}
        value={valueIn(values, 'note')}
      />
      <p class="muted">{t.promise}</p>
      <Actions still={isWished}>
        <Button kind={isWished ? 'secondary' : 'primary'}>{isWished ? t.change : t.send}</Button>
      </Actions>
    </form>
  )
}
