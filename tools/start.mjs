/** `npm start`: what is missing is installed and built, then the whole system runs until Ctrl-C. */
process.argv.splice(2, 0, 'tools/dist/src/start.js');
await import('./run.mjs');
