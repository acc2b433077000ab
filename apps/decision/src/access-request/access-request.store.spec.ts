import { FakeAccessRequestStore } from '../testing/fake-access-request.store.js';
import { someTransaction } from '../testing/some-transaction.js';
import { accessRequestStoreContract } from './access-request.store.contract.js';

const unitOfWork = {
  run: <T>(work: (tx: ReturnType<typeof someTransaction>) => Promise<T>) => work(someTransaction()),
};

accessRequestStoreContract('in memory', () =>
  Promise.resolve({ store: new FakeAccessRequestStore(), unitOfWork }),
);
