import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Language } from '../texts/language.ts'
import { webTexts } from '../texts/web.ts'
import { type FormErrors as Errors, type FormValues, valueIn, valuesIn } from './form.ts'
import { Notice } from './ui-parts.tsx'

/** What every field takes. `value` is what was typed before: a form comes back filled. */
export type FieldProps = {
  lang: Language
  label: string
  name: string
  hint?: Child
  error?: string | undefined
  required?: boolean
}
type Typed = string | number | readonly string[] | undefined
export type Choice = { value: string; label: Child; hint?: Child; disabled?: boolean }

/** What the fields of a form take of it: what was typed there, and what is wrong with that. */
export const typedIn = ({ lang, values, errors }: { lang: Language; values: FormValues; errors: Errors }) => ({
  text: (name: string) => ({ lang, name, value: valueIn(values, name), error: errors[name] }),
  list: (name: string) => ({ lang, name, values: valuesIn(values, name), error: errors[name] }),
  tick: (name: string) => ({ name, checked: valueIn(values, name) !== '' }),
})

/** What an <input> may be told beside its name and value, as HTML spells it. */
type InputAttributes = {
  type?: 'text' | 'password' | 'search' | 'tel' | 'email' | 'url' | 'number' | 'date' | 'datetime-local' | 'time'
  inputmode?: 'text' | 'numeric' | 'tel' | 'search'
  autocomplete?: string
  autocapitalize?: 'off' | 'characters'
  maxlength?: number
  min?: string | number
  max?: string | number
  step?: string | number
  placeholder?: string
  pattern?: string
  autofocus?: boolean
}

/** One line of input. `unit` stands behind it (円, 人); `input` goes to the element as it is. */
export const Field = ({
  value,
  unit,
  input,
  ...field
}: FieldProps & { value?: Typed; unit?: Child; input?: InputAttributes }) => (
  <Labelled {...field}>
    <span class="with-unit">
      <input {...described(field)} type="text" {...input} value={first(value)} />
      {unit && <span class="unit">{unit}</span>}
    </span>
  </Labelled>
)

/** What a list is searched for, by name. */
export const SearchField = (field: Pick<FieldProps, 'lang' | 'label' | 'hint'> & { value: string }) => (
  <Field {...field} name="q" input={{ type: 'search', inputmode: 'search', maxlength: 100, autocomplete: 'off' }} />
)

export const TextArea = ({
  value,
  rows = 5,
  maxlength,
  ...field
}: FieldProps & { value?: Typed; rows?: number; maxlength?: number }) => (
  <Labelled {...field}>
    <textarea {...described(field)} rows={rows} {...(maxlength === undefined ? {} : { maxlength })}>
      {first(value)}
    </textarea>
  </Labelled>
)

/** A file from the reader's device; its form needs `enctype="multipart/form-data"`. */
export const FileField = ({ accept, ...field }: FieldProps & { accept: string }) => (
  <Labelled {...field}>
    <input {...described(field)} type="file" accept={accept} />
  </Labelled>
)

