import { z } from 'zod'
import { type Act, CannotDo, postback, sayText } from './people.ts'
import { effectiveRichMenu } from './rich-menus.ts'
import { announce, type User, type World } from './world.ts'

/** An action object of a message, a quick reply or a rich menu, as far as a tap needs it. */
export const TappedAction = z.object({
  type: z.string(),
  data: z.string().optional(),
  text: z.string().optional(),
  displayText: z.string().optional(),
  uri: z.string().optional(),
  mode: z.enum(['date', 'time', 'datetime']).optional(),
  min: z.string().optional(),
  max: z.string().optional(),
  richMenuAliasId: z.string().optional(),
  clipboardText: z.string().optional(),
})
export type TappedAction = z.output<typeof TappedAction>

/** What a tap on a button does, as the LINE app would. `value` is what was picked from a date picker. */
export async function tap(world: World, user: User, action: TappedAction, value?: string): Promise<Act> {
  if (user.friend === 'blocked') throw new CannotDo('blocked the account')
  switch (action.type) {
    case 'message':
      return sayText(world, user, action.text ?? '')
    case 'postback':
      if (action.text !== undefined) await sayText(world, user, action.text)
      return postback(world, user, { data: action.data ?? '', displayText: action.displayText })
    case 'datetimepicker':
      return pick(world, user, action, value)
    case 'richmenuswitch':
      return switchRichMenu(world, user, action)
    case 'uri':
      return { uri: action.uri ?? '' }
    default:
      return {}
  }
}

/** A tap into the person's rich menu: the action of the area with that number. */
export async function tapRichMenu(world: World, user: User, area: number, value?: string): Promise<Act> {
  const action = effectiveRichMenu(world, user)?.menu.areas[area]?.action
  if (!action) throw new CannotDo(`no area ${area} in this person's rich menu`, 404)
  return tap(world, user, TappedAction.parse(action), value)
}

async function pick(world: World, user: User, action: TappedAction, value?: string) {
  const { data = '', mode = 'date', min, max } = action
  if (value === undefined || (min !== undefined && value < min) || (max !== undefined && value > max))
    throw new CannotDo(`pick a ${mode} between ${min ?? 'any'} and ${max ?? 'any'}`, 422)
  return postback(world, user, { data, params: { [mode]: value } })
}

/** The app switches at once, and tells afterwards. */
async function switchRichMenu(world: World, user: User, { data = '', richMenuAliasId = '' }: TappedAction) {
  const richMenuId = world.aliases.get(richMenuAliasId)
  if (richMenuId === undefined) return postback(world, user, { data, params: { status: 'RICHMENU_ALIAS_ID_NOTFOUND' } })
  if (!world.richMenus.has(richMenuId)) return postback(world, user, { data, params: { status: 'RICHMENU_NOTFOUND' } })
  user.richMenuId = richMenuId
  announce(world, { type: 'rich-menu', userId: user.id })
  return postback(world, user, { data, params: { newRichMenuAliasId: richMenuAliasId, status: 'SUCCESS' } })
}
