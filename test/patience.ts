import { openSqlite, type SqliteStore } from '../src/db/sqlite.ts'

/** Another process kept the file for longer than we wait for it; nothing of ours happened. */
export const isBusy = (error: unknown) =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

/** Tries again for as long as the others keep the file: on a slow machine one of them may stand still while it writes. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await work()
    } catch (error) {
      if (!isBusy(error)) throw error
    }
}

/** With all of them at it, opening the file takes its turn too. */
export const openPatiently = (path: string): Promise<SqliteStore> => patiently(async () => openSqlite(path))
