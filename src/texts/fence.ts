import { catalogue } from './language.ts'

/** When nothing is sent: the database is a copy, or the clock is off. */
export const fenceTexts = catalogue({
  ja: {
    title: '送信の状態',
    notice: {
      fenced: {
        title: '送信を止めています',
        body: 'このデータは、写し、または以前の控えから戻したもののようです。二重に届かないように、配信を止めています。チャットへの返事や登録は、いつもどおり使えます。',
      },
      record: {
        title: '送信を止めています',
        body: '二重に届かないための目印を読み書きできないため、配信を止めています。チャットへの返事や登録は、いつもどおり使えます。読み書きできるようになれば、自動で元に戻ります。',
      },
      clock: {
        title: '送信を止めています',
        body: 'サーバーの時計が合っていないため、配信を止めています。チャットへの返事や登録は、いつもどおり使えます。時計が合えば、自動で元に戻ります。',
      },
    },
    tellOwner: 'オーナーにお知らせください。',
    see: '確認して再開する',
    working: '送信は動いています',
    workingBody: '配信は、いつもどおり送られます。ここですることはありません。',
    home: 'ホームへ戻る',
    whatHappened: 'なにが起きていますか',
    safe: 'いまの状態',
    safeItems: [
      '配信は、送られません。メニューのお知らせにも載りません。',
      'チャットへの返事、登録、クーポンの利用は、いつもどおり動いています。',
      '下書きや名簿は、そのまま残っています。',
    ],
    whatToDo: 'どうすればよいですか',
    fenced: {
      happened:
        'データの外に置いた目印と、このデータが合いません。控えから戻したとき、データを写して別の場所で動かしたとき、新しいサーバーへ引っ越したときに、こうなります。',
      other: '本来のおかえりが、ほかの場所で動いているとき',
      otherBody: 'ここでは何もしないでください。同じメッセージが二重に届くのを防いでいます。',
      here: 'これからは、ここを使うとき',
      hereBody: '先に、元のおかえりを必ず止めてください。そのあと、下のボタンを押します。',
      after: (count: number) =>
        count === 0
          ? '途中の配信はありません。これからの配信は、いつもどおり送れます。'
          : `途中の配信が${count}件あります。元の場所で送られたかどうか分からないため、自動では送りません。配信の画面で「確認が必要」になりますので、1件ずつ決めてください。`,
      stopped: '元のおかえりが動いていないことを、確認しました',
      stoppedMissing: '元のおかえりが止まっていることを確認して、チェックを入れてください。まだ再開していません。',
      submit: 'ここで送信を再開する',
    },
    record: {
      happened:
        'データの外に置いた目印を、読むか書くかができません。本来のおかえりかどうかを確かめられないので、配信を送らずに待っています。',
      wait: 'サーバーを置いた方に、ディスクの空きと、目印のファイル（データベースの名前に .instance が付いたもの。Cloudflareではキーバリューストア）を読み書きできるかを見てもらってください。直れば、数分で自動で元に戻ります。',
    },
    clock: {
      happened: (minutes: number) =>
        `サーバーの時計が、約${minutes}分ずれています。LINEは送信の控えを24時間だけ覚えているので、時計が合わないまま送り直すと、二重に届くことがあります。`,
      serverTime: 'サーバーの時刻',
      wait: 'サーバーの時計を合わせてください。LINEの時計と合えば、1分ほどで自動で元に戻ります。止まった配信は、配信の画面から再開できます。',
      sure: '上の時刻が正しいのに元に戻らないときは、下のボタンを押してください。返事のなかった送信は「確認が必要」になり、自動では送り直しません。',
      submit: 'この時刻は正しい',
    },
    resumed: '送信を再開しました。',
    settling: '受け付けました。反映まで1分ほどかかることがあります。',
  },
  en: {
    title: 'Sending',
    notice: {
      fenced: {
        title: 'Nothing is sent',
        body: 'This database seems to be a copy, or restored from a backup. So that nobody gets anything twice, broadcasts are stopped. Chat answers and registration work as always.',
      },
      record: {
        title: 'Nothing is sent',
        body: 'The mark that keeps messages from arriving twice cannot be read or written, so broadcasts are stopped. Chat answers and registration work as always. Once it can be, sending goes on by itself.',
      },
      clock: {
        title: 'Nothing is sent',
        body: "The server's clock is off, so broadcasts are stopped. Chat answers and registration work as always. Once the clock is right, sending goes on by itself.",
      },
    },
    tellOwner: 'Please tell the owner.',
    see: 'Look and resume',
    working: 'Sending works',
    workingBody: 'Broadcasts and notices leave as always. There is nothing to do here.',
    home: 'Back to home',
    whatHappened: 'What happened',
    safe: 'As it is now',
    safeItems: [
      'Not one broadcast or notice leaves.',
      'Chat answers, registration and coupons work as always.',
      'Drafts and the roster are as they were.',
    ],
    whatToDo: 'What to do',
    fenced: {
      happened:
        'The mark that is kept outside the database does not fit this database. That is so after restoring a backup, copying the data to another place, or moving to another server.',
      other: 'If the real Okaeri runs somewhere else',
      otherBody: 'Do nothing here. This keeps the same message from arriving twice.',
      here: 'If this is the real one from now on',
      hereBody: 'First be sure to stop the other one. Then press the button below.',
      after: (count: number) =>
        count === 0
          ? 'No broadcast was under way. What you send from now on leaves as always.'
          : `Broadcasts under way: ${count}. Nobody knows whether the other one has sent them since, so they do not leave by themselves. They wait for your decision on their pages.`,
      stopped: 'I have made sure that the other Okaeri does not run',
      stoppedMissing: 'Please make sure that the other one is stopped, and tick the box. Nothing has been resumed yet.',
      submit: 'Resume sending here',
    },
    record: {
      happened:
        'The mark that is kept outside the database cannot be read or written. Nobody can tell whether this is the real Okaeri, so broadcasts wait.',
      wait: 'Please have whoever runs the server see whether the disk has room, and whether the file of the mark (the database’s name with .instance behind it; on Cloudflare the key-value store) can be read and written. After that, sending goes on by itself within minutes.',
    },
    clock: {
      happened: (minutes: number) =>
        `The server's clock is off by about ${minutes} min. LINE remembers a request for 24 hours only, so repeating one by a wrong clock could deliver it twice.`,
      serverTime: "The server's time",
      wait: "Please set the server's clock. Once it agrees with LINE's, sending goes on by itself within a minute. Broadcasts that paused can be resumed on their pages.",
      sure: 'If the time above is right and this does not go away, press the button. Requests without an answer then wait for your decision and are not repeated by themselves.',
      submit: 'This time is right',
    },
    resumed: 'Sending goes on.',
    settling: 'Noted. It may take up to a minute.',
  },
})
