import { constantTimeEqual, sha256Hex, type Secret } from '@trivium/credentials';
import { badRequest, Problem } from '@trivium/runtime';
import { verify as verifyGithub } from '@octokit/webhooks-methods';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { RawDelivery, SourceKind, VerifiedDelivery, WebhookSource } from './webhook-source.js';

const longestId = 200;

/** Not proven; the header that should have proven it is named. */
function unproven(name: string, detail: string, code: string): Problem {
  const sentence = `The header ${name} ${detail}.`;
  const headers = { 'www-authenticate': 'Signature' };
  return new Problem({ status: 401, code, detail: sentence, errors: [{ name, detail }], headers });
}

const wrongSignature = (name: string) => unproven(name, 'does not match', 'ERR_WRONG_SIGNATURE');

function header({ headers }: RawDelivery, name: string): string {
  const value = headers[name];
  if (typeof value !== 'string' || value === '') throw missing(name);
  return value;
}

function missing(name: string): Problem {
  return badRequest(`The header ${name} is missing.`, [{ name, detail: 'is missing' }], 'ERR_MISSING_HEADER');
}

/** A signature proves who wrote it, not when: outside the tolerance it may be a recording. */
function timestamp(name: string, { toleranceSeconds }: WebhookSource, delivery: RawDelivery): string {
  const seconds = header(delivery, name);
  if (!/^\d{1,12}$/.test(seconds)) {
    const errors = [{ name, detail: 'must be a number of seconds' }];
    throw badRequest('The timestamp is not in seconds.', errors, 'ERR_INVALID_TIMESTAMP');
  }
  if (Math.abs(delivery.receivedAt.getTime() - Number(seconds) * 1000) > toleranceSeconds * 1000)
    throw unproven(name, `is more than ${toleranceSeconds} seconds off`, 'ERR_STALE_TIMESTAMP');
  return seconds;
}

/** A part of the id would make two deliveries look like one, and the second would be lost. */
function deliveryId(name: string, delivery: RawDelivery): string {
  const id = header(delivery, name);
  if (id.length <= longestId) return id;
  const errors = [{ name, detail: `must be at most ${longestId} characters` }];
  throw badRequest(`The header ${name} is too long.`, errors, 'ERR_INVALID_HEADER');
}

async function anyMatches(
  name: string,
  secrets: readonly Secret[],
  matches: (secret: string) => boolean | Promise<boolean>,
): Promise<void> {
  const results = await Promise.all(secrets.map(async (secret) => matches(secret.reveal())));
  if (!results.includes(true)) throw wrongSignature(name);
}

/** Standard Webhooks 1.0: `webhook-id.webhook-timestamp.body`, HMAC-SHA256. */
async function standardWebhooks(source: WebhookSource, delivery: RawDelivery): Promise<VerifiedDelivery> {
  const id = deliveryId('webhook-id', delivery);
  const sentAt = new Date(Number(timestamp('webhook-timestamp', source, delivery)) * 1000);
  const signature = header(delivery, 'webhook-signature');
  const text = delivery.body.toString('utf8');
  await anyMatches('webhook-signature', source.secrets, (secret) => {
    const expected = new Webhook(secret).sign(id, sentAt, text);
    return signature.split(' ').some((one) => constantTimeEqual(one, expected));
  });
  return { deliveryId: id };
}

/** BambooHR: hex HMAC-SHA256 over body and timestamp. It names no delivery, so what was signed names it. */
async function bamboohr(source: WebhookSource, delivery: RawDelivery): Promise<VerifiedDelivery> {
  const sentAt = timestamp('x-bamboohr-timestamp', source, delivery);
  const signature = header(delivery, 'x-bamboohr-signature');
  await anyMatches('x-bamboohr-signature', source.secrets, (secret) =>
    constantTimeEqual(
      signature,
      createHmac('sha256', secret).update(delivery.body).update(sentAt).digest('hex'),
    ),
  );
  return { deliveryId: sha256Hex(`${sentAt}.${delivery.body.toString('utf8')}`) };
}

/**
 * GitHub: `X-Hub-Signature-256` over the raw body. It signs neither time nor delivery id, so a recording could come under a new id:
 * what was signed names the delivery, with the event's kind, lest a recording under another kind makes the true one look repeated.
 */
async function github(source: WebhookSource, delivery: RawDelivery): Promise<VerifiedDelivery> {
  const [signature, , event] = [
    header(delivery, 'x-hub-signature-256'),
    header(delivery, 'x-github-delivery'),
    header(delivery, 'x-github-event'),
  ];
  const text = delivery.body.toString('utf8');
  await anyMatches('x-hub-signature-256', source.secrets, (secret) =>
    text === '' ? false : verifyGithub(secret, text, signature),
  );
  return { deliveryId: sha256Hex(`${event}.${text}`), event };
}

const verifiers: Readonly<
  Record<SourceKind, (source: WebhookSource, delivery: RawDelivery) => Promise<VerifiedDelivery>>
> = {
  'standard-webhooks': standardWebhooks,
  bamboohr,
  github,
};

/** Checks the signature over the bytes as they were sent, before anything reads them. */
export function verifyDelivery(source: WebhookSource, delivery: RawDelivery): Promise<VerifiedDelivery> {
  return verifiers[source.kind](source, delivery);
}
