import { generateToken, sha256Hex, type Secret } from '@trivium/credentials';
import type { UnitOfWork } from '@trivium/persistence';
import { forbidden, notFound, type Clock, type Doer, type Role } from '@trivium/runtime';
import { v7 as uuidv7 } from 'uuid';
import type { RecordAccess } from '../accounts/record-access.js';
import type { AuthStore } from './auth.store.js';

export interface TokenWish {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly expiresAt?: Date | undefined;
}

/** Tokens for scripts come and go, each with an entry for the record. */
export class ManageApiTokens {
  constructor(
    private readonly store: Pick<AuthStore, 'createApiToken' | 'deleteApiToken'>,
    private readonly unitOfWork: UnitOfWork,
    private readonly record: RecordAccess,
    private readonly clock: Clock,
  ) {}

  /** The secret is known here and now only. Throws a 403 `Problem` when the person behind the caller is no administrator any more. */
  async create(wish: TokenWish, by: Doer): Promise<{ readonly apiTokenId: string; readonly token: Secret }> {
    const [token, apiTokenId] = [generateToken('trv'), `tok_${uuidv7()}`];
    const { name, roles, expiresAt } = wish;
    const row = { apiTokenId, hash: sha256Hex(token.reveal()), name, roles, person: by.person };
    const made = { createdBy: by.subject, createdAt: this.clock.now(), ...(expiresAt && { expiresAt }) };
    await this.unitOfWork.run(async (tx) => {
      if (!(await this.store.createApiToken(tx, { ...row, ...made })))
        throw forbidden('The caller may not do this any more.');
      const subject = { id: apiTokenId, kind: 'api-token', label: name };
      const detail = { roles: roles.join(' '), ...(expiresAt && { expiresAt: expiresAt.toISOString() }) };
      await this.record.execute(tx, { act: 'api_token.created', subject, by, detail });
    });
    return { apiTokenId, token };
  }

  /** Throws a 404 `Problem` when there is none of this id. */
  end(apiTokenId: string, by: Doer): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const ended = await this.store.deleteApiToken(tx, apiTokenId);
      if (!ended) throw notFound('There is no such token.');
      const subject = { id: apiTokenId, kind: 'api-token', label: ended.name };
      await this.record.execute(tx, {
        act: 'api_token.ended',
        subject,
        by,
        detail: { holder: ended.person },
      });
    });
  }
}
