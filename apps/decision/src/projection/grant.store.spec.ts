import { FakeGrantStore } from '../testing/fake-grant.store.js';
import { grantStoreContract } from './grant.store.contract.js';
import { someTransaction } from '../testing/some-transaction.js';

grantStoreContract('fake', () =>
  Promise.resolve({ store: new FakeGrantStore(), inTransaction: (work) => work(someTransaction()) }),
);
