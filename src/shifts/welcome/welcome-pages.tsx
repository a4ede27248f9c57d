import { formatDate } from '../../texts/format.ts'
import type { Language } from '../../texts/language.ts'
import { welcomeAdminTexts } from '../../texts/welcome.ts'
import type { Operator } from '../../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../../web/form.ts'
import { type Flash, Page } from '../../web/ui.tsx'
import { Actions, Button, Field, FormErrors, RadioGroup, Select, TextArea } from '../../web/ui-forms.tsx'
import { Card, Empty, Table } from '../../web/ui-parts.tsx'
import { WELCOME_ITEMS_MAX, WELCOME_TOPICS, WELCOME_WORDS_MAX, type WelcomeItem } from './welcome.ts'

export const WELCOME_PATH = '/admin/welcome-packs'
const SHIFTS_PATH = '/admin/shifts'

type Shop = { id: string; name: string }
type Seen = { lang: Language; operator: Operator }
type Typed = { values: FormValues; errors: Errors }
type PackProps = Seen &
  Typed & { store: Shop; stores: readonly Shop[]; items: readonly WelcomeItem[]; notice: Flash | undefined }

/** Everything that who comes back to one store reads, and the form for one thing more. */
export const WelcomePackPage = ({ lang, operator, store, stores, items, values, errors, notice }: PackProps) => {
  const t = welcomeAdminTexts[lang]
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="shifts"
      path={WELCOME_PATH}
      back={{ href: SHIFTS_PATH, label: t.back }}
      notice={notice}
    >
      <p>{t.lead}</p>
      {stores.length > 1 && (
        <form method="get" action={WELCOME_PATH}>
          <Select
            lang={lang}
            label={t.store}
            name="store"
            value={store.id}
            choices={stores.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Actions still>
            <Button kind="secondary">{t.show}</Button>
          </Actions>
        </form>
      )}
      {items.length === 0 ? (
        <Empty title={t.emptyTitle} example={t.example}>
          {t.empty}
        </Empty>
      ) : (
        <Card title={store.name} aside={<small>{t.count(items.length, WELCOME_ITEMS_MAX)}</small>}>
          <Table
            caption={t.caption}
            rows={items}
            columns={[
              {
                label: t.topic,
                cell: ({ id, topic }) => <a href={`${WELCOME_PATH}/items/${id}`}>{t.topics[topic]}</a>,
              },
              { label: t.words, cell: ({ words }) => <span class="lines">{words}</span> },
              { label: t.since, cell: ({ changedOn }) => formatDate(changedOn, lang) },
            ]}
          />
        </Card>
      )}
      <Card title={t.addTitle}>
        <FormErrors lang={lang} errors={errors} />
        <form method="post" action={`${WELCOME_PATH}/${store.id}/items`}>
          <ItemFields lang={lang} values={values} errors={errors} />
          <Actions still>
            <Button>{t.add}</Button>
          </Actions>
        </form>
      </Card>
    </Page>
  )
}

type ItemProps = Seen & Typed & { item: WelcomeItem & { storeId: string } }

export const WelcomeItemPage = ({ lang, operator, item, values, errors }: ItemProps) => {
  const t = welcomeAdminTexts[lang]
  const path = `${WELCOME_PATH}/items/${item.id}`
  const back = { href: `${WELCOME_PATH}?${new URLSearchParams({ store: item.storeId })}`, label: t.backToPack }
  return (
    <Page lang={lang} title={t.editTitle} operator={operator} current="shifts" path={path} back={back}>
      <FormErrors lang={lang} errors={errors} />
      <form method="post" action={`${path}/versions`}>
        <ItemFields lang={lang} values={values} errors={errors} />
        <Actions>
          <Button>{t.save}</Button>
          <Button kind="danger" formaction={`${path}/removals`} confirm={t.removeAsk(item.words)}>
            {t.remove}
          </Button>
        </Actions>
      </form>
    </Page>
  )
}

export const NoStoresPage = ({ lang, operator }: Seen) => {
  const t = welcomeAdminTexts[lang]
  return (
    <Page lang={lang} title={t.title} operator={operator} current="shifts" path={WELCOME_PATH}>
      <p>{t.noStores}</p>
    </Page>
  )
}

const ItemFields = ({ lang, values, errors }: Typed & { lang: Language }) => {
  const t = welcomeAdminTexts[lang]
  return (
    <>
      <RadioGroup
        lang={lang}
        label={t.topic}
        name="topic"
        required
        value={valueIn(values, 'topic')}
        choices={WELCOME_TOPICS.map((topic) => ({ value: topic, label: t.topics[topic] }))}
        error={errors.topic}
      />
      <TextArea
        lang={lang}
        label={t.words}
        name="words"
        hint={t.wordsHint}
        required
        rows={3}
        maxlength={WELCOME_WORDS_MAX}
        value={valueIn(values, 'words')}
        error={errors.words}
      />
      <Field
        lang={lang}
        label={t.changedOn}
        name="changedOn"
        hint={t.changedOnHint}
        required
        input={{ type: 'date' }}
        value={valueIn(values, 'changedOn')}
        error={errors.changedOn}
      />
    </>
  )
}
