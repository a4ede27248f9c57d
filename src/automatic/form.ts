import { z } from 'zod'
import { type BroadcastContent, FALLBACK_MAX, FROM_MAX, WORDS_MAX } from '../broadcasts/content.ts'
import { strangeVariable, VARIABLES_MAX, variablesIn } from '../broadcasts/variables.ts'

/** How each thing that can be wrong is worded. */
export type FormWords = {
  text(max: number): string
  from(max: number): string
  strange(found: string): string
  many(max: number): string
  fallback(max: number): string
}

/** The words of an occasion as they are typed. */
export const automaticForm = (t: FormWords) => {
  const fallback = z.string().trim().max(FALLBACK_MAX, t.fallback(FALLBACK_MAX)).default('')
  return z
    .object({
      text: z
        .string(t.text(WORDS_MAX))
        .trim()
        .min(1, t.text(WORDS_MAX))
        .max(WORDS_MAX, t.text(WORDS_MAX))
        .superRefine((typed, context) => {
          const strange = strangeVariable(typed)
          if (strange !== undefined) context.addIssue({ code: 'custom', message: t.strange(strange) })
          if (variablesIn(typed).length > VARIABLES_MAX)
            context.addIssue({ code: 'custom', message: t.many(VARIABLES_MAX) })
        }),
      from: z.string(t.from(FROM_MAX)).trim().min(1, t.from(FROM_MAX)).max(FROM_MAX, t.from(FROM_MAX)),
      nameFallback: fallback,
      storeFallback: fallback,
    })
    .transform(
      ({ text, from, nameFallback: name, storeFallback: store }): BroadcastContent => ({
        kind: 'text',
        text,
        from,
        ...(name || store ? { fallbacks: { ...(name && { name }), ...(store && { store }) } } : {}),
      }),
    )
}

/** Words as the values that they were typed with. */
export const valuesOf = (content: BroadcastContent): Readonly<Record<string, string>> => ({
  text: content.kind === 'text' ? content.text : '',
  from: content.from,
  nameFallback: content.fallbacks?.name ?? '',
  storeFallback: content.fallbacks?.store ?? '',
})
