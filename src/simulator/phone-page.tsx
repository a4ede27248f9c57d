import { html } from 'hono/html'
import type { User } from './world.ts'

/** The list to choose from shows the newest of a large crowd. */
const CHOICES_MAX = 200

export type PhonePageProps = { accountName: string; shown: readonly User[]; everybody: readonly User[] }

/** Several people's phones side by side; on a narrow screen one of them fills it. The chats are filled in by the script. */
export const PhonePage = ({ accountName, shown, everybody }: PhonePageProps) => html`<!doctype html>
${(
  <html lang="ja">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
      <title>{accountName} - スマホ</title>
      <link rel="stylesheet" href="/_simulator/phone.css" />
      <script src="/_simulator/phone.js" defer></script>
    </head>
    <body>
      <header class="top">
        <h1>スマホ</h1>
        <nav class="tabs" aria-label="だれのスマホか">
          {shown.map(({ id, displayName }) => (
            <button type="button" data-tab={id} data-testid={`tab-${id}`} aria-pressed="false">
              {displayName}
            </button>
          ))}
        </nav>
        <label class="dark">
          <input type="checkbox" data-testid="dark" />
          暗い画面
        </label>
        <Chooser shown={shown} everybody={everybody} />
      </header>
      <main class="phones">
        {shown.length === 0 ? (
          <Empty isFirst={everybody.length === 0} />
        ) : (
          shown.map((user) => <Phone {...{ user, accountName, shown }} />)
        )}
      </main>
      <DateDialog />
    </body>
  </html>
)}`

/** After the #: whose phone fills a narrow screen. */
export const hrefOf = (people: readonly { id: string }[], front = people.at(-1)) =>
  `/?people=${people.map(({ id }) => id).join(',')}${front ? `#${front.id}` : ''}`

const Chooser = ({ shown, everybody }: { shown: readonly User[]; everybody: readonly User[] }) => {
  const others = everybody.filter((user) => !shown.includes(user)).slice(-CHOICES_MAX)
  return (
    <details class="chooser">
      <summary data-testid="choose-people">＋ 人</summary>
      <div class="sheet">
        <NewPerson shown={shown} />
        {others.length > 0 && <h2>いる人を並べる</h2>}
        <ul>
          {others.map((user) => (
            <li>
              <a href={hrefOf([...shown, user])} data-testid={`show-${user.id}`}>
                {user.displayName}
                <small>{FRIEND[user.friend]}</small>
              </a>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}

const FRIEND = { never: '友だちではない', following: '友だち', blocked: 'ブロック中' } as const

const NewPerson = ({ shown }: { shown: readonly User[] }) => (
  <form method="post" action="/_simulator/phone/people" class="new-person">
    <h2>新しい人</h2>
    <input type="hidden" name="people" value={shown.map(({ id }) => id).join(',')} />
    <label>
      LINEの名前
      <input name="displayName" required maxlength={20} autocomplete="off" data-testid="new-person-name" />
    </label>
    <label>
      言語
      <select name="language">
        <option value="ja">日本語</option>
        <option value="en">English</option>
      </select>
    </label>
    <button type="submit" data-testid="new-person-add">
      この人のスマホを開く
    </button>
  </form>
)

const Empty = ({ isFirst }: { isFirst: boolean }) => (
  <section class="empty">
    <h2>{isFirst ? 'まだだれもいません' : 'スマホが開いていません'}</h2>
    <p>
      ここは手もとのLINEです。名前を入れると、その人のスマホが開きます。お店のアカウントを友だちに追加してみてください。
    </p>
    <NewPerson shown={[]} />
  </section>
)

type PhoneProps = { user: User; accountName: string; shown: readonly User[] }

const Phone = ({ user: { id, displayName, friend }, accountName, shown }: PhoneProps) => (
  <section
    class="phone"
    data-user={id}
    data-friend={friend}
    data-testid={`phone-${id}`}
    aria-label={`${displayName}のスマホ`}
  >
    <header class="head">
      <div>
        <h2>{accountName}</h2>
        <p>{displayName}のスマホ</p>
      </div>
      <details class="more">
        <summary aria-label="トークのメニュー" data-testid="phone-menu">
          ⋯
        </summary>
        <div class="sheet">
          <button type="button" data-do="block" data-testid="block" class="if-following">
            ブロック
          </button>
          <button type="button" data-do="follow" data-testid="unblock" class="if-blocked">
            ブロックを解除
          </button>
          <a href={hrefOf(shown.filter((one) => one.id !== id))} data-testid="close-phone">
            このスマホを閉じる
          </a>
        </div>
      </details>
    </header>
    <div class="log" role="log" aria-label="トーク" tabindex={0} data-testid="chat-log" />
    <div class="foot">
      <p class="typing" role="status" data-testid="typing" hidden>
        入力中…
      </p>
      <p class="notice" role="status" data-testid="notice" />
      <div class="quick" data-testid="quick-replies" />
      <Stranger accountName={accountName} />
      <Composer />
      <button type="button" class="menu-bar" aria-expanded="false" data-testid="menu-bar" hidden />
      <div class="menu" data-testid="rich-menu" hidden />
    </div>
  </section>
)

const Stranger = ({ accountName }: { accountName: string }) => (
  <>
    <div class="panel if-never">
      <p>{accountName}はまだ友だちではありません。</p>
      <button type="button" data-do="follow" data-testid="add-friend">
        友だち追加
      </button>
    </div>
    <div class="panel if-blocked">
      <p>ブロックしています。メッセージは届きません。</p>
      <button type="button" data-do="follow">
        ブロックを解除
      </button>
    </div>
  </>
)

const Composer = () => (
  <form class="composer if-following">
    <button type="button" data-do="photo" data-testid="send-photo" aria-label="写真を送る">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 8.500h.01" />
      </svg>
    </button>
    <button type="button" data-do="sticker" data-testid="send-sticker" aria-label="スタンプを送る">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9 10h.01M15 10h.01M8.500 14.500c2 2 5 2 7 0" />
      </svg>
    </button>
    <textarea name="text" rows={1} maxlength={5000} aria-label="メッセージ" placeholder="Aa" data-testid="chat-input" />
    <button type="submit" data-testid="send" aria-label="送信" class="send">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M4 4l17 8-17 8 3-8zM7 12h14" />
      </svg>
    </button>
  </form>
)

const DateDialog = () => (
  <dialog aria-labelledby="date-label" data-testid="date-dialog">
    <form method="dialog">
      <label id="date-label" for="date-input">
        日にちを選ぶ
      </label>
      <input id="date-input" required data-testid="date-input" />
      <div>
        <button type="button" value="cancel" data-testid="date-cancel">
          キャンセル
        </button>
        <button type="submit" value="ok" data-testid="date-ok">
          決定
        </button>
      </div>
    </form>
  </dialog>
)
