import { byFault, type Figures, type MeasuredRound } from './figures.ts';
import type { Moment } from './measure.ts';

/** What one run of the bench found. */
export interface Result {
  lag_seconds: number;
  quiet: Quiet | null;
  rounds: readonly MeasuredRound[];
}
export interface Quiet {
  seconds: number;
  /** episodes by level, and what they were */
  warn: number;
  page: number;
  episodes: readonly string[];
  /** actions that were carried out though nothing was wrong */
  actions: readonly string[];
}

/** What the field publishes for itself, in seconds. */
const FIELD = [
  { of: 'the field, with such a platform', detected: 45, healthy: 240 },
  { of: 'the field, without', detected: 720, healthy: 2_280 },
] as const;

/** Seconds as a person reads them; a dash for what never came. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 180) return `${seconds.toFixed(1)} s`;
  return `${Number((seconds / 60).toFixed(1))} min`;
}

/** A round's line while the bench runs. */
export function roundLine({ fault, service, number, outcome, why, detected, acted, healthy }: MeasuredRound): string {
  const parts = [
    `detected ${told(detected)}`,
    `acted ${told(acted)}`,
    `healthy ${healthy ? duration(healthy.seconds) : '–'}`,
  ];
  const end = outcome === 'repaired' ? '✓' : `✗ ${outcome}: ${why}`;
  return `${fault} ${number} on ${service}: ${parts.join(', ')} ${end}`;
}

function told(moment: Moment | null): string {
  return moment ? `${duration(moment.seconds)} (${moment.service} ${moment.what})` : '–';
}

/** The figures of one run, or of several side by side, as a Markdown table that reads well on a terminal too. */
export function table(results: readonly Result[]): string {
  const several = results.length > 1;
  const name = ({ lag_seconds }: Result) => (several ? `, lag ${lag_seconds} s` : '');
  const heads = results.flatMap((result) =>
    ['rounds', 'failed', 'detected', 'acted', 'healthy'].map((head) => `${head}${name(result)}`),
  );
  const tables = results.map(({ rounds }) => new Map(byFault(rounds).map(({ of, figures }) => [of, figures])));
  const rows = [...new Set(tables.flatMap((one) => [...one.keys()]))]
    .sort((a, b) => Number(a === 'all') - Number(b === 'all'))
    .map((of) => [of, ...tables.flatMap((one) => cells(one.get(of)))]);
  const field = FIELD.map(({ of, detected, healthy }) => [
    of,
    ...results.flatMap(() => ['', '', duration(detected), '', duration(healthy)]),
  ]);
  return aligned([['median of', ...heads], ...rows, ...field]);
}

function cells(figures: Figures | undefined): string[] {
  if (!figures) return ['', '', '', '', ''];
  const { rounds, failed, detected, acted, healthy } = figures;
  return [String(rounds), String(failed), duration(detected), duration(acted), duration(healthy)];
}

/** @param rows the heading first */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => pad(row[column] ?? '', width, column)).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? `:${'-'.repeat(width + 1)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [...rows.slice(0, 1).map(line), rule, ...rows.slice(1).map(line)].join('\n');
}

const pad = (text: string, width: number, column: number): string =>
  column === 0 ? text.padEnd(width) : text.padStart(width);

/** What the quiet time showed, in a sentence and a line for each false alarm. */
export function quietLines({ seconds, warn, page, episodes, actions }: Quiet): string[] {
  return [
    `${duration(seconds)} with nothing broken: false pages: ${page}, false warnings: ${warn}, actions: ${actions.length}`,
    ...episodes.map((episode) => `  ${episode}`),
    ...actions.map((action) => `  acted: ${action}`),
  ];
}
