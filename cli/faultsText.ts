import type { FileFault } from '#domain/yaml/source.ts';
import type { Colours } from './terminal.ts';

/** Faults and warnings as compilers print them, so that editors and terminals can jump to the place. */
export function faultLines(
  { faults, warnings }: { faults: readonly FileFault[]; warnings: readonly FileFault[] },
  { red, yellow, bold }: Colours,
): string[] {
  const line = ({ file, line: row, column, message }: FileFault, kind: string) =>
    `${bold(`${file}:${row}:${column}`)} ${kind} ${message}`;
  const inOrder = (list: readonly FileFault[]) => list.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return [
    ...inOrder(faults).map((fault) => line(fault, red('error'))),
    ...inOrder(warnings).map((warning) => line(warning, yellow('warning'))),
  ];
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
