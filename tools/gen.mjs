/** `npm run gen`: writes the reference in `docs/` from the code that it describes; `npm run gen -- --check` fails where it is stale. */
process.argv.splice(2, 0, 'tools/dist/src/gen.js');
await import('./run.mjs');
