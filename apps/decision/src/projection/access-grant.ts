import type { Chain } from '@trivium/identity';

/** Something that a subject may do, as long as the whole chain is live. */
export interface AccessGrant {
  readonly grantId: string;
  readonly subjectId: string;
  readonly chain: Chain;
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
  readonly grantedAt: Date;
  readonly expiresAt?: Date;
}

export interface AccessQuestion {
  readonly subjectId: string;
  readonly action: string;
  readonly resource: { readonly type: string; readonly id: string };
}
