import type { ChatHandler } from '../line/chat.ts'

/** また働きたい. */
export const returnChat: ChatHandler = async () => undefined
