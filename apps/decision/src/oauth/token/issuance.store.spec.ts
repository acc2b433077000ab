import { FakeIssuanceStore } from '../../testing/fake-issuance.store.js';
import { issuanceStoreContract } from './issuance.store.contract.js';

issuanceStoreContract('fake', () => Promise.resolve(new FakeIssuanceStore()));
