import { decisionDatabase } from '../testing/decision-database.contract.js';
import { accessRequestStoreContract } from './access-request.store.contract.js';
import { PgAccessRequestStore } from './access-request.store.pg.js';

const { source, unitOfWork, stop } = await decisionDatabase();
afterAll(() => stop());

accessRequestStoreContract('Postgres', () =>
  Promise.resolve({ store: new PgAccessRequestStore(source), unitOfWork }),
);
