import type { Config } from '../config.ts'

/** What a person sends to come in: `findInvitation` reads it. */
export const invitationWords = (code: string) => `招待コード ${code}`

/**
 * Where an invitation leads: with the account's basic ID into its chat, the words typed already; else to our own page,
 * which says how to go on.
 */
export const invitationUrl = (config: Pick<Config, 'baseUrl' | 'lineBasicId'>, code: string) =>
  chatUrl(config, code) ?? joinUrl(config, code)

/** undefined when the account's basic ID is not known. */
export const chatUrl = ({ lineBasicId }: Pick<Config, 'lineBasicId'>, code: string) =>
  lineBasicId === undefined
    ? undefined
    : `https://line.me/R/oaMessage/${encodeURIComponent(lineBasicId)}/?${encodeURIComponent(invitationWords(code))}`

export const joinUrl = ({ baseUrl }: Pick<Config, 'baseUrl'>, code: string) => `${baseUrl}/join/${code}`
