import { Button, CopyButton } from '@mantine/core';
import type { ReceiptView } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { decodeJws } from './decode-jws.js';
import classes from './signed-receipt.module.css';
import { verifyCommands } from './verify-commands.js';

interface SignedReceiptProps {
  readonly receipt: ReceiptView;
  readonly jws: string;
  readonly road: Road;
}

const fileNameOf = (receipt: ReceiptView) => `${receipt.receiptId ?? `receipt-${receipt.target}`}.jws`;

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/jose' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

/** The receipt as its road signed it, with what it takes to check it without Trivium. */
export function SignedReceipt({ receipt, jws, road }: SignedReceiptProps) {
  const fileName = fileNameOf(receipt);
  const content = decodeJws(jws);
  return (
    <details className={classes['signed']}>
      <summary className={classes['summary']}>Signed receipt</summary>
      <div className={classes['body']}>
        <div className={classes['actions']}>
          <Copy label="Copy JWS" value={jws} />
          <Button
            variant="default"
            size="compact-sm"
            aria-label={`Download ${fileName}`}
            title={fileName}
            leftSection={<IconDownload size={14} />}
            onClick={() => download(fileName, jws)}
          >
            Download
          </Button>
        </div>
        <pre className={classes['block']} tabIndex={0} aria-label="Signed receipt, JWS compact form">
          {jws}
        </pre>
        {content && (
          <pre className={classes['block']} tabIndex={0} aria-label="What the receipt says">
            {content}
          </pre>
        )}
        <VerifyOffline commands={verifyCommands(window.location.origin, road, fileName)} />
      </div>
    </details>
  );
}

function VerifyOffline({ commands }: { readonly commands: string }) {
  return (
    <div className={classes['verify']}>
      <p className={classes['note']}>
        Download the receipt and run this beside it. The first line fetches the road’s public keys; from then
        on receipts are checked offline, with nothing but Node.
      </p>
      <pre
        className={`${classes['block']} ${classes['commands']}`}
        tabIndex={0}
        aria-label="Commands to verify offline"
      >
        {commands}
      </pre>
      <Copy label="Copy commands" value={commands} />
    </div>
  );
}

function Copy({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="compact-sm"
          onClick={copy}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        >
          {copied ? 'Copied' : label}
        </Button>
      )}
    </CopyButton>
  );
}
