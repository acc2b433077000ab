import type { FailureOwner } from '@trivium/contracts';
import { deadTopic, retryTopic } from '@trivium/contracts';
import { delayFor } from '@trivium/runtime';
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { headerText } from './envelope.js';

export const maxAttempts = 5;
const backoff = { baseMs: 200, capMs: 10_000 };

/** Headers of a message that failed: they say where it came from, why, how often and when it is due again. */
const header = { topic: 'trv_topic', attempt: 'trv_attempt', due: 'trv_due', reason: 'trv_reason' } as const;

export interface Failure {
  readonly topic: string;
  readonly attempt: number;
  readonly due: Date;
}

export function readFailure(headers: IHeaders | undefined): Failure | undefined {
  const topic = headerText(headers, header.topic);
  if (!topic) return undefined;
  return {
    topic,
    attempt: Number(headerText(headers, header.attempt) ?? 1),
    due: new Date(Number(headerText(headers, header.due) ?? 0)),
  };
}

export interface Rejected {
  readonly topic: string;
  readonly message: Message;
}

/** Where a failed message goes: back for another try with its due time, or to the dead letters with its reason. Both are the owner's alone. */
export function rejected(
  owner: FailureOwner,
  origin: string,
  message: KafkaMessage,
  error: unknown,
  now: Date,
  hopeless: boolean,
): Rejected {
  const attempt = (readFailure(message.headers)?.attempt ?? 0) + 1;
  const dead = hopeless || attempt >= maxAttempts;
  return {
    topic: dead ? deadTopic(owner) : retryTopic(owner),
    message: {
      key: message.key,
      value: message.value,
      headers: {
        ...message.headers,
        [header.topic]: origin,
        [header.attempt]: String(attempt),
        [header.due]: String(now.getTime() + delayFor(attempt, backoff)),
        [header.reason]: reasonOf(error),
      },
    },
  };
}

export function deathOf(headers: IHeaders | undefined): { topic: string; attempts: number; reason: string } {
  const failure = readFailure(headers);
  return {
    topic: failure?.topic ?? 'unknown',
    attempts: failure?.attempt ?? 1,
    reason: headerText(headers, header.reason) ?? 'unknown',
  };
}

/** The message as it was first sent, ready to be sent again. */
export function revived(headers: Record<string, string>): Record<string, string> {
  const ours: ReadonlySet<string> = new Set(Object.values(header));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name)));
}

/** A closed code where the error has one; never the whole message of an unknown error, which may quote data. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return `${error.code}: ${error.message}`.slice(0, 500);
  return error instanceof Error ? error.name : 'unknown error';
}
