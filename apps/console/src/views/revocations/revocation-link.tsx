import type { RevocationView } from '@trivium/contracts';
import type { MouseEvent } from 'react';
import { formatAddress, parseAddress, type OpenRevocation } from './address.js';

interface RevocationLinkProps {
  readonly view: RevocationView;
  readonly onOpen: (open: OpenRevocation) => void;
  readonly className?: string | undefined;
}

/** A real link, so that it can be copied or opened in a tab of its own; a plain click opens it beside the board. */
export function RevocationLink({ view, onOpen, className }: RevocationLinkProps) {
  const open = { road: view.road, revocationId: view.revocationId };

  function follow(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(open);
  }

  return (
    <a
      className={className}
      href={formatAddress({ ...parseAddress(window.location.search), open })}
      onClick={follow}
      data-revocation={view.revocationId}
      title={view.subject.label}
    >
      {view.subject.label}
    </a>
  );
}
