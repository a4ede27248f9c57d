import { benchImport } from './import.ts'

/** A process of its own, so that its memory is not mixed with that of other measurements. */
console.log(JSON.stringify(await benchImport()))
