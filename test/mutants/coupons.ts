// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from './list.ts'

/** A name, what stands there, and what stands there instead. */
type Defect = readonly [name: string, find: string, replace: string]

/** Of one file, each noticed by the same test. */
const defects = (file: string, test: string, all: readonly Defect[]): readonly Mutant[] =>
  all.map(([name, find, replace]) => ({ name, file, find, replace, tests: [test] }))

/** What keeps a coupon from being used, given or seen otherwise than the shop means it. */
export const COUPON_MUTANTS: readonly Mutant[] = [
  ...defects('src/coupons/till/statements.ts', 'test/coupons/redemptions.test.ts', [
    ['coupons: used at a till that was revoked', "  where ${since('t.revoked_at')}\n    and (asked", '  where (asked'],
    ['coupons: used at a till that stands in another store by now', ' and t.store_id = s.store_id\n', '\n'],
    ['coupons: used before their first day', '    and g.starts_at <= asked.at\n', ''],
    ['coupons: confirmed however long after the code was seen', '    and asked.at < asked.expires_at\n', ''],
    [
      'coupons: used in a store where they do not hold',
      '  cross join coupon_stores as s on s.coupon_id = c.id and s.store_id = asked.store_id\n',
      '  cross join (select asked.store_id) as s\n',
    ],
    [
      'coupons: a use has the number of one that is not undone',
      'else (select min(n) from (select 1 as n union all select use_no + 1 from ${living})\n    where n not in (select use_no from ${living})) end',
      'else 1 + (select count(*) from ${living}) end',
    ],
  ]),
  ...defects('src/coupons/till/statements.ts', 'test/coupons/redeeming-terms.test.ts', [
    ['coupons: used by somebody who works there no more', " and ${since('o.revoked_at')}\n", '\n'],
    ['coupons: used on too small a bill', '    and ${billIsEnough}\n', ''],
    ['coupons: used by too large a party', '    and ${partyFits}\n', ''],
    ['coupons: more is taken off than the bill is', 'min(c.value, coalesce(asked.bill, c.value))', 'c.value'],
  ]),
  ...defects('src/coupons/till/windows.ts', 'test/coupons/windows.test.ts', [
    ['coupons: a day begins at midnight', '(at + TOKYO_MS - DAY_BEGINS_MS) / DAY_MS', '(at + TOKYO_MS) / DAY_MS'],
  ]),
  ...defects('src/coupons/till/redemptions.ts', 'test/coupons/redemptions.test.ts', [
    ['coupons: a form that is sent again is another use', '...{ key: preview.key, ', '...{ key: crypto.randomUUID(), '],
    [
      'coupons: another bill on the same form is passed over',
      'answered.billYen === billYen && answered.guests === guests',
      'answered.billYen !== -1 && answered.guests !== -1',
    ],
  ]),
  ...defects('src/coupons/till/undoing.ts', 'test/coupons/undoing.test.ts', [
    [
      'coupons: undone at another store',
      "    .where('store_id', '=', till.storeId)\n    .where('voided_at', 'is', null)\n",
      "    .where('voided_at', 'is', null)\n",
    ],
    ['coupons: undone anew by who asks again', "    .where('voided_at', 'is', null)\n", ''],
    ['coupons: undone at a till that was revoked', '    .where(livingTill(undoing))\n', ''],
    ['coupons: undone by somebody who may not stand there', '    .where(livingStaff(undoing))\n', ''],
    ['coupons: undone without a reason', "if (reason === '' || reason.length", 'if (reason.length'],
  ]),
  ...defects('src/coupons/codes.ts', 'test/coupons/codes.test.ts', [
    ['codes: good for a minute and a half', 'const STEPS_LIVE = 2', 'const STEPS_LIVE = 3'],
    [
      'codes: taken from whose screen they are on',
      "eb('coupon_codes.expires_at', '<=', now)",
      "eb('coupon_codes.expires_at', '>', 0)",
    ],
    [
      'codes: kept as they are shown',
      '=> hmacHex(sessionSecret, `coupon code stored v1:${code}`)',
      '=> Promise.resolve(code)',
    ],
  ]),
  ...defects('src/coupons/till/previews.ts', 'test/coupons/codes.test.ts', [
    ['codes: guessed without end', "eb('wrong_codes', '<', WRONG_CODES_MAX)", "eb('wrong_codes', '>=', 0)"],
    [
      'codes: a till that guesses locks the others',
      "    .where('id', '=', till.id)\n    .where(({ or",
      '    .where(({ or',
    ],
  ]),
  ...defects('src/coupons/till/previews.ts', 'test/coupons/till.test.ts', [
    [
      'codes: what one till saw is confirmed at another',
      'coupon preview v2:${till.id}:${till.storeId}:',
      'coupon preview v2:',
    ],
  ]),
  ...defects('src/coupons/issuing/changing.ts', 'test/coupons/withdrawing.test.ts', [
    ['coupons: one that was withdrawn is extended', '.where(isOwn(change)).where(isLiving)', '.where(isOwn(change))'],
    [
      "coupons: a manager changes those of another store's people",
      '.where(isOwn(change)).where(isLiving)',
      '.where(isLiving)',
    ],
    ['coupons: withdrawn when they are over', "    .where('ends_at', '>', now)\n  const line", '  const line'],
    ['coupons: extended to a time that is past', '${endsAt} > ${now} and ${endsAt}', '${endsAt}'],
  ]),
  ...defects('src/coupons/terms/extending.ts', 'test/coupons/terms-extending.test.ts', [
    [
      'coupons: an extension of all moves ends that are own ones',
      'and coupon_grants.ends_at >= coupons.ends_at and',
      'and',
    ],
  ]),
  ...defects('src/coupons/issuing/issues.ts', 'test/coupons/issues.test.ts', [
    ['coupons: given though others came since it was confirmed', ' and (${people}) = ${confirmedCount}\n', '\n'],
  ]),
  ...defects('src/coupons/issuing/gifts.ts', 'test/coupons/issues.test.ts', [
    ['coupons: given one by one to who did not agree', 'and ${mayReceive} and (${storeId}', 'and (${storeId}'],
    [
      'coupons: told beyond the messages of the month',
      '${stillFits(quota, { messages: 1, kept: settings.reserve })}\n    and ',
      '',
    ],
    [
      'coupons: told beyond what one person gets',
      "\n    and ${capReached({ settings, now: leavesAt }, sql.ref('members.id'))} is null`",
      '`',
    ],
  ]),
  ...defects('src/coupons/issuing/giving.ts', 'test/coupons/automatic.test.ts', [
    ['coupons: an occasion gives again what was withdrawn', '\n      where coupon_grants.voided_at is null`', '`'],
    ['coupons: an occasion that was switched off gives', ' and automatic_coupons.enabled_at = ${enabledAt}\n', '\n'],
    ['coupons: a copy of the database gives them', " || (await mayWork(deps)) !== 'yes'", ''],
  ]),
  ...defects('src/coupons/reminders.ts', 'test/coupons/reminders.test.ts', [
    ['coupons: a copy of the database reminds of them', " || (await mayWork(deps)) !== 'yes'", ''],
    ['coupons: reminded of every minute', 'coupon_grants.reminded_at is null and ', ''],
  ]),
  ...defects('src/coupons/paper/scans.ts', 'test/coupons/paper.test.ts', [
    [
      'paper: what comes second is dropped',
      'return [insertRedemption(db, use), recordOutcome',
      'return [insertRedemption(db, use), mustHaveChangedOne(db), recordOutcome',
    ],
    [
      'paper: unknown codes are uploaded without end',
      '${now - UNKNOWN_WINDOW_MS}) < ${UNKNOWN_SCANS_MAX}',
      '${now - UNKNOWN_WINDOW_MS}) >= 0',
    ],
  ]),
  ...defects('src/coupons/paper/scans.ts', 'test/coupons/paper-rules.test.ts', [
    ['paper: counts where nothing may be noted', '      mayCount ? [...claim,', '      judged.known ? [...claim,'],
    [
      'paper: a device is told as used what was a conflict',
      'rows.map((row) => [row.id, row])',
      "rows.map((row) => [row.id, { ...row, outcome: 'used' }])",
    ],
  ]),
  ...defects('src/coupons/till/statements.ts', 'test/coupons/paper-rules.test.ts', [
    [
      'paper: uses a coupon that was withdrawn before',
      "(asked.via = 'paper' and ${sql.ref(column)} > asked.at))`",
      "asked.via = 'paper')`",
    ],
    [
      'paper: one code, copied to several tills, is good at each',
      "and (asked.via <> 'paper' or redeemed_at < asked.expires_at))",
      "and asked.via <> 'paper')",
    ],
  ]),
  ...defects('src/coupons/paper/judging.ts', 'test/coupons/paper-rules.test.ts', [
    ['paper: counts at any time after it was on a screen', ' || scannedAt >= code.expiresAt + SKEW_MS)', ')'],
    [
      "paper: the device's clock is believed",
      'at: Math.max(shownAt + 1, Math.min(scannedAt, code.expiresAt - 1, now)),',
      'at: scannedAt,',
    ],
  ]),
  ...defects('src/stores/pin-tries.ts', 'test/stores/pins.test.ts', [
    [
      'PINs: looked at though they are closed',
      '(closed.locked_until > ${now} or closed.blocked_at is not null))',
      'closed.locked_until < 0)',
    ],
    ['PINs: a second helping at midnight', 'when ${yesterday} then wrong_today else 0 end', 'else 0 end'],
    [
      'PINs: good in every store',
      "    where operators.id = ${operatorId} and operators.revoked_at is null\n      and (operators.role = 'owner' or operators.store_id = ${storeId})\n",
      '    where operators.id = ${operatorId} and operators.revoked_at is null\n',
    ],
  ]),
  ...defects('src/stores/till-sessions.ts', 'test/stores/staff.test.ts', [
    [
      'PINs: a device stands at every till',
      "    .where('till_sessions.till_id', '=', tillId)\n    .where('till_sessions.ended_at'",
      "    .where('till_sessions.ended_at'",
    ],
    ['PINs: a shift has no end', "    .where('till_sessions.expires_at', '>', now)\n    .whereRef", '    .whereRef'],
  ]),
  ...defects('src/stores/till-sessions.ts', 'test/stores/staff.test.ts', [
    [
      'PINs: a changed one leaves whoever stands there',
      "    .whereRef('operator_pins.set_at', '<=', 'till_sessions.started_at')\n",
      '',
    ],
  ]),
  ...defects('src/consent/erasing-coupons.ts', 'test/coupons/redemptions.test.ts', [
    ['coupons: who was erased leaves one that can be used', 'voided_at = coalesce(voided_at, ${now}), ', ''],
  ]),
  ...defects('src/coupons/till/searching.ts', 'test/coupons/searching.test.ts', [
    ['coupons: half the people are found by one letter', 'SEARCH_LETTERS_MIN = 2', 'SEARCH_LETTERS_MIN = 1'],
    ['coupons: who left is found by name', "m.state = 'verified' and m.name is not null", 'm.name is not null'],
    ['coupons: used by name for no reason', "if (why === '' || why.length", 'if (why.length'],
  ]),
  ...defects('src/coupons/guest/proof.ts', 'test/coupons/guest-states.test.ts', [
    ['coupons: any browser is their own', 'equalBytes(encoder.encode(signed), encoder.encode(expected)) && ', ''],
    ['coupons: a browser is theirs for ever', ' && now < Number(expiry) ?', ' ?'],
  ]),
  ...defects('src/coupons/guest/member.tsx', 'test/members/liff.test.ts', [
    [
      'coupons: a code is asked for by whoever has the link',
      '    if (!(await isTheirs(c, opened.grant))) {\n',
      '    if (!opened.grant) {\n',
    ],
  ]),
  ...defects('src/coupons/grants.ts', 'test/coupons/grants.test.ts', [
    [
      'coupons: one that is over is given',
      'where stopped_at is null and ends_at > ${now}\n',
      'where stopped_at is null\n',
    ],
  ]),
  ...defects('src/coupons/issuing/audience.ts', 'test/coupons/issues.test.ts', [
    ['coupons: given to who did not agree', "\n  and ${hasConsent('coupons', sql.ref('members.id'))}`", '`'],
  ]),
  ...defects('src/coupons/issuing/occasions.ts', 'test/coupons/automatic.test.ts', [
    [
      'coupons: an occasion from before it was switched on',
      'Math.max(enabledAt, now - LOOK_BACK_DAYS * DAY_MS)',
      'now - LOOK_BACK_DAYS * DAY_MS',
    ],
  ]),
]
