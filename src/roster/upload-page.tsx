import type { Language } from '../texts/language.ts'
import { filled } from '../texts/roster-import.ts'
import { rosterUploadTexts } from '../texts/roster-upload.ts'
import type { Operator } from '../web/env.ts'
import { Page } from '../web/ui.tsx'
import { Actions, Button, FileField } from '../web/ui-forms.tsx'
import { Card, Notice } from '../web/ui-parts.tsx'
import type { FileFault } from './import-file.ts'
import { IMPORTS_PATH, PATH } from './list-page.tsx'

type UploadPageProps = { lang: Language; operator: Operator; fault?: FileFault | undefined }

export const UploadPage = ({ lang, operator, fault }: UploadPageProps) => {
  const t = rosterUploadTexts[lang]
  const error = fault && filled(t.faults[fault.code], { line: fault.line ?? 1 })
  return (
    <Page
      lang={lang}
      title={t.title}
      operator={operator}
      current="roster"
      path={IMPORTS_PATH}
      back={{ href: PATH, label: t.back }}
    >
      {error && <Notice tone="error">{t.faultSafe}</Notice>}
      <p>{t.lead}</p>
      <form method="post" action={IMPORTS_PATH} enctype="multipart/form-data">
        <FileField
          lang={lang}
          label={t.file}
          name="file"
          hint={t.fileHint}
          error={error}
          accept=".csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values"
          required
        />
        <Card title={t.columnsTitle}>
          <p>{t.columnsBody}</p>
          <p>{t.datesBody}</p>
          <p>{t.secretsBody}</p>
          <p>{t.privateBody}</p>
          <p>
            <a href={`${IMPORTS_PATH}/example`}>{t.example}</a>
          </p>
        </Card>
        <Card title={t.excelTitle}>
          <p>{t.excelBody}</p>
        </Card>
        <Actions>
          <Button>{t.submit}</Button>
        </Actions>
      </form>
    </Page>
  )
}
