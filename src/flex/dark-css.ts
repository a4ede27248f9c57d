/**
 * LINE's dark chat, for whatever stands inside `scope`. Balloons and names turn; a Flex card keeps its own colours, as it
 * does in LINE's app.
 */
export const darkCss = (scope: string) =>
  RULES.map(([names, declarations]) => {
    const selectors = names.split(',').map((name) => `${scope} ${name}`)
    return `${selectors.join(',')}{${declarations}}`
  }).join('\n')

const RULES = [
  ['.lf', 'color:#f2f3f5'],
  ['.lf-bubble', 'color:#111'],
  ['.lf-message:not(.lf-own) .lf-balloon', 'background:#2c313a;color:#f2f3f5'],
  ['.lf-own .lf-balloon', 'background:#54b23d;color:#06140a'],
  ['.lf-name,.lf-time', 'color:#c3cad6'],
  ['.lf-face', 'background:#3a414d;color:#dbe4f5'],
  ['.lf-link', 'color:#9cc0ff'],
  ['.lf-chip', 'background:#2c313a;color:#dbe4f5'],
  ['.lf-notification', 'background:#2c313a;border-color:#454d5a'],
  ['.lf-unknown', 'background:#2c313a;color:#c3cad6'],
] as const
