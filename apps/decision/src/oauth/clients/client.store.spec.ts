import { FakeClientStore } from '../../testing/fake-client.store.js';
import { clientStoreContract } from './client.store.contract.js';

clientStoreContract('in memory', () => Promise.resolve(new FakeClientStore()));
