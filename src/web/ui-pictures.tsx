import { formatFullDay } from '../texts/format.ts'
import { imageTexts } from '../texts/images.ts'
import type { Language } from '../texts/language.ts'
import { PICTURE_FIELD } from './upload.ts'

export type PictureChoice = { id: string; width: number; height: number; createdAt: number }

const CHOICES_PATH = '/admin/images/choices/pictures'
/** What the file picker offers; an iPhone hands its own format over as JPEG then. */
const ACCEPT = 'image/jpeg,image/png'

type ChoicesProps = { lang: Language; name: string; value: string; pictures: readonly PictureChoice[] }

/**
 * A picture among those there are, or a new one. With JavaScript a chosen file is shrunk, brought and chosen at once; without,
 * `upload` is where the button of the field posts the whole form to: answer with the same form, filled, the new one chosen.
 */
export const ImageField = ({
  lang,
  name = 'imageId',
  label,
  upload,
  error,
  ...choices
}: Omit<ChoicesProps, 'name'> & { name?: string; label?: string; upload: string; error?: string | undefined }) => {
  const t = imageTexts[lang]
  const id = `f-${name}`
  return (
    <fieldset class={error ? 'field wrong' : 'field'} id={id} {...(error ? { 'aria-describedby': `${id}-error` } : {})}>
      <legend>{label ?? t.field}</legend>
      <div class="thumbs" id={`${id}-choices`}>
        <ImageChoices lang={lang} name={name} {...choices} />
      </div>
      <div class="upload">
        <label for={`${id}-file`}>{t.choose}</label>
        <small class="hint">{t.chooseHint}</small>
        <input
          id={`${id}-file`}
          type="file"
          name={PICTURE_FIELD}
          accept={ACCEPT}
          data-picture={`${CHOICES_PATH}?${new URLSearchParams({ name })}`}
          data-picture-target={`#${id}-choices`}
          data-picture-taking={t.taking}
          data-picture-taken={t.taken}
          data-picture-failed={t.failed}
        />
        <button
          type="submit"
          class="secondary"
          formaction={upload}
          formenctype="multipart/form-data"
          formnovalidate
          data-picture-button=""
        >
          {t.take}
        </button>
      </div>
      {error && (
        <p class="error" id={`${id}-error`}>
          <span aria-hidden="true">×</span> {error}
        </p>
      )}
    </fieldset>
  )
}

/** The part of the field that a new picture replaces. */
export const ImageChoices = ({ lang, name, value, pictures }: ChoicesProps) => {
  const t = imageTexts[lang]
  return (
    <>
      <label class="thumb none">
        <input type="radio" name={name} value="" checked={value === ''} />
        <span>{t.none}</span>
      </label>
      {pictures.map(({ id, width, height, createdAt }) => (
        <label class="thumb">
          <input type="radio" name={name} value={id} checked={value === id} />
          <Thumb id={id} width={width} height={height} alt={t.picture(formatFullDay(createdAt, lang))} />
        </label>
      ))}
    </>
  )
}

type ThumbProps = { id: string; width: number; height: number; alt: string }

export const Thumb = ({ id, width, height, alt }: ThumbProps) => (
  <img src={`/images/${id}`} alt={alt} width={width} height={height} loading="lazy" decoding="async" />
)

/** The file of a form that brings nothing else; its form needs `enctype="multipart/form-data"`. */
export const PictureInput = ({
  label,
  hint,
  error,
  required,
}: {
  label: string
  hint: string
  error?: string | undefined
  required?: boolean
}) => (
  <div class={error ? 'field wrong' : 'field'}>
    <label for={`f-${PICTURE_FIELD}`}>{label}</label>
    <small class="hint" id={`f-${PICTURE_FIELD}-hint`}>
      {hint}
    </small>
    <input
      id={`f-${PICTURE_FIELD}`}
      type="file"
      name={PICTURE_FIELD}
      accept={ACCEPT}
      aria-describedby={`f-${PICTURE_FIELD}-hint${error ? ` f-${PICTURE_FIELD}-error` : ''}`}
      data-picture=""
      required={required}
    />
    {error && (
      <p class="error" id={`f-${PICTURE_FIELD}-error`}>
        <span aria-hidden="true">×</span> {error}
      </p>
    )}
  </div>
)

/** A picture as wide as the page. It says nothing that the words beside it don't. */
export const BigPicture = ({ id, width, height }: { id: string; width: number; height: number }) => (
  <p class="big-picture">
    <img src={`/images/${id}`} alt="" width={width} height={height} decoding="async" />
  </p>
)
