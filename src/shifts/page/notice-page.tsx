import type { MemberLanguage } from '../../db/schema.ts'
import { formatDateTime, formatFullDay } from '../../texts/format.ts'
import { labourNoticeTexts } from '../../texts/labour-notice.ts'
import { htmlLang } from '../../texts/language.ts'
import { NOTICE_CSS_PATH } from '../../web/assets.ts'
import type { Agreement } from './agreement.ts'
import { type NoticeRow, noticeRows } from './notice-words.ts'

/** What a page with the paper on it needs in its head. */
export const NoticeStyle = () => <link rel="stylesheet" href={NOTICE_CSS_PATH} />

/**
 * 労働条件通知書 as an A4 sheet: alone on the paper when the page is printed. What the law calls the notice is the Japanese;
 * `language` says whose help stands beside it.
 */
export const NoticePaper = ({ agreement, language }: { agreement: Agreement; language: MemberLanguage }) => {
  const t = labourNoticeTexts.ja
  const help = language === 'ja' ? undefined : labourNoticeTexts[language]
  const { terms, memberName, version, noticeBy, noticeChosenAt } = agreement
  return (
    <article class={help ? 'contract helped' : 'contract'} lang="ja">
      <header>
        <h2>
          {t.title}
          {help && <small lang={htmlLang(language)}>{help.title}</small>}
        </h2>
        <p class="contract-issued">
          {t.issued(formatFullDay(agreement.agreedAt, 'ja'))}
          {version > 1 && (
            <>
              <br />
              {t.version(version)}
            </>
          )}
        </p>
        <p class="contract-to">
          <bdi>{t.to(memberName ?? '')}</bdi>
        </p>
        <p class="contract-from">
          {t.employer}
          <br />
          <strong>{terms.employerName}</strong>
          <br />
          {terms.employerAddress}
          <br />
          {terms.contact}
          <br />
          {agreement.storeName}
        </p>
      </header>
      <table>
        <tbody>
          {noticeRows(agreement, language).map((row) => (
            <Line row={row} language={language} />
          ))}
        </tbody>
      </table>
      <footer>
        <p>{t.estimateNote}</p>
        <p>{t.foot}</p>
        {noticeBy === 'electronic' && noticeChosenAt !== null && (
          <p>{t.chosen(formatDateTime(noticeChosenAt, 'ja'))}</p>
        )}
        {help && <p lang={htmlLang(language)}>{help.help}</p>}
      </footer>
    </article>
  )
}

const Line = ({ row, language }: { row: NoticeRow; language: MemberLanguage }) => (
  <tr>
    <th scope="row">
      {row.term}
      {row.helpTerm && <small lang={htmlLang(language)}>{row.helpTerm}</small>}
    </th>
    <td>
      {row.said.map((line) => (
        <span class="contract-line">{line}</span>
      ))}
      {row.help.length > 0 && <small lang={htmlLang(language)}>{row.help.join(' / ')}</small>}
    </td>
  </tr>
)
