import { markdownTable } from '../table.ts';
import type { Load } from './load.ts';

const ms = (value: number): string => `${Math.round(value)} ms`;

export const apiTable = (loads: readonly Load[]): string =>
  markdownTable(
    ['', 'at once', 'a second', 'p50', 'p99', 'slowest', 'answers', 'failed'],
    loads.map(({ kind, connections, perSecond, p50, p99, max, answered, failed }) => [
      kind,
      `${connections}`,
      perSecond.toFixed(0),
      ...[p50, p99, max].map((value) => (answered === 0 ? '–' : ms(value))),
      `${answered}`,
      `${failed}`,
    ]),
  );
