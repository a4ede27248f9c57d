/** FNV-1a, twice: it only has to differ when the content does, and WebCrypto may not run while a Worker starts. */
export function fingerprint(content: string) {
  const run = (seed: number) => {
    let hash = seed
    for (let i = 0; i < content.length; i++) hash = Math.imul(hash ^ content.charCodeAt(i), 0x01000193)
    return (hash >>> 0).toString(16).padStart(8, '0')
  }
  return run(0x811c9dc5) + run(0x01234567)
}
