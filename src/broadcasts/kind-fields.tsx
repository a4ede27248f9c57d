import { composeTexts } from '../texts/compose.ts'
import { Button, Select, typedIn } from '../web/ui-forms.tsx'
import { Notice } from '../web/ui-parts.tsx'
import { ImageField } from '../web/ui-pictures.tsx'
import { WritingField } from '../web/ui-writing.tsx'
import type { ComposeFieldsProps } from './compose-fields.tsx'
import { ANSWER_FIELDS } from './compose-form.tsx'
import { ANSWER, ANSWERS_MIN, HEADING_MAX, LINK_LABEL, URL_MAX } from './content.ts'
import { WordsField } from './words-field.tsx'

export const TextFields = (props: ComposeFieldsProps) => {
  const t = composeTexts[props.lang].compose
  return <WordsField {...props} name="text" label={t.text_} hint={t.textHint} />
}

export const CheckInFields = (props: ComposeFieldsProps) => {
  const t = composeTexts[props.lang].compose
  return <WordsField {...props} name="text" label={t.text_} hint={t.checkInHint} rows={5} />
}

export const NewsFields = (props: ComposeFieldsProps) => {
  const { lang, pictures, upload, isHttps } = props
  const t = composeTexts[lang].compose
  const { text } = typedIn(props)
  return (
    <>
      <WordsField {...props} name="heading" label={t.heading} hint={t.headingHint} rows={1} max={HEADING_MAX} />
      <WordsField {...props} name="text" label={t.text_} hint={t.textHint} />
      {!isHttps && <Notice tone="warn">{t.imageUnsent}</Notice>}
      <ImageField {...text('imageId')} label={t.image} pictures={pictures} upload={upload} />
      <WritingField {...text('linkLabel')} label={t.linkLabel} hint={t.linkLabelHint} limit={LINK_LABEL} />
      <WritingField
        {...text('linkUrl')}
        label={t.linkUrl}
        hint={t.linkUrlHint}
        limit={{ max: URL_MAX, unit: 'utf16' }}
        placeholder="https://"
      />
    </>
  )
}

export const StoryFields = (props: ComposeFieldsProps) => {
  const { lang, stories } = props
  const t = composeTexts[lang].compose
  return (
    <>
      {stories.length === 0 && (
        <Notice tone="info">
          <p>{t.storyNone}</p>
          <Button kind="secondary" href="/admin/stories">
            {t.storyMake}
          </Button>
        </Notice>
      )}
      <Select
        {...typedIn(props).text('storyId')}
        label={t.story}
        hint={t.storyHint}
        empty={t.storyEmpty}
        choices={stories.map(({ id, title, name }) => ({ value: id, label: `${title}（${name}）` }))}
        required
      />
      <WordsField {...props} name="text" label={t.storyText} hint={t.storyTextHint} rows={5} />
    </>
  )
}

export const PollFields = (props: ComposeFieldsProps) => {
  const t = composeTexts[props.lang].compose
  const { text } = typedIn(props)
  return (
    <>
      <WordsField {...props} name="text" label={t.question} hint={t.questionHint} rows={4} />
      {ANSWER_FIELDS.map((name, n) => (
        <WritingField
          {...text(name)}
          label={t.answer(n + 1)}
          {...(n === 0 ? { hint: t.answerHint } : {})}
          limit={ANSWER}
          required={n < ANSWERS_MIN}
        />
      ))}
    </>
  )
}
