import { catalogue } from './language.ts'

/** Who may sign in, and the invitations that let more people in. For the owner. */
export const operatorAdminTexts = catalogue({
  ja: {
    title: '担当者',
    list: 'ログインできる人',
    caption: 'ログインできる人の一覧',
    name: '名前',
    role: '権限',
    store: '店舗',
    allStores: 'すべて',
    since: '登録',
    lastSeen: '最後の利用',
    never: 'まだありません',
    action: '操作',
    you: 'ご自身',
    remove: '外す',
    removed: '担当者から外しました。ログイン中の端末も、すべて使えなくなりました。',
    back: '担当者へ戻る',
    invite: {
      title: '店長やスタッフを招待',
      nameHint: '画面や記録に出る名前です。40文字まで',
      roleHints: {
        manager: '自店の卒業生の承認、配信、レジの管理ができます。',
        staff: 'ホーム画面だけを見られます。',
      },
      choose: '選んでください',
      submit: '招待コードを作る',
      needsStore: '招待する前に、店舗を追加してください。',
      addStore: '店舗を追加する',
    },
    invitations: {
      title: '返事待ちの招待',
      caption: '返事待ちの招待の一覧',
      until: '期限',
      revoke: '招待を取り消す',
      revoked: '招待を取り消しました。このコードは、もう使えません。',
    },
    code: {
      title: '招待コード',
      notice: '招待コードを作りました。',
      forWhom: (name: string, store: string, role: string) => `${name}さん（${store}・${role}）の招待コードです。`,
      how: '公式アカウントを友だち追加して、このコードを送ってもらってください。',
      once: (until: string) =>
        `コードを表示できるのは、この1回だけです。${until}まで、1人が1回だけ使えます。ほかの方には見せないでください。`,
      done: '担当者の一覧へ',
    },
    removal: {
      title: (name: string) => `${name}さんを担当者から外しますか`,
      body: (role: string) =>
        `${role}としてログインできなくなります。ログイン中の端末も、すぐに使えなくなります。これまでの記録は残ります。戻すときは、もう一度招待してください。`,
      submit: (name: string) => `${name}さんを外す`,
    },
    errors: {
      missing: '名前を入力してください。',
      tooLong: '40文字以内で入力してください。',
      role: '権限を選んでください。',
      store: '店舗を選んでください。',
    },
  },
  en: {
    title: 'Operators',
    list: 'Who may sign in',
    caption: 'List of who may sign in',
    name: 'Name',
    role: 'Role',
    store: 'Store',
    allStores: 'all',
    since: 'Since',
    lastSeen: 'Last seen',
    never: 'not yet',
    action: 'Action',
    you: 'you',
    remove: 'Remove',
    removed: 'Removed. All their devices are signed out.',
    back: 'Back to operators',
    invite: {
      title: 'Invite a manager or staff',
      nameHint: 'As pages and records show it. Up to 40 characters',
      roleHints: {
        manager: 'Approves alumni of their store, sends broadcasts and keeps its tills.',
        staff: 'Sees the home page only.',
      },
      choose: 'Please choose',
      submit: 'Make an invitation code',
      needsStore: 'Before you invite anybody, please add a store.',
      addStore: 'Add a store',
    },
    invitations: {
      title: 'Open invitations',
      caption: 'List of open invitations',
      until: 'Valid until',
      revoke: 'Revoke the invitation',
      revoked: 'The invitation is revoked. Its code no longer works.',
    },
    code: {
      title: 'Invitation code',
      notice: 'The invitation code is ready.',
      forWhom: (name: string, store: string, role: string) => `For ${name} (${store}, ${role}).`,
      how: 'Ask them to add the official account as a friend and to send it this code.',
      once: (until: string) =>
        `The code is shown this once. It works for one person, once, until ${until}. Please show it to nobody else.`,
      done: 'To the operators',
    },
    removal: {
      title: (name: string) => `Remove ${name}?`,
      body: (role: string) =>
        `They can no longer sign in as ${role}, and their devices are signed out at once. What they did so far stays on record. To bring them back, invite them again.`,
      submit: (name: string) => `Remove ${name}`,
    },
    errors: {
      missing: 'Please type a name.',
      tooLong: 'Please use up to 40 characters.',
      role: 'Please choose a role.',
      store: 'Please choose a store.',
    },
  },
})
