/** What a property's value may be; a pattern is for strings. */
export type FlexRule = RegExp | 'boolean' | 'integer' | 'object' | 'list' | 'string'

const PX = '\\d+(?:\\.\\d+)?px'
const COLOR = /^#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/
const SPACE = new RegExp(`^(?:none|xs|sm|md|lg|xl|xxl|${PX})$`)
const PADDING = new RegExp(`^(?:none|xs|sm|md|lg|xl|xxl|${PX}|\\d+(?:\\.\\d+)?%)$`)
const OFFSET = new RegExp(`^(?:none|xs|sm|md|lg|xl|xxl|-?${PX}|-?\\d+(?:\\.\\d+)?%)$`)
const LENGTH = new RegExp(`^(?:${PX}|\\d+(?:\\.\\d+)?%)$`)
const FONT_SIZE = new RegExp(`^(?:xxs|xs|sm|md|lg|xl|xxl|[345]xl|${PX})$`)
const IMAGE_SIZE = new RegExp(`^(?:xxs|xs|sm|md|lg|xl|xxl|[345]xl|full|${PX}|\\d+(?:\\.\\d+)?%)$`)
const RATIO = /^\d+(?:\.\d+)?:\d+(?:\.\d+)?$/
const ALIGN = /^(?:start|end|center)$/
const GRAVITY = /^(?:top|bottom|center)$/

const placed = {
  margin: SPACE,
  position: /^(?:relative|absolute)$/,
  offsetTop: OFFSET,
  offsetBottom: OFFSET,
  offsetStart: OFFSET,
  offsetEnd: OFFSET,
} as const
const lettered = {
  text: 'string',
  size: FONT_SIZE,
  color: COLOR,
  weight: /^(?:regular|bold)$/,
  style: /^(?:normal|italic)$/,
  decoration: /^(?:none|underline|line-through)$/,
} as const

/** Every property of every Flex component. LINE refuses those that it does not know. */
export const COMPONENTS: Record<string, Record<string, FlexRule>> = {
  box: {
    ...placed,
    layout: 'string',
    contents: 'list',
    flex: 'integer',
    spacing: SPACE,
    backgroundColor: COLOR,
    borderColor: COLOR,
    borderWidth: new RegExp(`^(?:none|light|normal|medium|semi-bold|bold|${PX})$`),
    cornerRadius: SPACE,
    width: LENGTH,
    maxWidth: LENGTH,
    height: LENGTH,
    maxHeight: LENGTH,
    paddingAll: PADDING,
    paddingTop: PADDING,
    paddingBottom: PADDING,
    paddingStart: PADDING,
    paddingEnd: PADDING,
    justifyContent: /^(?:center|flex-start|flex-end|space-between|space-around|space-evenly)$/,
    alignItems: /^(?:center|flex-start|flex-end)$/,
    background: 'object',
    action: 'object',
  },
  button: {
    ...placed,
    flex: 'integer',
    action: 'object',
    color: COLOR,
    style: /^(?:primary|secondary|link)$/,
    height: /^(?:sm|md)$/,
    gravity: GRAVITY,
    adjustMode: /^shrink-to-fit$/,
    scaling: 'boolean',
  },
  image: {
    ...placed,
    flex: 'integer',
    url: 'string',
    align: ALIGN,
    gravity: GRAVITY,
    size: IMAGE_SIZE,
    aspectRatio: RATIO,
    aspectMode: /^(?:fit|cover)$/,
    backgroundColor: COLOR,
    action: 'object',
    animated: 'boolean',
  },
  video: { url: 'string', previewUrl: 'string', altContent: 'object', aspectRatio: RATIO, action: 'object' },
  icon: { ...placed, url: 'string', size: FONT_SIZE, aspectRatio: RATIO, scaling: 'boolean' },
  text: {
    ...placed,
    ...lettered,
    flex: 'integer',
    align: ALIGN,
    gravity: GRAVITY,
    wrap: 'boolean',
    lineSpacing: new RegExp(`^${PX}$`),
    maxLines: 'integer',
    contents: 'list',
    adjustMode: /^shrink-to-fit$/,
    scaling: 'boolean',
    action: 'object',
  },
  span: lettered,
  separator: { margin: SPACE, color: COLOR },
  filler: { flex: 'integer' },
}
