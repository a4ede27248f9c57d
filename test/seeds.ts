import fc from 'fast-check'

// The same commit is judged the same twice: what it draws comes from one number. `SEED=7 npm test` looks at other cases.
fc.configureGlobal({ seed: Number(process.env.SEED) })
