/** Told what goes on, one short line at a time. */
export type Say = (text: string) => void;

/** Lines on standard error with the seconds since the start, so that standard output holds nothing but results. */
export function progress(): Say {
  const from = Date.now();
  let last = '';
  return (text) => {
    if (text === last) return;
    last = text;
    process.stderr.write(`${((Date.now() - from) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);
  };
}
