import type { Cursor } from '../db/pages.ts'
import { formatFullDay, formatNumber } from '../texts/format.ts'
import { imageTexts } from '../texts/images.ts'
import type { Language } from '../texts/language.ts'
import { cursorSaid } from '../web/cursor.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button } from '../web/ui-forms.tsx'
import { Badge, Card, Pager } from '../web/ui-parts.tsx'
import { PictureInput, Thumb } from '../web/ui-pictures.tsx'
import type { PictureFault } from './headers.ts'
import type { listImages } from './images.ts'

export const PATH = '/admin/images'
const KB = 1_000

type Image = Awaited<ReturnType<typeof listImages>>['lines'][number]
type ImagesPageProps = {
  lang: Language
  operator: Operator
  images: readonly Image[]
  next: Cursor | undefined
  fault: PictureFault | undefined
  done: string | undefined
}

/** Every picture there is, with what may be deleted. */
export const ImagesPage = ({ lang, operator, images, next, fault, done }: ImagesPageProps) => {
  const { page: t, faults, choose, chooseHint } = imageTexts[lang]
  const says: Readonly<Record<string, string>> = { added: t.added, removed: t.removed }
  const said = done !== undefined && Object.hasOwn(says, done) && !fault ? says[done] : undefined
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="broadcasts"
      path={PATH}
      back={{ href: '/admin/broadcasts', label: t.back }}
      notice={said === undefined ? undefined : { tone: 'success', text: said }}
    >
      <p>{t.lead}</p>
      <Card title={t.add}>
        <form method="post" action={`${PATH}/pictures`} enctype="multipart/form-data">
          <PictureInput label={choose} hint={chooseHint} error={fault && faults[fault]} />
          <Actions still>
            <Button>{t.add}</Button>
          </Actions>
        </form>
      </Card>
      {images.length === 0 ? (
        <p class="muted">{t.empty}</p>
      ) : (
        <ul class="gallery">
          {images.map((image) => (
            <Line lang={lang} image={image} />
          ))}
        </ul>
      )}
      {next && <Pager lang={lang} next={`${PATH}?before=${cursorSaid(next)}`} />}
    </Page>
  )
}

const Line = ({ lang, image }: { lang: Language; image: Image }) => {
  const { page: t, picture } = imageTexts[lang]
  const { id, width, height, bytes, createdAt, used } = image
  const day = formatFullDay(createdAt, lang)
  return (
    <li>
      <Thumb id={id} width={width} height={height} alt={picture(day)} />
      <div>
        {day}
        <br />
        <small>{t.size(width, height, formatNumber(Math.ceil(bytes / KB)))}</small>
        <br />
        {used ? <Badge tone="done">{t.used}</Badge> : <Badge tone="plain">{t.unused}</Badge>}
      </div>
      {!used && (
        <form method="post" action={`${PATH}/${id}/removals`} data-confirm={t.confirm}>
          <button type="submit" class="danger" aria-label={t.removeLabel(day)}>
            {t.remove}
          </button>
        </form>
      )}
    </li>
  )
}
