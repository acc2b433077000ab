import { runCases, type CaseResult } from '@trivium/policy';
import { join } from 'node:path';
import { exitCodes } from '../exit-code.js';
import { bad, count, done, good, quiet, strong, type Report } from '../report.js';
import { loadCorrectFolder } from './load-folder.js';

/** Runs every decision table. A policy that decides no case fails too: nobody would notice if it were wrong. */
export async function testPolicy(folder: string): Promise<Report> {
  const { version, ...governance } = await loadCorrectFolder(folder);
  const { results, untested } = runCases({ version, ...governance });
  const failed = results.filter(({ passed }) => !passed);
  const tables = new Set(results.map(({ case: { place } }) => place.file)).size;
  const counted = `${count(results.length, 'case')} in ${count(tables, 'table')}`;
  const json = {
    version,
    cases: results.length,
    failed: failed.map((result) => factsOf(folder, result)),
    untested,
  };
  if (failed.length === 0 && untested.length === 0) {
    const lines = [
      `${good('✓')} ${counted} pass, and each of ${count(governance.policies.length, 'policy', 'policies')} decides at least one`,
    ];
    return { lines, json, exit: done };
  }
  const lines = [
    `${bad('✗')} ${counted}: ${failed.length} failed, ${count(untested.length, 'policy', 'policies')} untested`,
    ...failed.flatMap((result) => linesOf(folder, result)),
    ...untested.flatMap((id) => ['', strong(id), '  decides no case; add one to a table in cases/']),
  ];
  return { lines, json, exit: exitCodes.no };
}

function factsOf(folder: string, { case: { name, place, expect, because }, got }: CaseResult) {
  return { file: join(folder, place.file), line: place.line, name, expect, because, got };
}

const verdict = (decision: string, policies: readonly string[]) =>
  policies.length > 0 ? `${decision} because of ${policies.join(', ')}` : `${decision}, as no policy applies`;

function linesOf(folder: string, { case: { name, place, expect, because }, got }: CaseResult): string[] {
  return [
    '',
    strong(`${join(folder, place.file)}:${place.line}`),
    `  ${name}`,
    `  ${quiet('expected')} ${verdict(expect, because)}`,
    `  ${quiet('decided ')} ${verdict(got.decision, got.determining)}`,
    ...got.errors.map((error) => `  ${bad(error)}`),
  ];
}
