import type { Language } from '../texts/language.ts'
import { rosterImportTexts } from '../texts/roster-import.ts'
import { Actions, Button, Select } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import { FIELDS, type Lack, type Mapping } from './headers.ts'
import type { RosterImport } from './imports.ts'
import { IMPORTS_PATH } from './list-page.tsx'

type MappingFormProps = { lang: Language; file: RosterImport; mapping: Mapping; lacks: readonly Lack[] }

/** A choice for each column; open when something is lacking. */
export const MappingForm = ({ lang, file, mapping, lacks }: MappingFormProps) => {
  const t = rosterImportTexts[lang].mapping
  const form = <Columns lang={lang} file={file} mapping={mapping} lacks={lacks} />
  return lacks.length > 0 ? (
    <Card title={t.title}>
      <p>{t.ask}</p>
      <Notice tone="warn">
        {lacks.map((lack) => (
          <div>{t.lacks[lack]}</div>
        ))}
      </Notice>
      {form}
    </Card>
  ) : (
    <Card>
      <details>
        <summary>{t.title}</summary>
        {form}
      </details>
    </Card>
  )
}

const Columns = ({ lang, file, mapping, lacks }: MappingFormProps) => {
  const { mapping: t, fields } = rosterImportTexts[lang]
  const choices = FIELDS.map((field) => ({ value: field, label: fields[field] }))
  return (
    <form method="post" action={`${IMPORTS_PATH}/${file.id}/mappings`}>
      {file.headings.map(({ label, example }, i) => (
        <Select
          lang={lang}
          label={label === '' ? t.column(i + 1) : label}
          name={`c${i}`}
          value={mapping[i] ?? ''}
          choices={choices}
          empty={t.unread}
          {...(example === '' ? {} : { hint: t.example(example) })}
        />
      ))}
      <Actions still={lacks.length === 0}>
        <Button kind={lacks.length === 0 ? 'secondary' : 'primary'}>{t.save}</Button>
      </Actions>
    </form>
  )
}
