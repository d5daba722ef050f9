import pc from 'picocolors';
import type { Terminal } from '../terminal.ts';

export interface RecordedTerminal extends Terminal {
  /** what went to standard output, and to the side */
  said: string[];
  asides: string[];
  statuses: string[];
}

/** A terminal without colours that keeps what it is told. */
export function recordedTerminal(over: Partial<Pick<Terminal, 'env' | 'cwd' | 'now'>> = {}): RecordedTerminal {
  const said: string[] = [];
  const asides: string[] = [];
  const statuses: string[] = [];
  return {
    said,
    asides,
    statuses,
    out: (text) => void said.push(text),
    aside: (text) => void asides.push(text),
    status: (text) => void statuses.push(text),
    colours: pc.createColors(false),
    env: {},
    cwd: '/',
    now: () => Date.parse('2026-11-25T12:00:00.000Z') / 1000,
    ...over,
  };
}