/** One of many. `empty` is the first line, which chooses nothing. */
export const Select = ({
  value,
  choices,
  empty,
  ...field
}: FieldProps & { value?: Typed; choices: readonly Choice[]; empty?: string }) => (
  <Labelled {...field}>
    <select {...described(field)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {choices.map((choice) => (
        <option value={choice.value} selected={choice.value === first(value)} disabled={choice.disabled}>
          {choice.label}
        </option>
      ))}
    </select>
  </Labelled>
)

/** Any of a few, as chips large enough for a thumb. */
export const CheckGroup = ({
  values,
  choices,
  ...field
}: FieldProps & { values: readonly string[]; choices: readonly Choice[] }) => (
  <Choices {...field} type="checkbox" values={values} choices={choices} />
)

/** One of a few, as chips large enough for a thumb. */
export const RadioGroup = ({
  value,
  choices,
  ...field
}: FieldProps & { value?: Typed; choices: readonly Choice[] }) => (
  <Choices {...field} type="radio" values={[first(value)]} choices={choices} />
)

/** A single yes. */
export const Check = ({
  label,
  name,
  value = 'yes',
  checked,
  hint,
  error,
}: {
  label: Child
  name: string
  value?: string
  checked?: boolean
  hint?: Child
  error?: string | undefined
}) => {
  const box = (
    <label class="check">
      <input type="checkbox" name={name} value={value} checked={checked} {...describedBy({ name, error })} />
      <span>
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  )
  if (!error) return box
  return (
    <div class="field wrong">
      <div>{box}</div>
      <ErrorLine name={name} error={error} />
    </div>
  )
}

/** Above a form that came back: says that nothing was saved. The messages stand at the fields. */
export const FormErrors = ({ lang, errors }: { lang: Language; errors: Errors }) =>
  Object.values(errors).some(Boolean) ? <Notice tone="error">{errors[''] ?? webTexts[lang].formInvalid}</Notice> : null

/** The buttons of a screen, on a phone at the thumb. One primary at most. */
export const Actions = ({ children, still }: PropsWithChildren<{ still?: boolean }>) => (
  <div class={still ? 'actions still' : 'actions'}>{children}</div>
)

type ButtonProps = PropsWithChildren<{
  kind?: 'primary' | 'secondary' | 'danger' | 'quiet'
  /** A link that looks as a button. */
  href?: string
  name?: string
  value?: string
  formaction?: string
  /** get: leads to a page about what was chosen, and changes nothing. */
  formmethod?: 'get'
  disabled?: boolean
  /** Enter presses it as soon as the page is there. */
  autofocus?: boolean
  /** Asked by the browser beside, never instead of, a confirmation page. */
  confirm?: string
}>

/** Submits its form, or leads to `href`. Danger is plain: it needs a second, named confirmation. */
export const Button = ({ kind = 'primary', href, confirm, children, ...button }: ButtonProps) =>
  href === undefined ? (
    <button type="submit" class={kind} {...button} {...(confirm ? { 'data-confirm': confirm } : {})}>
      {children}
    </button>
  ) : (
    <a class={`button ${kind}`} href={href}>
      {children}
    </a>
  )

/** Label, hint and error around whatever is typed into. */
export const Labelled = ({ lang, label, name, hint, error, required, children }: PropsWithChildren<FieldProps>) => (
  <div class={error ? 'field wrong' : 'field'}>
    <label for={fieldId(name)}>
      {label}
      {required && <span class="required">{webTexts[lang].required}</span>}
    </label>
    {hint && (
      <small class="hint" id={`${fieldId(name)}-hint`}>
        {hint}
      </small>
    )}
    {children}
    <ErrorLine name={name} error={error} />
  </div>
)

const Choices = ({
  lang,
  label,
  name,
  hint,
  error,
  required,
  type,
  values,
  choices,
}: FieldProps & { type: 'checkbox' | 'radio'; values: readonly string[]; choices: readonly Choice[] }) => (
  <fieldset class={error ? 'field wrong' : 'field'} id={fieldId(name)} {...describedBy({ name, hint, error })}>
    <legend>
      {label}
      {required && <span class="required">{webTexts[lang].required}</span>}
    </legend>
    {hint && (
      <small class="hint" id={`${fieldId(name)}-hint`}>
        {hint}
      </small>
    )}
    <div class="chips">
      {choices.map((choice) => (
        <label class="chip">
          <input
            type={type}
            name={name}
            value={choice.value}
            checked={values.includes(choice.value)}
            disabled={choice.disabled}
          />
          <span>
            {choice.label}
            {choice.hint && <small>{choice.hint}</small>}
          </span>
        </label>
      ))}
    </div>
    <ErrorLine name={name} error={error} />
  </fieldset>
)

const ErrorLine = ({ name, error }: { name: string; error: string | undefined }) =>
  error ? (
    <p class="error" id={`${fieldId(name)}-error`}>
      <span aria-hidden="true">×</span> {error}
    </p>
  ) : null

export const fieldId = (name: string) => `f-${name}`
const first = (value: Typed): string => String([value ?? ''].flat()[0] ?? '')

const describedBy = ({ name, hint, error }: { name: string; hint?: Child; error?: string | undefined }) => {
  const ids = [hint && `${fieldId(name)}-hint`, error && `${fieldId(name)}-error`].filter(Boolean).join(' ')
  return ids ? { 'aria-describedby': ids } : {}
}

/** What ties an input to its label, hint and error. */
export const described = (field: FieldProps) => ({
  id: fieldId(field.name),
  name: field.name,
  ...describedBy(field),
  ...(field.error ? { 'aria-invalid': 'true' as const } : {}),
  ...(field.required ? { required: true } : {}),
})
