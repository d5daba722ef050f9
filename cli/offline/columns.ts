import { readTime } from './time.ts';

/** Where a table's two columns are. */
export interface Columns {
  timestamp: number;
  value: number;
  /** how many there are */
  width: number;
  /** whether the first row names the columns, or is a point already */
  headed: boolean;
  /** names of the columns that are not read */
  ignored: readonly string[];
}

/** The columns by the first row; a sentence on what is wrong with it otherwise. */
export function columnsOf(first: readonly string[]): Columns | string {
  const names = first.map((name) => name.trim().toLowerCase());
  const timestamp = names.indexOf('timestamp');
  const value = names.indexOf('value');
  if (timestamp >= 0 && value >= 0) return named(first, names, { timestamp, value });
  if (first.length === 2 && readTime(first[0] ?? '') !== undefined)
    return { timestamp: 0, value: 1, width: 2, headed: false, ignored: [] };
  return missing(first, [...(timestamp < 0 ? ['timestamp'] : []), ...(value < 0 ? ['value'] : [])]);
}

function named(
  first: readonly string[],
  names: readonly string[],
  { timestamp, value }: { timestamp: number; value: number },
): Columns | string {
  for (const [name, at] of [['timestamp', timestamp] as const, ['value', value] as const])
    if (names.indexOf(name, at + 1) >= 0) return `two columns are named ${name}`;
  const ignored = first.filter((_, index) => index !== timestamp && index !== value);
  return { timestamp, value, width: names.length, headed: true, ignored };
}

const SEPARATORS: readonly (readonly [string, string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
];

function missing(first: readonly string[], names: readonly string[]): string {
  const [alone = ''] = first;
  const separator = first.length === 1 ? SEPARATORS.find(([sign]) => alone.includes(sign)) : undefined;
  if (separator) return `the cells are separated by ${separator[1]}, not by commas`;
  const shown = first.map((name) => (name.length > 30 ? `${name.slice(0, 30)}…` : name));
  const list = `${shown.slice(0, 8).join(', ')}${shown.length > 8 ? ', …' : ''}`;
  return `there is no column ${names.join(' and no column ')}, only ${printable(list)}`;
}

/** A file that is no text must not talk to the terminal. */
export const printable = (text: string): string => text.replaceAll(/\p{Cc}|�/gu, '?');
