import { join } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import { projectRoot } from '#local/paths.ts';
import { markdownTable } from '../table.ts';

/** What the forecast does when one of its constants is half or double of what it is: `node bench/forecast/sensitivity.ts`.
 *  One moment a series and half of the ramps, so only large differences mean something. */

interface Constant {
  file: string;
  name: string;
  value: number;
  /** else half and double */
  others?: [number, number];
}

const CONSTANTS: readonly Constant[] = [
  { file: 'grid.ts', name: 'CELLS', value: 96 },
  { file: 'season.ts', name: 'SEASONS', value: 14 },
  { file: 'season.ts', name: 'SMOOTH', value: 2 },
  { file: 'members.ts', name: 'MOSTLY', value: 0.6, others: [0.3, 0.8] },
  { file: 'blend.ts', name: 'SHARPNESS', value: 10 },
  { file: 'rolling.ts', name: 'SPAN_DAYS', value: 7 },
  { file: 'contest.ts', name: 'ORIGINS', value: 24 },
  { file: 'contest.ts', name: 'LEAD', value: 0.95, others: [0.9, 1] },
  { file: 'pool.ts', name: 'NEAR', value: 1.4, others: [1.2, 1.8] },
  { file: 'pool.ts', name: 'EACH', value: 8 },
  { file: 'gated.ts', name: 'TWO_HOURS', value: 7_200 },
  { file: 'gated.ts', name: 'KNEW', value: 0.4 },
  { file: 'robustLine.ts', name: 'RARE', value: 0.05 },
  { file: 'robustLine.ts', name: 'LOOK_BACK', value: 4 },
  { file: 'robustLine.ts', name: 'REACH', value: 3 },
  { file: 'robustLine.ts', name: 'MOVED', value: 4 },
  { file: 'segments.ts', name: 'PRICE', value: 8 },
  { file: 'segments.ts', name: 'SHORTEST', value: 8 },
  { file: 'growth.ts', name: 'KIN', value: 3 },
  { file: 'growth.ts', name: 'DOUBTED', value: 4 },
  { file: 'forecast.ts', name: 'BEYOND', value: 0.1 },
];

const Figures = z.array(z.number());
const Told = z.object({
  errors: z.record(
    z.string(),
    z.array(z.object({ asked: z.number(), answered: z.number(), median_mase: Figures, coverage: Figures })),
  ),
  ramps: z.array(z.object({ median_error: z.number(), within: z.number(), false_ones: z.number() })),
});

async function measured(constant?: Constant, value?: number): Promise<string[]> {
  const altered = constant === undefined ? {} : { FORESTALL_ALTERED: `${constant.file} ${constant.name} ${value}` };
  const hook = constant === undefined ? [] : ['--import', join(import.meta.dirname, 'altered.ts')];
  const args = ['bench/forecast.ts', '--quick', '--methods', 'auto', '--origins', '1', '--json'];
  const { stdout } = await execa(process.execPath, [...hook, ...args], {
    cwd: projectRoot,
    env: altered,
    stderr: 'ignore',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { errors, ramps } = Told.parse(JSON.parse(stdout));
  const rows = Object.values(errors).flat();
  const mean = (of: (row: (typeof rows)[number]) => readonly number[], horizon: number): number => {
    const asked = rows.reduce((sum, row) => sum + row.asked, 0);
    return rows.reduce((sum, row) => sum + row.asked * (of(row)[horizon] ?? Number.NaN), 0) / asked;
  };
  const ramp = ramps[0];
  return [
    [0, 1, 2].map((horizon) => mean(({ median_mase }) => median_mase, horizon).toFixed(2)).join(' / '),
    [0, 1, 2].map((horizon) => (100 * mean(({ coverage }) => coverage, horizon)).toFixed(0)).join(' / '),
    `${(100 * (ramp?.median_error ?? 1)).toFixed(1)} %`,
    `${(100 * (ramp?.within ?? 0)).toFixed(0)} %`,
    `${ramp?.false_ones}`,
  ];
}

const rows = [['as it is', '', ...(await measured())]];
for (const constant of CONSTANTS) {
  for (const value of constant.others ?? [constant.value / 2, constant.value * 2]) {
    rows.push([
      `${constant.name} (${constant.file})`,
      `${constant.value} → ${value}`,
      ...(await measured(constant, value)),
    ]);
    console.error(rows.at(-1)?.join('  '));
  }
}
const heads = [
  'constant',
  'value',
  'median MASE 1/4/24 h',
  'coverage %',
  'time to breach, error',
  'within 25 %',
  'false of 30',
];
console.log(markdownTable(heads, rows));
