import { receiptStatuses, type ReceiptView } from '@trivium/contracts';

/** What needs a person stands first, what is done last; otherwise as the road lists them. */
export function inOrderOfNeed(receipts: readonly ReceiptView[]): readonly ReceiptView[] {
  const need = (receipt: ReceiptView) => receiptStatuses.indexOf(receipt.status);
  return [...receipts].sort((a, b) => need(b) - need(a));
}
