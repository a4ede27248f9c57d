import { z } from 'zod'
import { quietUntil } from '../sending/quiet.ts'
import type { SendingSettings } from '../sending/sending-settings.ts'
import { confirmTexts } from '../texts/confirm.ts'
import { fromTokyo } from '../texts/format.ts'
import type { Language } from '../texts/language.ts'
import { SCHEDULE_DAYS_MAX } from './confirm-guards.ts'
import { REASON_MAX } from './confirming.ts'
import { UNDO_MS } from './running.ts'

const DAY_MS = 86_400_000

/** What the confirmation page posts. `sendAt` comes out as the instant at which the first message may leave. */
export const ConfirmForm = (lang: Language, { settings, now }: { settings: SendingSettings; now: number }) => {
  const t = confirmTexts[lang].when
  return z
    .object({
      people: z.coerce.number().int().min(0),
      boardPeople: z.coerce.number().int().min(0).default(0),
      draftedAt: z.coerce.number().int(),
      channel: z.enum(['push', 'board']).default('push'),
      when: z.enum(['now', 'at']).default('now'),
      sendAt: z.string().optional(),
      typedPeople: z.string().optional(),
      belowReserve: z.literal('yes').optional(),
      balanceReason: z.string().trim().max(REASON_MAX).optional(),
    })
    .transform(({ when, sendAt, people, boardPeople, typedPeople, belowReserve, ...rest }, context) => {
      const chosen = when === 'at' ? fromTokyo(sendAt ?? '') : now
      const wrong = chosen === undefined ? t.missing : scheduleError(chosen, { ...rest, settings, lang, now })
      if (wrong) context.addIssue({ code: 'custom', path: ['sendAt'], message: wrong })
      return {
        ...rest,
        people: rest.channel === 'board' ? boardPeople : people,
        sendAt: Math.max(now + UNDO_MS, chosen ?? now),
        typedPeople: numberTyped(typedPeople ?? ''),
        belowReserve: belowReserve === 'yes',
      }
    })
}

type Scheduled = { channel: 'push' | 'board'; settings: SendingSettings; lang: Language; now: number }

function scheduleError(at: number, { channel, settings, lang, now }: Scheduled) {
  const t = confirmTexts[lang].when
  if (at < now) return t.past
  if (at > now + SCHEDULE_DAYS_MAX * DAY_MS) return t.far
  const isChosen = at > now + UNDO_MS
  return isChosen && channel === 'push' && quietUntil(settings, at) !== undefined
    ? t.quietHours(settings.quietFrom, settings.quietTo)
    : undefined
}

/** 1,234 and １２３４ are the same number; what is none is 0. */
function numberTyped(typed: string) {
  const digits = typed.normalize('NFKC').replace(/[,\s人]/g, '')
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined
}
