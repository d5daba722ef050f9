import { stripVTControlCharacters } from 'node:util';

/**
 * Rows under headings, columns as wide as their longest cell, nothing behind the last. Plain padding and no library: a
 * table without borders is what `grep`, `awk` and a narrow terminal can use, and it is these few lines.
 */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly string[] = [],
): string {
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...rows.map((row) => row[column] ?? '')].map(widthOf)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0, numeric.includes(headings[column] ?? '')))
      .join('  ')
      .trimEnd();
  return [headings, ...rows].map((row) => `  ${line(row)}`.trimEnd()).join('\n');
}

/** Colours take no room. */
const widthOf = (text: string): number => stripVTControlCharacters(text).length;

function pad(text: string, width: number, right: boolean): string {
  const room = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? room + text : text + room;
}
