import type { Gateway } from '../gateway.js';
import { bad, done, good, quiet, strong, type Report } from '../report.js';
import { keysPath, signingKeys, type SigningKey } from './signing-keys.js';

export async function listKeys(gateway: Gateway): Promise<Report> {
  const answer = await gateway.get(signingKeys, keysPath);
  return { lines: answer.keys.map(lineOf), json: answer, exit: done };
}

/** The next key signs as soon as everybody can know it. */
export async function rotateKeys(gateway: Gateway, reason: string): Promise<Report> {
  const answer = await gateway.post(signingKeys, `${keysPath}/rotation`, { reason });
  const waiting = answer.keys.find(({ state }) => state === 'next');
  const others = answer.keys.filter((key) => key !== waiting);
  const first = waiting ? lineOf(waiting) : 'the next key signs already';
  return { lines: [`${good('✓')} ${first}`, ...others.map(lineOf).map(below)], json: answer, exit: done };
}

/** Nothing that the key signed is accepted from now on. */
export async function withdrawKey(gateway: Gateway, kid: string, reason: string): Promise<Report> {
  const path = `${keysPath}/${encodeURIComponent(kid)}/withdrawal`;
  const answer = await gateway.post(signingKeys, path, { reason });
  const lines = [
    `${good('✓')} nothing that ${strong(kid)} signed is accepted any more`,
    ...answer.keys.map(lineOf).map(below),
  ];
  return { lines, json: answer, exit: done };
}

const below = (line: string) => `  ${line}`;

function lineOf({ kid, state, signsFrom, withdrawnAt }: SigningKey): string {
  const words: Readonly<Record<SigningKey['state'], string>> = {
    next: `signs from ${signsFrom}`,
    signing: good(`signs since ${signsFrom}`),
    former: quiet('signs no more; its tokens are good until they expire'),
    withdrawn: bad(`withdrawn ${withdrawnAt ?? ''}`),
  };
  return `${strong(kid)} ${words[state]}`;
}
