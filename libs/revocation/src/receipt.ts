import type { Road } from '@trivium/identity';
import type { SigningKey } from '@trivium/credentials';
import type { ReceiptStatus } from '@trivium/contracts';
import type { Revoked, Verified } from './connector.js';

/** What a receipt says of one target. Times are RFC 3339 with milliseconds. */
export interface Receipt {
  readonly receiptId: string;
  readonly revocationId: string;
  readonly road: Road;
  readonly subject: { readonly id: string; readonly kind: string };
  readonly reason: string;
  readonly target: string;
  readonly targetKind: string;
  readonly account: string;
  readonly status: ReceiptStatus;
  readonly eventAt: string;
  readonly containedAt: string;
  readonly eradicatedAt: string;
  readonly verifiedAt: string;
  readonly eradication: Revoked;
  readonly verification: Verified;
  readonly policyVersion: string;
}

export const receiptType = 'trv-receipt+jws';

/** A compact JWS (RFC 7515) over the receipt, checkable offline with the road's public key. */
export function signReceipt(receipt: Receipt, key: Pick<SigningKey, 'signCompact'>): Promise<string> {
  return key.signCompact(receipt, receiptType);
}
