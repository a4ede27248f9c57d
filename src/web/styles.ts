import { BASE_STYLES } from './styles-base.ts'
import { FORM_STYLES } from './styles-forms.ts'
import { PART_STYLES } from './styles-parts.ts'
import { PRINT_STYLES } from './styles-print.ts'
import { SCREEN_STYLES } from './styles-screens.ts'

/** The one stylesheet of every page: admin, till, member. No page carries a style of its own. */
export const STYLES = [BASE_STYLES, FORM_STYLES, PART_STYLES, SCREEN_STYLES, PRINT_STYLES]
  .join('')
  .replace(/\n\s*/g, '\n')
  .trim()
