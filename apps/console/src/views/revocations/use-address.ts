import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { formatAddress, parseAddress, type Address } from './address.js';

const changed = 'trivium:address';

function subscribe(reader: () => void): () => void {
  window.addEventListener('popstate', reader);
  window.addEventListener(changed, reader);
  return () => {
    window.removeEventListener('popstate', reader);
    window.removeEventListener(changed, reader);
  };
}

export interface AddressControl {
  readonly address: Address;
  /** Opening or closing a revocation is a step that the Back button undoes; a change of the filter is not. */
  readonly go: (change: Partial<Address>) => void;
}

export function useAddress(): AddressControl {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const address = useMemo(() => parseAddress(search), [search]);
  const go = useCallback((change: Partial<Address>) => {
    const next =
      window.location.pathname + formatAddress({ ...parseAddress(window.location.search), ...change });
    if ('open' in change) window.history.pushState(null, '', next);
    else window.history.replaceState(null, '', next);
    window.dispatchEvent(new Event(changed));
  }, []);
  return { address, go };
}
