import { parseArgs } from 'node:util';
import * as z from 'zod';
import { Duration, seconds } from '#domain/configuration/configuration.ts';
import { Fault } from '#fleet/faults.ts';
import { LocalError, reasonOf } from '#local/errors.ts';

const USAGE = `npm run bench:loop -- [--rounds 3] [--quiet 10m] [--faults a,b] [--metric-lag 0s] [--both] [--use-running] [--json out.json]

  --rounds       rounds of each fault
  --quiet        how long nothing is broken first; 0 leaves it out
  --faults       only these, of ${Fault.options.join(', ')}
  --metric-lag   points are published so much late, as CloudWatch shows them
  --both         a second run with that lag (30s unless given) after one without
  --use-running  on the installation that npm start runs here, which stays
  --json         writes every round and figure to this file`;

const LAG_OF_BOTH_SECONDS = 30;

export interface Options {
  rounds: number;
  quietSeconds: number;
  faults: readonly Fault[];
  /** one run a lag */
  lags: readonly number[];
  useRunning: boolean;
  json: string | undefined;
}

/** What was written behind `npm run bench:loop --`.
 *  @throws LocalError for what it does not know */
export function parseOptions(args: readonly string[]): Options {
  const given = parse(args);
  const lag = given['metric-lag'] === undefined ? undefined : duration('--metric-lag', given['metric-lag']);
  return {
    rounds: count(given.rounds),
    quietSeconds: duration('--quiet', given.quiet),
    faults: given.faults === undefined ? Fault.options : faults(given.faults),
    lags: given.both ? [0, lag ?? LAG_OF_BOTH_SECONDS] : [lag ?? 0],
    useRunning: given['use-running'],
    json: given.json,
  };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      rounds: { type: 'string', default: '3' },
      quiet: { type: 'string', default: '10m' },
      faults: { type: 'string' },
      'metric-lag': { type: 'string' },
      both: { type: 'boolean', default: false },
      'use-running': { type: 'boolean', default: false },
      json: { type: 'string' },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new LocalError(reasonOf(cause), USAGE, { cause });
  }
}

function count(text: string): number {
  const read = z.coerce.number().int().min(1).max(100).safeParse(text);
  if (!read.success) throw new LocalError(`--rounds is ${text}.`, 'Give a whole number from 1 to 100.');
  return read.data;
}

function duration(name: string, text: string): number {
  const read = Duration.safeParse(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  if (!read.success) throw new LocalError(`${name} is ${text}.`, 'Give a duration such as 30s or 10m, or 0.');
  return seconds(read.data);
}

function faults(text: string): Fault[] {
  return text.split(',').map((name) => {
    const read = Fault.safeParse(name.trim());
    if (!read.success) throw new LocalError(`There is no fault ${name}.`, `There are ${Fault.options.join(', ')}.`);
    return read.data;
  });
}
