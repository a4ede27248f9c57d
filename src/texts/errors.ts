import type { RefusalCode } from '../refusal.ts'
import { catalogue } from './language.ts'

/** How a refusal reads that no face worded for its own reader. */
export const errorTexts: Record<'ja' | 'en', Record<RefusalCode, string>> = catalogue({
  ja: {
    form_invalid: '入力内容をご確認ください。まだ保存されていません。',
    not_found: '見つかりませんでした。リンクが古いか、すでになくなった可能性があります。',
    not_allowed: 'この操作は、あなたの権限ではできません。オーナーにご相談ください。',
    session_needed:
      'ログインの有効期限が切れました。まだ何も変わっていません。LINEで「管理」と送り、届いたリンクから入り直してください。',
    origin_foreign:
      'このページの外から送られた操作のため、受け付けませんでした。何も変わっていません。ページを開き直して、もう一度お試しください。',
    login_link_unusable: 'このリンクは使用済みか、期限切れです。LINEで「管理」と送ると、新しいリンクが届きます。',
    operator_not_revocable: 'ご自身と最後のオーナーは外せません。何も変わっていません。',
    operator_cannot_leave:
      '担当者の方は、先にオーナーから担当者の登録を外してもらってください。まだ何も消えていません。',
    member_already_decided: 'この方は、すでに承認または見送りの手続きが済んでいます。',
    correction_decided: 'この訂正は、すでに確認が済んでいます。今の操作では何も変わっていません。',
    person_without_consent:
      'この方は、近況・お知らせを受け取ることに同意していません。下書きは作られていません。お店で会ったときに、直接お声がけください。',
    person_blocked_us: 'この方には、今、LINEでお送りできません（ブロックされています）。下書きは作られていません。',
    roster_entry_taken:
      '名簿のこの方は、すでに別の卒業生と結び付いています。何も変わっていません。別の方を選んでください。',
    import_over:
      '読み込んでから1時間たったため、内容は消えました。まだ名簿には入っていません。もう一度ファイルを選んでください。',
    segment_rule_unknown: '条件を読み取れませんでした。保存されていません。もう一度選んでください。',
    segment_name_taken: '同じ名前のセグメントがあります。別の名前にしてください。',
    segment_in_use:
      'このセグメントは、下書きか進行中の配信か、これからのイベントで使われているため、削除していません。届け先や対象を変えるか、終わってから、もう一度お試しください。',
    segments_full: 'セグメントは200件までです。保存されていません。使わないものを削除してください。',
    event_not_open: 'このイベントは、いま出欠を受け付けていません。',
    event_not_invited: 'この方には、まだご案内していません。',
    event_party_too_large: '人数が多すぎます。定員と、お連れの人数の上限をご確認ください。',
    event_changed_meanwhile:
      'このイベントは、ほかの画面で変更されました。最新の内容を確かめて、もう一度お試しください。',
    event_not_in_state: 'いまの状態では、この操作はできません。ページを開き直してご確認ください。',
    event_times_past: '出欠の締切が過ぎています。編集で日時を直してから、もう一度お試しください。',
    event_no_seats: '空席が足りません。人数を減らすか、定員を増やしてください。',
    event_link_unusable: 'このリンクは使えません。LINEのトークから、もう一度開いてください。',
    door_code_unknown: 'このイベントのQRコードではありません。お名前で探してください。',
    door_closed: 'このイベントの受付は、いまはできません。',
    shift_not_open: 'この募集は終了しました。ご応募ありがとうございます。',
    shift_not_for_you: 'この募集には応募できません。',
    shift_overlaps: '同じ時間に、ほかのシフトがあります。どちらかを取り下げてから、もう一度お試しください。',
    shift_rest_short: '前後のシフトとの間が8時間より短くなるため、応募できません。',
    shift_hours_exceeded: '1週間に働きたい時間を超えるため、応募できません。上限は自分で変えられます。',
    shift_minor: '夜10時から朝5時までのシフトには、18歳になってから応募できます。',
    shift_age_unknown: '夜10時以降のシフトです。18歳以上かどうかを、先に教えてください。',
    shift_already_answered: 'すでに返事をいただいています。画面を開き直して、今の状態を確かめてください。',
    shift_full: '募集人数に達しています。これ以上は確定できません。',
    shift_claim_gone: 'この方の応募は、今はありません。画面を開き直してください。',
    shift_not_in_state: '今の状態では、この操作はできません。画面を開き直してください。',
    shift_changed_meanwhile:
      '開いている間に、内容が変わりました。入力したものは消えていません。今の内容を確かめてください。',
    shift_times_past: '日時か締切が過ぎています。先に直してください。',
    shift_unlawful: 'このままでは募集できません。足りない項目を直してください。',
    shift_reason_needed: '理由を入れてください。相手に伝わります。',
    shift_request_answered: 'このお願いは、すでに返事が済んでいます。',
    shift_link_unusable: 'このページは開けません。LINEで「シフト」と送って、もう一度お開きください。',
    workplace_missing: 'この店舗の勤務先情報がまだありません。先に登録してください。',
    return_not_in_stage: 'この相談の段階が変わっています。画面を開き直してください。',
    return_open_already: 'すでにご相談を受け付けています。お店からの返事をお待ちください。',
    rehire_rules_changed: '再入社ルールが新しくなりました。もう一度ご確認ください。',
    broadcast_not_draft: 'この配信は、すでに確定しています。二重に送られることはありません。',
    broadcast_not_running: 'この配信は、すでに終わっています。',
    broadcast_not_undoable:
      'この配信は、もう取り消して下書きに戻すことができません。まだ送っていない分は「中止」で止められます。',
    broadcast_reach_changed: '確認のあいだに対象の人数が変わりました。まだ送信していません。もう一度ご確認ください。',
    broadcast_reach_empty: '届けられる方がいません。対象を見直してください。',
    broadcast_number_not_typed:
      '人数の入力が合いません。まだ送信していません。画面の人数を、そのまま入力してください。',
    broadcast_approval_needed:
      'この人数への配信には、もう一人の承認が必要です。まだ送信していません。ほかの担当者に確認を頼んでください。',
    broadcast_reserve_touched:
      '急ぎのシフト募集のために残している通数を使うことになります。まだ送信していません。よろしければ、確認欄にチェックを入れてください。',
    broadcast_reason_needed: 'シフト募集が続いています。まだ送信していません。今回も募集を送る理由を書いてください。',
    broadcast_schedule_far: '予約できるのは90日先までです。まだ送信していません。日時を選び直してください。',
    broadcast_schedule_quiet: '夜間は送信できません。まだ送信していません。別の時刻を選んでください。',
    broadcast_invalid: 'LINEがこの内容を受け付けません。まだ送信していません。内容を直してください。',
    broadcast_story_not_agreed:
      'ご本人が、この話の紹介に同意していません。まだ送信していません。同意をもらうか、別の内容にしてください。',
    test_without_line:
      'あなたのLINEが担当者として登録されていないため、テストを送れません。LINEで友だち追加をしてから、オーナーに担当者の招待を頼んでください。',
    tests_too_many: 'テスト送信は1時間に5回までです。少し待ってから、もう一度お試しください。',
    notice_not_on_board: 'このお知らせは、すでに取り下げられているか、まだ掲載されていません。何も変わっていません。',
    quota_too_small: '今月の残り通数が足りません。まだ送信していません。対象を絞るか、来月まで待ってください。',
    line_unreachable: 'LINEにつながりませんでした。だれにも送信していません。少し待ってから、もう一度お試しください。',
    record_unwritable:
      'データの外に置く目印を書けないため、再開していません。何も変わっていません。サーバーのディスクの空きと、目印のファイルに書ける設定かどうかをご確認のうえ、もう一度お試しください。',
    till_not_enrolled: 'この端末は、レジとして登録されていません。管理画面の「店舗とレジ」から登録してください。',
    till_locked: '間違ったコードが続いたため、しばらくお使いになれません。少し待ってからお試しください。',
    enrolment_unusable: 'この登録リンクは使用済みか、期限切れです。管理画面で新しく作ってください。',
    coupon_link_unusable: 'このリンクは使えません。LINEのトークで「マイクーポン」を開いてください。',
    coupon_code_unknown: 'このコードは見つかりません。画面の新しいコードを入力してください。',
    preview_expired: '確認の時間が過ぎました。まだ使用していません。もう一度コードを入力してください。',
    coupon_already_redeemed: 'このクーポンは使用済みです。',
    coupon_expired: 'このクーポンは期限が切れています。',
    coupon_not_yet: 'このクーポンは、まだ使える期間ではありません。',
    coupon_stopped: 'このクーポンは終了しました。',
    coupon_not_here: 'このクーポンは、この店舗では使えません。',
    redemption_key_reused: '画面が古くなっています。もう一度コードを入力してください。',
    picture_unusable: 'この写真は使えませんでした。ほかは何も変わっていません。別の写真（JPEGかPNG）でお試しください。',
    picture_in_use: 'この写真は、配信や卒業生の話、イベントで使われているため、削除していません。',
    story_in_use: 'この話は配信で使われているため、削除していません。',
    story_not_askable:
      '今は、この話の紹介の同意をお願いできません。何も送っていません。ページを開き直して、状態をご確認ください。',
  },
  en: {
    form_invalid: 'Please check the marked fields. Nothing has been saved yet.',
    not_found: 'Not found. The link may be old, or the thing is gone.',
    not_allowed: 'Your role does not allow this. Please ask the owner.',
    session_needed:
      'Your sign-in has ended. Nothing was changed. Send 「管理」 to the bot in LINE and use the link you get.',
    origin_foreign:
      'This was sent from outside of this page, so it was not accepted. Nothing was changed. Please reload and try again.',
    login_link_unusable: 'This link was used or has expired. Send 「管理」 to the bot in LINE for a new one.',
    operator_not_revocable: 'Nobody can remove themselves or the last owner. Nothing was changed.',
    operator_cannot_leave:
      'You help to run the shop’s account. Please ask the owner to remove you there first. Nothing has been erased.',
    member_already_decided: 'This person has already been approved or declined.',
    correction_decided: 'This correction has been decided already. Nothing was changed just now.',
    person_without_consent:
      'This person has not agreed to news. No draft was made. Perhaps you will meet them at the shop.',
    person_blocked_us: 'This person cannot be reached in LINE now: they blocked the account. No draft was made.',
    roster_entry_taken:
      'This person on the roster is already matched with somebody else. Nothing was changed. Please choose another.',
    import_over:
      'What was read is kept for one hour, and that has passed. Nothing is on the roster yet. Please choose the file again.',
    segment_rule_unknown: 'The rule could not be read. Nothing was saved. Please choose again.',
    segment_name_taken: 'There is already a segment of that name. Please choose another.',
    segment_in_use:
      'A draft, a running broadcast or a coming event uses this segment, so it was not deleted. Change whom that is for, or wait until it is over.',
    segments_full: 'There are 200 segments, which is the limit. Nothing was saved. Please delete one you do not use.',
    event_not_open: 'This event takes no more answers.',
    event_not_invited: 'This person has not been invited yet.',
    event_party_too_large: 'The party is too large. Check the capacity and how many guests each may bring.',
    event_changed_meanwhile: 'This event was changed elsewhere. Look at it as it is now and try again.',
    event_not_in_state: 'This can’t be done in its present state. Reload the page and look again.',
    event_times_past: 'The deadline for answers is over. Change the dates under “Edit” and try again.',
    event_no_seats: 'There are not enough free seats. Lower the number or raise the capacity.',
    event_link_unusable: 'This link can’t be used. Open it again from the chat in LINE.',
    door_code_unknown: 'This is not a QR code of this event. Look for the name instead.',
    door_closed: 'Nobody can be checked in for this event now.',
    shift_not_open: 'This opening is closed. Thank you for your interest.',
    shift_not_for_you: 'You cannot apply for this opening.',
    shift_overlaps: 'You have another shift at that time. Please take one of them back first.',
    shift_rest_short: 'There would be less than 8 hours between this and another shift of yours.',
    shift_hours_exceeded: 'This would be more hours a week than you set. You can change your limit.',
    shift_minor: 'Shifts between 22:00 and 5:00 are open from the age of 18.',
    shift_age_unknown: 'This shift goes past 22:00. Please tell us first whether you are 18 or older.',
    shift_already_answered: 'This was answered already. Open the page again to see how it stands.',
    shift_full: 'All places are taken. Nobody else can be confirmed.',
    shift_claim_gone: 'This person has no open application any more. Open the page again.',
    shift_not_in_state: 'This cannot be done now. Open the page again to see how it stands.',
    shift_changed_meanwhile: 'This changed while it was open. Nothing you typed is lost. Check how it stands now.',
    shift_times_past: 'The time or the deadline is over. Change it first.',
    shift_unlawful: 'This opening cannot go out as it is. Fill in what is missing.',
    shift_reason_needed: 'Give a reason. The other side will read it.',
    shift_request_answered: 'This request was answered already.',
    shift_link_unusable: 'This page cannot be opened. Send "shifts" in LINE to get a new link.',
    workplace_missing: 'This store has no workplace details yet. Enter them first.',
    return_not_in_stage: 'This conversation has moved on. Open the page again.',
    return_open_already: 'We have your message already. Please wait for the shop.',
    rehire_rules_changed: 'The rules for coming back changed. Please read them again.',
    broadcast_not_draft: 'This broadcast was already confirmed. It is never sent twice.',
    broadcast_not_running: 'This broadcast is already over.',
    broadcast_not_undoable:
      'This broadcast can no longer be taken back to a draft. What was not sent yet can be stopped with “Cancel”.',
    broadcast_reach_changed: 'The number of people changed meanwhile. Nothing was sent. Please check again.',
    broadcast_reach_empty: 'There is nobody to reach. Please change the audience.',
    broadcast_number_not_typed:
      'The number typed is not the number of people. Nothing was sent. Please type it as it is shown.',
    broadcast_approval_needed:
      'So many people need a second person’s approval. Nothing was sent. Please ask a colleague to confirm.',
    broadcast_reserve_touched:
      'This would use messages that are kept for urgent shift openings. Nothing was sent. If that is fine, please tick the box.',
    broadcast_reason_needed:
      'Job posts are following each other. Nothing was sent. Please write why another one is needed.',
    broadcast_schedule_far: 'At most 90 days ahead. Nothing was sent. Please choose another time.',
    broadcast_schedule_quiet: 'Nothing is sent in the quiet hours. Nothing was sent. Please choose another time.',
    broadcast_invalid: 'LINE does not accept this message. Nothing was sent. Please edit it.',
    broadcast_story_not_agreed:
      'The person has not agreed to this story. Nothing was sent. Ask for their agreement, or choose something else.',
    test_without_line:
      'No LINE account of yours is known here, so no test can be sent. Add the account as a friend in LINE, then ask the owner to invite you.',
    tests_too_many: 'At most five tests an hour. Please try again in a while.',
    notice_not_on_board: 'This notice was taken down already, or is not on the board yet. Nothing was changed.',
    quota_too_small:
      'Not enough messages are left this month. Nothing was sent. Choose fewer people, or wait for next month.',
    line_unreachable: 'LINE could not be reached. Nothing was sent to anybody. Please try again in a moment.',
    record_unwritable:
      'Sending was not resumed, because the mark outside the database cannot be written. Nothing was changed. Please check that the disk has room and that the file of the mark may be written, and try again.',
    till_not_enrolled: 'This device is not enrolled as a till. Enrol it in the admin under "Stores and tills".',
    till_locked: 'Too many wrong codes. Please wait a while before trying again.',
    enrolment_unusable: 'This enrolment link was used or has expired. Make a new one in the admin.',
    coupon_link_unusable: 'This link does not work. Open "My coupons" in the LINE chat.',
    coupon_code_unknown: 'This code was not found. Please type the one now on the screen.',
    preview_expired: 'This took too long. Nothing was used. Please type the code again.',
    coupon_already_redeemed: 'This coupon has already been used.',
    coupon_expired: 'This coupon has expired.',
    coupon_not_yet: 'This coupon cannot be used yet.',
    coupon_stopped: 'This coupon has ended.',
    coupon_not_here: 'This coupon cannot be used at this store.',
    redemption_key_reused: 'This page is out of date. Please type the code again.',
    picture_unusable: 'This picture could not be used. Nothing else was changed. Please try another one (JPEG or PNG).',
    picture_in_use: 'This picture is used by a broadcast, a story or an event, so it was not deleted.',
    story_in_use: 'This story is told in a broadcast, so it was not deleted.',
    story_not_askable:
      'Their consent to this story cannot be asked for now. Nothing was sent. Please reload the page and look at its state.',
  },
})
