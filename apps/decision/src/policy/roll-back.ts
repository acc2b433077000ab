import type { Sql } from '@trivium/persistence';
import { notFound, type Doer } from '@trivium/runtime';
import type { BundleStore, StoredProposal } from './bundle.store.js';
import type { ProposeBundle } from './propose-bundle.js';

/** Back to a version that was in force before: a new publication of the old files, under the same rules as any other. */
export class RollBack {
  constructor(
    private readonly bundles: BundleStore,
    private readonly sql: Sql,
    private readonly propose: Pick<ProposeBundle, 'execute'>,
  ) {}

  async execute(version: string | undefined, by: Doer): Promise<StoredProposal> {
    const earlier = await this.bundles.earlier(this.sql, version);
    if (!earlier)
      throw notFound(
        version ? `${version} was not published before.` : 'There was no version before the one in force.',
        'ERR_NO_EARLIER_POLICY',
      );
    return this.propose.execute({ files: earlier.files, reason: `rollback to ${earlier.version}` }, by);
  }
}
