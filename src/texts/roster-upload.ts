import { catalogue } from './language.ts'

/** Choosing a list of former staff, and why it could not be read. {line} stands for the line. */
export const rosterUploadTexts = catalogue({
  ja: {
    title: 'CSVファイルを読み込む',
    back: '名簿へ戻る',
    lead: '以前働いていた方の一覧を選ぶと、名簿に入れる前に、1行ずつ結果を確認できます。この時点では、まだ何も保存されません。',
    file: 'CSVファイル',
    fileHint: '2MB、20,000行まで。UTF-8でもShift_JIS（Excelの標準）でも読み込めます。',
    columnsTitle: '読み込む列',
    columnsBody:
      '必要なのは「氏名」「退職日」「店舗」（店舗が1つだけなら省略できます）。あれば「フリガナ」「役職」「入社日」「社員番号」「電話番号下4桁」「備考」も読み込みます。列の順番は自由です。',
    datesBody: '日付は 2023/3/31、2023年3月31日、令和5年3月31日、R5.3.31 などの書き方で読み込めます。',
    secretsBody: '社員番号と電話番号は照合だけに使い、番号そのものは残しません。',
    privateBody: '備考には、健康や家庭の事情など、個人的なことを書かないでください。',
    excelTitle: 'Excelから保存するには',
    excelBody: '［ファイル］→［名前を付けて保存］で、種類に「CSV UTF-8（コンマ区切り）」を選びます。',
    example: '記入例をダウンロード',
    exampleFile: '記入例.csv',
    exampleNames: ['山田 花子', '佐藤 太郎'],
    exampleKana: ['ヤマダ ハナコ', 'サトウ タロウ'],
    exampleStore: '渋谷店',
    exampleRole: 'ホール',
    exampleNote: '新人教育を担当',
    submit: '読み込んで確認する',
    faults: {
      missing: 'ファイルを選んでください。',
      empty: 'ファイルが空です。別のファイルを選んでください。',
      too_large: 'ファイルが大きすぎます（2MBまで）。要らない列を消すか、店舗ごとに分けて保存してください。',
      excel:
        'これはExcelのファイルです。Excelで開き、［名前を付けて保存］で種類に「CSV UTF-8（コンマ区切り）」を選んで保存したファイルを読み込んでください。',
      zip: 'これは圧縮されたファイルです。中の表をExcelで開き、「CSV UTF-8（コンマ区切り）」で保存したファイルを読み込んでください。',
      pdf: 'これはPDFです。もとの表をExcelで開き、「CSV UTF-8（コンマ区切り）」で保存したファイルを読み込んでください。',
      image:
        'これは画像です。もとの表をExcelで開き、「CSV UTF-8（コンマ区切り）」で保存したファイルを読み込んでください。',
      binary:
        'このファイルは文字の表として読めません。Excelで開き、「CSV UTF-8（コンマ区切り）」で保存し直してください。',
      encoding:
        '{line}行目に、読めない文字があります。2種類の文字コードがまざっているようです。Excelで開き、文字化けした行を直してから「CSV UTF-8（コンマ区切り）」で保存し直してください。',
      quotes:
        '{line}行目の「"」（引用符）の数が合っていません。その行の「"」を消すか、Excelで開いて「CSV UTF-8（コンマ区切り）」で保存し直してください。',
      too_many_rows: '行が多すぎます（20,000行まで）。店舗や年ごとにファイルを分けてください。',
      too_many_columns: '{line}行目の列が多すぎます（100列まで）。要らない列を消してください。',
      no_rows: '見出しだけで、人の行がありません。2行目から1人ずつ書いてください。',
    },
    faultSafe: '名簿は変わっていません。',
  },
  en: {
    title: 'Read a CSV file',
    back: 'Back to the roster',
    lead: 'Choose a list of people who used to work here. You see the result line by line first. Nothing is put on the roster yet.',
    file: 'CSV file',
    fileHint: 'Up to 2 MB and 20,000 lines, in UTF-8 or Shift_JIS (as Excel saves it).',
    columnsTitle: 'Columns',
    columnsBody:
      'Needed: name, last day, store (not if there is only one). Also read, if there: kana, role, first day, staff number, last four digits of the phone number, notes. In any order.',
    datesBody: 'Dates may be written as 2023/3/31, 2023年3月31日, 令和5年3月31日 or R5.3.31.',
    secretsBody: 'Staff and phone numbers are used for comparing only; the numbers themselves are not kept.',
    privateBody: 'Please write nothing private into the notes, such as health or family.',
    excelTitle: 'How to save from Excel',
    excelBody: 'Choose File, Save As, and the type “CSV UTF-8 (Comma delimited)”.',
    example: 'Download an example',
    exampleFile: 'example.csv',
    exampleNames: ['山田 花子', '佐藤 太郎'],
    exampleKana: ['ヤマダ ハナコ', 'サトウ タロウ'],
    exampleStore: 'Shibuya',
    exampleRole: 'Floor',
    exampleNote: 'trained the new ones',
    submit: 'Read and check',
    faults: {
      missing: 'Please choose a file.',
      empty: 'The file is empty. Please choose another.',
      too_large:
        'The file is too large (2 MB at most). Remove columns that are not needed, or save one file for each store.',
      excel:
        'This is an Excel file. Open it in Excel, choose Save As and the type “CSV UTF-8 (Comma delimited)”, and read that file.',
      zip: 'This is a compressed file. Open the table in it with Excel and save it as “CSV UTF-8 (Comma delimited)”.',
      pdf: 'This is a PDF. Open the original table in Excel and save it as “CSV UTF-8 (Comma delimited)”.',
      image: 'This is a picture. Open the original table in Excel and save it as “CSV UTF-8 (Comma delimited)”.',
      binary:
        'This file cannot be read as a table of text. Open it in Excel and save it as “CSV UTF-8 (Comma delimited)”.',
      encoding:
        'Line {line} has characters that cannot be read; two encodings seem to be mixed. Open the file in Excel, correct the garbled lines and save it as “CSV UTF-8 (Comma delimited)”.',
      quotes:
        'The quotation marks (") in line {line} do not match. Remove them, or open the file in Excel and save it as “CSV UTF-8 (Comma delimited)”.',
      too_many_rows: 'There are too many lines (20,000 at most). Please split the file by store or year.',
      too_many_columns: 'Line {line} has too many columns (100 at most). Remove those that are not needed.',
      no_rows: 'There are only headings, no people. Write one person on each line from the second on.',
    },
    faultSafe: 'The roster is unchanged.',
  },
})
