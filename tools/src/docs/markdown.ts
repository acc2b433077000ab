/** The first lines of every generated page. */
export function heading(title: string, source: string): string {
  return `# ${title}\n\n<!-- Made by \`npm run gen\` from ${source}; change that, not this page. -->\n`;
}

/** A bar would end the cell, and `<name>` outside of code would be taken for HTML. */
const cell = (text: string) =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')
    .replaceAll(/(`[^`]*`)|</g, (_, quoted: string | undefined) => quoted ?? '&lt;');

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

/** Blocks with an empty line between them, and one line end at the end. */
export const page = (blocks: readonly string[]): string =>
  `${blocks.map((block) => block.trimEnd()).join('\n\n')}\n`;
