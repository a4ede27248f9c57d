import { described, type FieldProps, fieldId, Labelled } from './ui-forms.tsx'

type WritingProps = FieldProps & {
  value: string
  /** How much there may be, and how it is counted; shown while typing. Longer words come back with their error, uncut. */
  limit: { max: number; unit: 'utf16' | 'grapheme' }
  /** More than one: a text; else a line. */
  rows?: number
  /** Words that a tap puts where the cursor is. Without JavaScript they are typed. */
  inserts?: readonly string[]
  insertLabel?: (words: string) => string
  placeholder?: string
}

/** Words that are counted while they are typed, as the server will count them. */
export const WritingField = ({
  value,
  limit,
  rows = 1,
  inserts = [],
  insertLabel = String,
  placeholder,
  ...field
}: WritingProps) => {
  const counted = { 'data-count': limit.unit, 'data-count-max': limit.max, ...(placeholder ? { placeholder } : {}) }
  return (
    <Labelled {...field}>
      {rows > 1 ? (
        <textarea {...described(field)} {...counted} rows={rows}>
          {value}
        </textarea>
      ) : (
        <input {...described(field)} {...counted} type="text" value={value} />
      )}
      {inserts.length > 0 && (
        <div class="inserts">
          {inserts.map((words) => (
            <button
              type="button"
              class="chip-button"
              data-insert={words}
              data-insert-into={`#${fieldId(field.name)}`}
              hidden
            >
              {insertLabel(words)}
            </button>
          ))}
        </div>
      )}
    </Labelled>
  )
}
