/** A Worker that does nothing: test/support.ts only wants its D1 databases. */
export default { fetch: () => new Response('empty') }
