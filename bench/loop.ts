import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Configuration } from '#domain/configuration/configuration.ts';
import { projectRoot } from '#local/paths.ts';
import { withInstallation } from './installation.ts';
import { DEFINITIONS } from './loop/measure.ts';
import { type Options, parseOptions } from './loop/options.ts';
import { openPlatform } from './loop/platform.ts';
import { quietLines, type Result, table } from './loop/report.ts';
import { runBench } from './loop/run.ts';
import { realTime } from './loop/time.ts';
import { stoppable } from './stoppable.ts';

const say = (text: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);

/** Measures the loop on the live fleet. It asserts no speed: it fails only when it cannot run. */
async function main(options: Options, signal: AbortSignal): Promise<void> {
  const guards = Configuration.parse(parse(await readFile(join(projectRoot, 'forestall.yml'), 'utf8'))).guards;
  console.log(heading(options));
  const results: Result[] = [];
  // a fresh installation for each run, so that one run's budgets do not hold the next one back
  for (const lagSeconds of options.lags) {
    results.push(
      await withInstallation({ ...options, fleet: true }, signal, async (state) => {
        const platform = await openPlatform(state, signal);
        try {
          say(`points are published ${lagSeconds} s late`);
          return await runBench({ platform, guards, options, lagSeconds, time: realTime(signal), say });
        } finally {
          await platform.leave();
        }
      }),
    );
  }
  console.log(`\n${summary(results)}`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
}

function heading({ rounds, faults, lags, quietSeconds }: Options): string {
  return [
    `The loop, measured on the emulator: ${new Date().toISOString()}, Node ${process.version}, ${cpus().length} cores`,
    `${rounds} rounds of ${faults.join(', ')}; ${quietSeconds} quiet seconds first; metric lag ${lags.map((lag) => `${lag} s`).join(', then ')}`,
  ].join('\n');
}

function summary(results: readonly Result[]): string {
  const quiet = results.flatMap(({ lag_seconds, quiet: found }) =>
    found ? [`Metric lag ${lag_seconds} s:`, ...quietLines(found), ''] : [],
  );
  return [...quiet, table(results), '', ...DEFINITIONS].join('\n');
}

await stoppable((args, signal) => main(parseOptions(args), signal));
