import { formatDateTime, formatFullDay, formatNumber, isolated } from '../texts/format.ts'
import { returnAdminTexts } from '../texts/returns-admin.ts'
import { type FormErrors, type FormValues, valueIn } from '../web/form.ts'
import { type Flash, Page } from '../web/ui.tsx'
import { Actions, Button, Check, FormErrors as Errors, RadioGroup, TextArea, typedIn } from '../web/ui-forms.tsx'
import { Card, Definition, Notice, Timeline } from '../web/ui-parts.tsx'
import { type Common, formerOf, nameOf, PATH, StageBadge, stageAfter } from './pages.tsx'
import type { Candidate, stepsOf } from './pipeline.ts'
import { RULE_WORDS_MAX } from './rules.ts'
import { isOver, STAGES } from './wishes.ts'

/** Whether one message about a step may be sent now, and what is left of the month with it. */
export type Telling =
  | { may: true; left: { before: number; after: number } | 'unlimited' | 'unknown' }
  | { may: false; why: 'blocked' | 'full' }
  | { may: false; why: 'quiet'; until: number }

type Form = { values: FormValues; errors: FormErrors }
type WishProps = Common &
  Form & {
    wish: Candidate
    steps: Awaited<ReturnType<typeof stepsOf>>
    telling: Telling
    notice: Flash | undefined
  }

/** One wish: what they said, what happened, and the next step. */
export const WishPage = (props: WishProps) => {
  const { lang, operator, wish, steps, notice } = props
  const t = returnAdminTexts[lang]
  const mayMove = wish.taken_back === 0
  return (
    <Page
      lang={lang}
      title={isolated(nameOf(wish, lang))}
      operator={operator}
      current="members"
      path={`${PATH}/${wish.id}`}
      back={{ href: PATH, label: t.back }}
      notice={notice}
    >
      <p>
        <StageBadge lang={lang} wish={wish} />
      </p>
      <Said {...props} />
      {mayMove ? <Move {...props} /> : <Notice tone="info">{t.takenBackBody}</Notice>}
      <Card title={t.talk}>
        <p>{t.talkBody}</p>
        <p>
          <Button kind="secondary" href={`/admin/members/${wish.member_id}`}>
            {t.person}
          </Button>
        </p>
      </Card>
      <Card title={t.steps}>
        <Timeline
          lang={lang}
          items={steps.map(({ stage, words, at, operatorId, operatorName }) => ({
            at,
            text: (
              <>
                {operatorId === null && stage === 'closed' ? t.takenBack : t.stages[stage]}
                {' · '}
                <bdi>{operatorId === null ? t.bySelf : t.by(operatorName ?? '')}</bdi>
              </>
            ),
            detail: words && <bdi>{words}</bdi>,
          }))}
        />
      </Card>
      {mayMove && !isOver(wish.stage) && (
        <p>
          <Button kind="quiet" href={`${PATH}/${wish.id}/close`}>
            {t.close}
          </Button>
        </p>
      )}
    </Page>
  )
}

const Said = ({ lang, wish }: WishProps) => {
  const t = returnAdminTexts[lang]
  const { fields } = t
  const isChanged = wish.updated_at > wish.stage_at
  return (
    <Card>
      <Definition
        items={[
          { term: fields.kind, detail: t.kinds[wish.kind] },
          ...(wish.since_words ? [{ term: fields.since, detail: <bdi>{wish.since_words}</bdi> }] : []),
          { term: fields.store, detail: wish.store_name ?? t.anyStore },
          ...(wish.note
            ? [
                {
                  term: fields.note,
                  detail: (
                    <span class="lines">
                      <bdi>{wish.note}</bdi>
                    </span>
                  ),
                },
              ]
            : []),
          { term: fields.former, detail: formerOf(wish, lang) },
          { term: fields.said, detail: formatFullDay(wish.created_at, lang) },
          ...(isChanged ? [{ term: fields.changed, detail: formatDateTime(wish.updated_at, lang) }] : []),
          { term: fields.rules, detail: wish.rule_version === null ? t.noRules : t.version(wish.rule_version) },
        ]}
      />
    </Card>
  )
}

const Move = ({ lang, wish, telling, values, errors }: WishProps) => {
  const t = returnAdminTexts[lang]
  const { text } = typedIn({ lang, values, errors })
  const to = valueIn(values, 'to') || stageAfter(wish.stage) || ''
  return (
    <Card title={t.move}>
      <Errors lang={lang} errors={errors} />
      <form method="post" action={`${PATH}/${wish.id}/moves`}>
        <input type="hidden" name="from" value={wish.stage} />
        <input type="hidden" name="full" value="yes" />
        <RadioGroup
          {...text('to')}
          label={t.moveTo}
          value={to}
          choices={STAGES.filter((stage) => stage !== wish.stage).map((stage) => ({
            value: stage,
            label: t.stages[stage],
          }))}
        />
        <TextArea {...text('words')} label={t.words} hint={t.wordsHint} rows={3} maxlength={RULE_WORDS_MAX} />
        <Tell {...{ lang, telling, values }} />
        <Actions still>
          <Button>{t.save}</Button>
        </Actions>
      </form>
    </Card>
  )
}

const Tell = ({ lang, telling, values }: Pick<WishProps, 'lang' | 'telling' | 'values'>) => {
  const t = returnAdminTexts[lang]
  if (!telling.may)
    return (
      <p class="muted">
        {telling.why === 'quiet' ? t.cannot.quiet(formatDateTime(telling.until, lang)) : t.cannot[telling.why]}
      </p>
    )
  const { left } = telling
  const cost =
    left === 'unlimited'
      ? t.costUnlimited
      : left === 'unknown'
        ? t.costUnknown
        : t.cost(formatNumber(left.before), formatNumber(left.after))
  return (
    <>
      <p class="muted">{cost}</p>
      <Check name="tell" label={t.tell} hint={t.tellHint} checked={valueIn(values, 'tell') === 'yes'} />
    </>
  )
}

type CloseProps = Common & Form & { wish: Candidate; telling: Telling }

/** A no, with words for the person: asked for by name, never by one tap. */
export const ClosePage = ({ lang, operator, wish, telling, values, errors }: CloseProps) => {
  const t = returnAdminTexts[lang]
  const name = isolated(nameOf(wish, lang))
  const { text } = typedIn({ lang, values, errors })
  return (
    <Page
      lang={lang}
      title={t.closeTitle(name)}
      operator={operator}
      current="members"
      path={`${PATH}/${wish.id}/close`}
      back={{ href: `${PATH}/${wish.id}`, label: name }}
    >
      <p>{t.closeLead}</p>
      <Errors lang={lang} errors={errors} />
      <form method="post" action={`${PATH}/${wish.id}/closings`}>
        <input type="hidden" name="from" value={wish.stage} />
        <TextArea {...text('words')} label={t.closeWords} required rows={5} maxlength={RULE_WORDS_MAX} />
        <Tell {...{ lang, telling, values }} />
        <Actions>
          <Button kind="danger">{t.closeSubmit(name)}</Button>
        </Actions>
      </form>
    </Page>
  )
}
