import { type Answer, FIXABLE, type FixableStep } from './steps.ts'

/** What a tap inside a registration asks for: an answer, or one of the ways around it. */
export type RegistrationTap = {
  /** Of the question that the button stood under. */
  rev: number
  asks:
    | { kind: 'answer'; answer: Answer }
    | { kind: 'cancel' | 'fix' | 'stay' | 'restart' | 'done' }
    | { kind: 'page'; page: number }
}

/** Reads `reg:<rev>:<answer>`; undefined when it is nothing that we ever sent. `date` is the date picker's. */
export function readTap(data: string, date: string | undefined): RegistrationTap | undefined {
  const [, rev, word = '', rest = ''] = /^reg:(\d{1,15}):([a-z_]+)(?::(.+))?$/.exec(data) ?? []
  const asks = readAsks(word, rest, date)
  return rev === undefined || asks === undefined ? undefined : { rev: Number(rev), asks }
}

function readAsks(word: string, rest: string, date: string | undefined): RegistrationTap['asks'] | undefined {
  switch (word) {
    case 'cancel':
    case 'stay':
    case 'restart':
    case 'done':
      return { kind: word }
    case 'fix':
      return rest === '' ? { kind: 'fix' } : answered(isFixable(rest) ? { kind: 'fix', step: rest } : undefined)
    case 'page':
      return /^\d{1,3}$/.test(rest) ? { kind: 'page', page: Number(rest) } : undefined
    case 'agree':
    case 'yes':
    case 'no':
    case 'back':
      return answered({ kind: word })
    case 'store':
      return answered({ kind: 'store', id: rest })
    case 'role':
      return answered({ kind: 'role', id: rest === 'none' ? null : rest })
    case 'digits':
      return answered(rest === 'none' ? { kind: 'digits', hmac: null } : undefined)
    case 'last_day':
      return answered(date === undefined ? undefined : { kind: 'last_day', on: date })
    default:
      return undefined
  }
}

const answered = (answer: Answer | undefined) => answer && ({ kind: 'answer', answer } as const)
const isFixable = (step: string): step is FixableStep => FIXABLE.some((fixable) => fixable === step)
