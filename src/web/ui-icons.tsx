import type { NavKey } from '../texts/web.ts'

export type IconName = NavKey | 'more'

/** Line drawings on a 24 px grid, in the colour of the text beside them, which says the same in words. */
const PATHS: Record<IconName, string> = {
  home: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-5.5h4V20',
  members: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6',
  segments: 'M4 5h16l-6 7.500V19l-4 1.500v-8Z',
  broadcasts: 'M4 5h16v11.500h-8.500L7 20.500v-4H4ZM8 9h8M8 12.500h5',
  coupons:
    'M3.5 7h17v3.500a1.8 1.8 0 0 0 0 3.500V17.500h-17V14a1.8 1.8 0 0 0 0-3.500ZM9.5 7v2M9.5 11.200v2M9.5 15.500v2',
  inbox: 'M4 13.5 6.5 5h11l2.5 8.500V19.500H4ZM4 13.500h4.500l1.5 2.500h4l1.5-2.500H20',
  stores:
    'M4 9.500V20h16V9.500M3 9.5 5 4h14l2 5.500c0 1.6-1.3 2.5-2.5 2.500S16.2 11 16.2 9.500c0 1.6-1 2.5-2.1 2.500S12 11 12 9.500c0 1.6-1 2.5-2.1 2.500S7.8 11 7.8 9.500C7.8 11 6.7 12 5.5 12S3 11 3 9.500ZM10 20v-4.500h4V20',
  settings:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400ZM9 19.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400Z',
  more: 'M5 7h14M5 12h14M5 17h14',
}

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path
      d={PATHS[name]}
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
)
