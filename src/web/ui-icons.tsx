import type { NavKey } from '../texts/web.ts'

export type IconName = NavKey | 'more'

/** Line drawings on a 24 px grid, in the colour of the text beside them, which says the same in words. */
const PATHS: Record<IconName, string> = {
  home: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-5.5h4V20',
  members: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-3.8 3.6-6 7.5-6s6.9 2.2 7.5 6',
  roster: 'M5.5 3.5h13v17h-13ZM9 8h6M9 12h6M9 16h3.5',
  segments: 'M4 5h16l-6 7.5V19l-4 1.5v-8Z',
  broadcasts: 'M4 5h16v11.5h-8.5L7 20.5v-4H4ZM8 9h8M8 12.5h5',
  events: 'M4 6.5h16V20H4ZM4 10.5h16M8.5 3.5v5M15.5 3.5v5M8 14h3v3H8Z',
  shifts: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5.5l3.5 2',
  coupons: 'M3.5 7h17v3.5a1.8 1.8 0 0 0 0 3.5V17.5h-17V14a1.8 1.8 0 0 0 0-3.5ZM9.5 7v2M9.5 11.2v2M9.5 15.5v2',
  inbox: 'M4 13.5 6.5 5h11l2.5 8.5V19.5H4ZM4 13.5h4.5l1.5 2.5h4l1.5-2.5H20',
  stores:
    'M4 9.5V20h16V9.5M3 9.5 5 4h14l2 5.5c0 1.6-1.3 2.5-2.5 2.5S16.2 11 16.2 9.5c0 1.6-1 2.5-2.1 2.5S12 11 12 9.5c0 1.6-1 2.5-2.1 2.5S7.8 11 7.8 9.5C7.8 11 6.7 12 5.5 12S3 11 3 9.5ZM10 20v-4.5h4V20',
  operators:
    'M9.5 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c.5-3.6 3-5.6 6.5-5.6 1.3 0 2.5.3 3.5.8M17.5 13.5v6M14.5 16.5h6',
  access: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  devices: 'M7.5 3.5h9v17h-9ZM10.5 17.5h3',
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
