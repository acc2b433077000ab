import { z } from 'zod';
import type { Gateway } from '../gateway.js';
import { bad, count, done, good, quiet, strong, type Report } from '../report.js';
import { pathOf, user, usersPath, type User } from './user.js';

const given = z.object({ oneTimePassword: z.string(), passwordExpiresAt: z.string() });
const ended = z.object({ ended: z.object({ sessions: z.number(), apiTokens: z.number() }) });

export async function listUsers(gateway: Gateway): Promise<Report> {
  const answer = await gateway.get(z.object({ items: z.array(user) }), usersPath);
  return { lines: answer.items.map(lineOf), json: answer, exit: done };
}

export interface NewUser {
  readonly userName: string;
  readonly displayName?: string;
  readonly roles: readonly string[];
}

/** The answer has a one-time password, which nobody sees again. */
export async function addUser(gateway: Gateway, wanted: NewUser): Promise<Report> {
  const answer = await gateway.post(user.extend(given.shape), usersPath, wanted);
  return { lines: [`${good('✓')} ${lineOf(answer)}`, ...handOver(answer)], json: answer, exit: done };
}

/** For somebody who has lost theirs. */
export async function resetPassword(gateway: Gateway, userName: string): Promise<Report> {
  const answer = await gateway.post(given, `${pathOf(userName)}/password`, {});
  const lines = [`${good('✓')} ${strong(userName)} is signed out everywhere`, ...handOver(answer)];
  return { lines, json: answer, exit: done };
}

export type UserChange = Partial<Pick<User, 'roles' | 'active'>>;

export async function changeUser(gateway: Gateway, userName: string, change: UserChange): Promise<Report> {
  const answer = await gateway.patch(user.extend(ended.shape), pathOf(userName), change);
  const { sessions, apiTokens } = answer.ended;
  const over = `${count(sessions, 'session')} and ${count(apiTokens, 'API token')} ended with it`;
  return { lines: [`${good('✓')} ${lineOf(answer)}`, `  ${quiet(over)}`], json: answer, exit: done };
}

function handOver({ oneTimePassword, passwordExpiresAt }: z.output<typeof given>): string[] {
  return [
    `  ${strong(oneTimePassword)}`,
    `  Hand this over: until ${passwordExpiresAt} it is good for choosing another password, and shown only here.`,
  ];
}

function lineOf({ userName, displayName, roles, active, passwordExpiresAt }: User): string {
  const called = displayName === userName ? '' : ` (${displayName})`;
  const state = active ? roles.join(', ') : bad('may not sign in');
  const waits = active && passwordExpiresAt ? quiet('; has yet to choose a password') : '';
  return `${strong(userName)}${called} ${state}${waits}`;
}
