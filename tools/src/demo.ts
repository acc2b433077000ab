import { ExampleSystem, NoAnswer, playDemo, proofLines, type Narrator } from '@trivium/example';
import { localAddress } from './local-address.js';
import { colour } from './progress.js';

const write = (line: string) => process.stdout.write(`${line}\n`);

const narrator: Narrator = {
  flow: (title) => write(`\n${colour('bold', title)}`),
  tell: (line) => write(`  ${line}`),
  proof: (revocation, denied) =>
    proofLines(revocation, denied).forEach((line, at) =>
      write(at === 0 ? `  ${colour('green', '✓')} ${line}` : `    ${line}`),
    ),
};

try {
  const system = await ExampleSystem.open(await localAddress());
  const revocations = await playDemo(system, narrator);
  const receipts = revocations.flatMap((revocation) => revocation.receipts);
  const confirmed = receipts.filter(({ status }) => status === 'confirmed').length;
  write(
    `\n${revocations.length} revocations on 3 roads, ${confirmed} of ${receipts.length} receipts confirmed. Look at them: ${system.address.gatewayUrl}`,
  );
  process.exit(confirmed === receipts.length ? 0 : 1);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  const next = error instanceof NoAnswer ? '; is npm start still running?' : '';
  process.stderr.write(`${colour('red', 'The demo stopped:')} ${why}${next}\n`);
  process.exit(1);
}
