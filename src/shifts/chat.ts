import type { ChatHandler } from '../line/chat.ts'

/** シフト: what is open, and the answers to it. */
export const shiftChat: ChatHandler = async () => undefined
