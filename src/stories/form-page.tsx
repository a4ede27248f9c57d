import { composeTexts } from '../texts/compose.ts'
import { isolated } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { storyAdminTexts } from '../texts/stories.ts'
import type { Operator } from '../web/env.ts'
import { type FormErrors as Errors, type FormValues, valueIn } from '../web/form.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, Field, FormErrors, TextArea } from '../web/ui-forms.tsx'
import { Notice } from '../web/ui-parts.tsx'
import { ImageField, type PictureChoice } from '../web/ui-pictures.tsx'
import { PATH } from './list-page.tsx'
import { STORY_TITLE_MAX, STORY_WORDS_MAX, type StoryRow, storyState } from './stories.ts'

type FormPageProps = {
  lang: Language
  operator: Operator
  person: { id: string; name: string | null }
  /** Of a story that is there already. */
  story: StoryRow | undefined
  values: FormValues
  errors: Errors
  pictures: readonly PictureChoice[]
  /** LINE takes pictures only from https. */
  isHttps: boolean
}

export const StoryFormPage = ({ lang, operator, person, story, values, errors, pictures, isHttps }: FormPageProps) => {
  const all = storyAdminTexts[lang]
  const { form: t } = all
  const path = story ? `${PATH}/${story.id}` : PATH
  const query = new URLSearchParams({ member: person.id })
  return (
    <Page
      lang={lang}
      title={story ? t.edit : t.new(isolated(person.name ?? ''))}
      operator={operator}
      current="broadcasts"
      path={story ? `${path}/edit` : `${PATH}/new?${query}`}
      back={
        story
          ? { href: path, label: all.backToStory }
          : { href: `/admin/members/${person.id}`, label: all.backToPerson }
      }
    >
      <FormErrors lang={lang} errors={errors} />
      {story && storyState(story) === 'agreed' && <Notice tone="warn">{t.changed}</Notice>}
      <form method="post" action={story ? `${path}/versions` : PATH}>
        <input type="hidden" name="member" value={person.id} />
        <Field
          lang={lang}
          label={t.title}
          name="title"
          hint={t.titleHint}
          required
          value={valueIn(values, 'title')}
          error={errors.title}
          input={{ maxlength: STORY_TITLE_MAX, autocomplete: 'off' }}
        />
        <TextArea
          lang={lang}
          label={t.words}
          name="words"
          hint={t.wordsHint}
          required
          rows={8}
          maxlength={STORY_WORDS_MAX}
          value={valueIn(values, 'words')}
          error={errors.words}
        />
        {!isHttps && <Notice tone="warn">{composeTexts[lang].compose.imageUnsent}</Notice>}
        <ImageField
          lang={lang}
          label={t.image}
          value={valueIn(values, 'imageId')}
          pictures={pictures}
          upload={`${path}/pictures`}
          error={errors.imageId}
        />
        <p>
          <small>{t.picture}</small>
        </p>
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </Page>
  )
}
