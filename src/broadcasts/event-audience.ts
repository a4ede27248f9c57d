import type { SegmentRule } from '../segments/rule.ts'
import { type BroadcastContent, eventOf } from './content.ts'

/** Whom a message of an event is to: whom the event is for, who did not answer its invitation, or who came. */
export const WHO = ['own', 'silent', 'came'] as const
export type Who = (typeof WHO)[number]

const CHOICE = /^event:([0-9a-zA-Z-]{1,64}):(own|silent|came)$/

/** How the form names such an audience, where a segment's id stands otherwise. */
export const choiceForEvent = (eventId: string, who: Who) => `event:${eventId}:${who}`

/** What a value of the form names; undefined: none of these. */
export function eventChoiceIn(chosen: string): { eventId: string; who: Who } | undefined {
  const [, eventId, said] = CHOICE.exec(chosen) ?? []
  const who = WHO.find((one) => one === said)
  return eventId !== undefined && who ? { eventId, who } : undefined
}

/** Asked anew whenever the people are counted: who answers meanwhile is reminded of nothing. */
export const ruleForAnswers = (eventId: string, was: 'came' | 'silent'): SegmentRule => ({
  match: 'all',
  conditions: [{ kind: 'event_answer', was, in: [eventId] }],
})

/** The form's value for a draft to such people; undefined for any other. */
export function eventChoiceOf({ match, conditions }: SegmentRule, content: BroadcastContent): string | undefined {
  const [only, ...others] = conditions
  if (match === 'all' && others.length === 0 && only?.kind === 'event_answer' && !only.not) {
    const [eventId, ...more] = only.in
    return eventId !== undefined && more.length === 0 ? choiceForEvent(eventId, only.was) : undefined
  }
  const eventId = eventOf(content)
  return eventId !== undefined && conditions.length > 0 ? choiceForEvent(eventId, 'own') : undefined
}

/** Whether it reminds those who did not answer. */
export const isToSilent = ({ conditions }: SegmentRule) =>
  conditions.some((one) => one.kind === 'event_answer' && one.was === 'silent' && !one.not)
