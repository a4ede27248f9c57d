import type { Context } from 'hono'
import type { z } from 'zod'
import { Refusal } from '../refusal.ts'

/** What was posted, as it was typed: the form is shown again with it. */
export type FormValues = Readonly<Record<string, string | readonly string[] | undefined>>
/** A message per field name; '' is the form as a whole. */
export type FormErrors = Readonly<Record<string, string | undefined>>
export type ReadForm<T> =
  | { ok: true; data: T; values: FormValues }
  | { ok: false; values: FormValues; errors: FormErrors }

/**
 * Reads a posted form by its schema. Not ok: answer 422 with the same page, filled with `values`, `errors` at the fields.
 * Word the schema's messages in the reader's language: `z.string().min(1, texts.nameMissing)`. Files are not accepted.
 */
export async function readForm<S extends z.ZodType>(c: Context, schema: S): Promise<ReadForm<z.output<S>>> {
  const values: Record<string, string | string[]> = {}
  const posted = await c.req.formData().catch(notAForm)
  for (const [name, value] of posted.entries()) {
    if (typeof value !== 'string') continue
    const before = values[name]
    values[name] = before === undefined ? value : [before, value].flat()
  }
  const parsed = schema.safeParse(values)
  if (parsed.success) return { ok: true, data: parsed.data, values }

  const errors: Record<string, string> = {}
  for (const { path, message } of parsed.error.issues) errors[String(path[0] ?? '')] ??= message
  return { ok: false, values, errors }
}

/** A body of another kind than forms have is a no like any other, and nobody's outage. */
function notAForm(error: unknown): never {
  if (error instanceof TypeError) throw new Refusal('form_invalid')
  throw error
}

/** The value of a field that may come once, several times or not at all. */
export const valuesIn = (values: FormValues, name: string): readonly string[] => [values[name] ?? []].flat()
export const valueIn = (values: FormValues, name: string) => valuesIn(values, name)[0] ?? ''
