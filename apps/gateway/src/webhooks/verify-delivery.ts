import { constantTimeEqual, sha256Hex, type Secret } from '@trivium/credentials';
import { badRequest, unauthorized, type Problem } from '@trivium/runtime';
import { verify as verifyGithub } from '@octokit/webhooks-methods';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { RawDelivery, SourceKind, VerifiedDelivery, WebhookSource } from './webhook-source.js';

const wrongSignature = () => unauthorized('The signature does not match.', 'ERR_WRONG_SIGNATURE');

function header({ headers }: RawDelivery, name: string): string {
  const value = headers[name];
  if (typeof value !== 'string' || value === '') throw missing(name);
  return value;
}

function missing(name: string): Problem {
  return badRequest(`The header ${name} is missing.`, [{ name, detail: 'is missing' }], 'ERR_MISSING_HEADER');
}

/** A signature proves who wrote it, not when: outside the tolerance it may be a recording. */
function checkAge(seconds: string, { toleranceSeconds }: WebhookSource, { receivedAt }: RawDelivery): void {
  const sentAt = Number(seconds) * 1000;
  if (!/^\d{1,12}$/.test(seconds))
    throw badRequest('The timestamp is not in seconds.', [], 'ERR_INVALID_TIMESTAMP');
  if (Math.abs(receivedAt.getTime() - sentAt) > toleranceSeconds * 1000) {
    throw unauthorized(`The timestamp is more than ${toleranceSeconds} seconds off.`, 'ERR_STALE_TIMESTAMP');
  }
}

async function anyMatches(
  secrets: readonly Secret[],
  matches: (secret: string) => boolean | Promise<boolean>,
): Promise<void> {
  const results = await Promise.all(secrets.map(async (secret) => matches(secret.reveal())));
  if (!results.includes(true)) throw wrongSignature();
}

/** Standard Webhooks 1.0: `webhook-id.webhook-timestamp.body`, HMAC-SHA256. */
async function standardWebhooks(source: WebhookSource, delivery: RawDelivery): Promise<VerifiedDelivery> {
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    header(delivery, name),
  ) as [string, string, string];
  checkAge(timestamp, source, delivery);
  const text = delivery.body.toString('utf8');
  await anyMatches(source.secrets, (secret) => {
    const expected = new Webhook(secret).sign(id, new Date(Number(timestamp) * 1000), text);
    return signature.split(' ').some((one) => constantTimeEqual(one, expected));
  });
  return { deliveryId: id.slice(0, 200) };
}

/** BambooHR: hex HMAC-SHA256 over body and timestamp. It names no delivery, so what was signed names it. */
async function bamboohr(source: WebhookSource, delivery: RawDelivery): Promise<VerifiedDelivery> {
  const [timestamp, signature] = [
    header(delivery, 'x-bamboohr-timestamp'),
    header(delivery, 'x-bamboohr-signature'),
  ];
  checkAge(timestamp, source, delivery);
  await anyMatches(source.secrets, (secret) =>
    constantTimeEqual(
      signature,
      createHmac('sha256', secret).update(delivery.body).update(timestamp).digest('hex'),
    ),
  );
  return { deliveryId: sha256Hex(`${timestamp}.${delivery.body.toString('utf8')}`) };
}

/** GitHub: `X-Hub-Signature-256` over the raw body; it signs no time, so the delivery id alone tells a repetition. */
async function github(source: WebhookSource, delivery: RawDelivery): Promise<VerifiedDelivery> {
  const [signature, id, event] = [
    header(delivery, 'x-hub-signature-256'),
    header(delivery, 'x-github-delivery'),
    header(delivery, 'x-github-event'),
  ];
  await anyMatches(source.secrets, (secret) =>
    verifyGithub(secret, delivery.body.toString('utf8'), signature),
  );
  return { deliveryId: id.slice(0, 200), event };
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
