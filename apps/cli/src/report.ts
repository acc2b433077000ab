import type { Command } from 'commander';
import { styleText } from 'node:util';
import { exitCodes, type ExitCode } from './exit-code.js';

/** The outcome of a command: for people, for programs, and for the shell. */
export interface Report {
  readonly lines: readonly string[];
  readonly json: object;
  readonly exit: ExitCode;
}

/** Carries out the work of a command and says its report. */
export type Act = (command: Command, work: () => Promise<Report>) => Promise<void>;

/** Why a command could not be carried out, and what to do next. */
export class CommandFailed extends Error {
  constructor(
    message: string,
    readonly exit: ExitCode,
    /** One line that begins with a verb. */
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Colours are for terminals: `styleText` leaves them out elsewhere, and where NO_COLOR is set. */
export const good = (text: string) => styleText('green', text);
export const bad = (text: string) => styleText('red', text);
export const warning = (text: string) => styleText('yellow', text);
export const quiet = (text: string) => styleText('dim', text);
export const strong = (text: string) => styleText('bold', text);

export const count = (number: number, one: string, many = `${one}s`) =>
  `${number} ${number === 1 ? one : many}`;

export function render({ lines, json }: Report, asJson: boolean): string {
  return asJson ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`;
}

/** A failure as a report; anything unexpected is for whoever wrote this, with its stack. */
export function failureReport(error: unknown): Report {
  if (!(error instanceof CommandFailed)) throw error;
  const { message, next, exit } = error;
  return { lines: [`${bad('✗')} ${message}`, `  ${next}`], json: { error: message, next }, exit };
}

export const done = exitCodes.done;
