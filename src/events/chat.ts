import type { ChatHandler } from '../line/chat.ts'

/** Answers to invitations, and イベント: what there is. */
export const eventChat: ChatHandler = async () => undefined
