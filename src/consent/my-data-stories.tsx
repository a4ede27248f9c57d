import type { storiesOf } from '../stories/answering.ts'
import { formatFullDay } from '../texts/format.ts'
import { htmlLang } from '../texts/language.ts'
import { storyTexts } from '../texts/stories.ts'
import { Button } from '../web/ui-forms.tsx'
import { Card } from '../web/ui-parts.tsx'
import { Thumb } from '../web/ui-pictures.tsx'
import type { MyData } from './my-data-pages.tsx'

export type MyStories = Awaited<ReturnType<typeof storiesOf>>

/** What the shop would like to tell of a person, word by word, with what takes a yes back. */
export const Stories = ({ data: { person }, path, stories }: Pick<MyData, 'data' | 'path' | 'stories'>) => {
  const { mine: t } = storyTexts[person.language]
  const lang = htmlLang(person.language)
  if (stories.length === 0) return null
  return (
    <Card title={t.title} id="stories">
      <p>{t.lead}</p>
      {stories.map(({ id, title, words, image_id, state, agreed, asked_at }) => (
        <form method="post" action={`${path}/story-revocations`}>
          <h3>
            <bdi>{title}</bdi>
          </h3>
          {image_id !== null && (
            <p>
              <Thumb id={image_id} width={160} height={160} alt={title} />
            </p>
          )}
          <p class="lines">
            <bdi>{words}</bdi>
          </p>
          <p>
            {t.states[state === 'draft' ? 'changed' : state]} <small>{formatFullDay(asked_at ?? 0, lang)}</small>
          </p>
          {agreed && (
            <Button kind="secondary" name="story" value={id}>
              {t.revoke}
            </Button>
          )}
        </form>
      ))}
    </Card>
  )
}
