import { playDemo, proofLines, type ExampleSystem } from '@trivium/example';

/** The lines that the demo writes on a terminal, without colours. */
export async function demoLines(system: ExampleSystem): Promise<string[]> {
  const lines: string[] = [];
  await playDemo(system, {
    flow: (title) => lines.push('', title),
    tell: (line) => lines.push(`  ${line}`),
    proof: (revocation, denied) =>
      lines.push(...proofLines(revocation, denied).map((line, at) => `${at === 0 ? '  ✓ ' : '    '}${line}`)),
  });
  return lines;
}

/** What stays the same between two runs: names, numbers and ids are masked, and a receipt more or less is no difference. */
export function demoShape(lines: readonly string[]): string[] {
  const hired = /^ {2}(\S+ \S+) and (\S+ \S+) are hired/m.exec(lines.join('\n'));
  if (!hired) throw new Error('the demo hires two people');
  const masked = lines.map((line) =>
    line
      .replaceAll(hired[1]!, '<leaver>')
      .replaceAll(hired[2]!, '<stayer>')
      .replace(/work: [a-z, -]+$/, 'work: <targets>')
      .replaceAll(/(rct|tsk)_[0-9a-f-]{36}/g, '$1_<id>')
      .replaceAll(/demo-[0-9a-f]{6}/g, 'demo-<seed>')
      .replaceAll(/\d+(\.\d+)? ms/g, '<n> ms')
      .replace(/ {2}[a-z-]+: confirmed by [a-z-]+$/, '  <target>: confirmed by <method>'),
  );
  return masked.filter((line, at) => line !== masked[at - 1]);
}
