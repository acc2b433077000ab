import { decisionDatabase } from '../../testing/decision-database.contract.js';
import { clientStoreContract } from './client.store.contract.js';
import { PgClientStore } from './client.store.pg.js';

const database = await decisionDatabase();
afterAll(() => database.stop());

clientStoreContract('Postgres', () => Promise.resolve(new PgClientStore(database.source)));
