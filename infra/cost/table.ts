import { type Line, totalOf } from './bill.ts';
import type { Measured } from './measured.ts';
import { WAYS, type Way } from './usage.ts';

export type Bills = Record<Way, readonly Line[]>;

/** The same month twice: as listed, and with what every account has free. */
export interface Bill {
  listed: Bills;
  withAllowances: Bills;
}

const money = (dollars: number): string => `$${dollars.toFixed(2)}`;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The table for README: what AWS bills, line by line, in each way. */
export function tableOf({ listed: bills, withAllowances }: Bill, measured: Measured, date: string): string {
  const names = bills[WAYS[0]].filter(({ part }) => part === 'platform').map(({ what }) => what);
  const cell = (way: Way, name: string) => bills[way].find(({ what }) => what === name)?.dollars ?? 0;
  const total = (part: Line['part']) => WAYS.map((way) => `**${money(totalOf(bills[way], part))}**`);
  const all = WAYS.map((way) => `**${money(totalOf(bills[way], 'platform') + totalOf(bills[way], 'metrics'))}**`);
  return [
    row(`a month, ${measured.services} services, ${measured.series} metrics`, ...WAYS),
    row('---', ...WAYS.map(() => '---:')),
    ...names.map((name) => row(name, ...WAYS.map((way) => money(cell(way, name))))),
    row('**the platform**', ...total('platform')),
    row('**its metrics** (GetMetricData)', ...total('metrics')),
    row('**together**', ...all),
    row(
      'the platform, where nothing else uses the account’s free allowances',
      ...WAYS.map((way) => money(totalOf(withAllowances[way], 'platform'))),
    ),
    '',
    `List prices of us-east-1, ${date}; computed by \`npm run cost\` from the synthesized templates and from what an idle installation did in ${measured.minutes} minutes (${measured.how}). Pushed: one request a minute from a collector; its route is not built yet and is counted as a pull is.`,
  ].join('\n');
}

const BEGIN = '<!-- cost -->';
const END = '<!-- /cost -->';

/** README with the table between its markers. @throws Error when it has none */
export function withTable(readme: string, table: string): string {
  const from = readme.indexOf(BEGIN);
  const until = readme.indexOf(END);
  if (from < 0 || until < from) throw new Error(`README.md has no ${BEGIN} … ${END} to write the table between`);
  return `${readme.slice(0, from + BEGIN.length)}\n${table}\n${readme.slice(until)}`;
}
