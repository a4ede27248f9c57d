import { BASE_STYLES } from './styles-base.ts'
import { BUILDER_STYLES } from './styles-builder.ts'
import { COMPOSE_STYLES } from './styles-compose.ts'
import { CONTRACT_STYLES as CONTRACT } from './styles-contract.ts'
import { DOOR_STYLES as DOOR } from './styles-door.ts'
import { FORM_STYLES } from './styles-forms.ts'
import { GUEST_STYLES } from './styles-guests.ts'
import { PART_STYLES } from './styles-parts.ts'
import { PRINT_STYLES } from './styles-print.ts'
import { SCAN_STYLES } from './styles-scan.ts'
import { SCREEN_STYLES } from './styles-screens.ts'
import { SENDING_STYLES } from './styles-sending.ts'
import { TILL_STYLES as TILL } from './styles-till.ts'

/** The stylesheet of every page: admin, till, member. No page carries a style of its own. */
export const STYLES = oneSheet(BASE_STYLES, FORM_STYLES, PART_STYLES, SCREEN_STYLES)
/** Only of the admin side: a guest on a slow phone needs none of it. */
export const ADMIN_STYLES = oneSheet(BUILDER_STYLES, COMPOSE_STYLES, SENDING_STYLES, PRINT_STYLES, GUEST_STYLES)

/** Only of the doors of events. */
export const DOOR_STYLES = oneSheet(SCAN_STYLES, DOOR)

/** Only of the till's pages: no guest's phone needs them. */
export const TILL_STYLES = oneSheet(TILL, SCAN_STYLES)

/** Only of the notice of working conditions, the shop's and the person's. */
export const CONTRACT_STYLES = oneSheet(CONTRACT)

/** Without the blanks that are there for who reads the source: every guest's first visit carries what is left. */
function oneSheet(...parts: readonly string[]) {
  return parts
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};]) ?/g, '$1')
    .replace(/([:,]) /g, '$1')
    .replaceAll(';}', '}')
    .trim()
}
