import type { Config } from '../config.ts'

/** Where anybody who has the link sees a picture: LINE's apps load it without a session, so its name is its only key. */
export const imageUrl = ({ baseUrl }: Pick<Config, 'baseUrl'>, imageId: string) => `${baseUrl}/images/${imageId}`
