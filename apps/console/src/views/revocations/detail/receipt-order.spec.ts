import { receiptView, type ReceiptStatus } from '@trivium/contracts';
import { inOrderOfNeed } from './receipt-order.js';

const receipt = (target: string, status: ReceiptStatus) =>
  receiptView.parse({ target, status, kind: 'postgres', account: 'a', stage: 'pending', attempts: 1 });

it('shows the receipts that need a person first and keeps the road’s order otherwise', () => {
  const listed = [
    receipt('a', 'confirmed'),
    receipt('b', 'pending'),
    receipt('c', 'unavailable'),
    receipt('d', 'confirmed'),
    receipt('e', 'unsupported'),
  ];
  expect(inOrderOfNeed(listed).map(({ target }) => target)).toEqual(['c', 'e', 'b', 'a', 'd']);
});
