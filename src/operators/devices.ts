const SYSTEMS = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux/, 'Linux'],
] as const

/** In this order: most browsers also name those they descend from. */
const BROWSERS = [
  [/ Line\//, 'LINE'],
  [/Edg/, 'Edge'],
  [/Firefox|FxiOS/, 'Firefox'],
  [/SamsungBrowser/, 'Samsung Internet'],
  [/Chrome|CriOS/, 'Chrome'],
  [/Safari/, 'Safari'],
] as const

/** A device as its owner would call it: iPhone · Safari. undefined when its browser does not say. */
export function deviceName(userAgent: string | null) {
  const known = [SYSTEMS, BROWSERS].flatMap((list) => list.find(([mark]) => mark.test(userAgent ?? ''))?.[1] ?? [])
  return known.length > 0 ? known.join(' · ') : undefined
}
