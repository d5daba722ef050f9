import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isMethod, METHODS, type Method } from '#domain/forecast/forecast.ts';
import { LocalError, reasonOf } from '#local/errors.ts';
import { projectRoot } from '#local/paths.ts';

const USAGE = `npm run bench:forecast -- [--data DIR] [--seed 1] [--origins 8] [--methods auto,…] [--quick] [--json]

  --data     a folder of timestamp,value files, as ../shared/datasets/nab/data/realAWSCloudwatch
  --seed     of the made series and ramps
  --origins  moments that each series is forecast from
  --methods  only these of ours, and no peers
  --quick    three moments, our own methods alone: neither WebAssembly nor Python
  --json     prints every figure as JSON instead of the tables`;

export interface Options {
  data: string;
  seed: number;
  origins: number;
  quick: boolean;
  /** undefined: all */
  methods: (Method | 'auto')[] | undefined;
  json: boolean;
}

/** What was written behind `npm run bench:forecast --`.
 *  @throws LocalError for what it does not know */
export function parseOptions(args: readonly string[]): Options {
  const given = parse(args);
  return {
    data: resolve(given.data ?? join(projectRoot, '..', 'shared', 'datasets', 'nab', 'data', 'realAWSCloudwatch')),
    seed: whole('seed', given.seed),
    origins: whole('origins', given.origins ?? (given.quick ? '3' : '8')),
    quick: given.quick,
    methods: given.methods?.split(',').map(known),
    json: given.json,
  };
}

function known(name: string): Method | 'auto' {
  if (name === 'auto' || isMethod(name)) return name;
  throw new LocalError(`There is no method ${name}.`, `The methods are auto, ${METHODS.join(', ')}.`);
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number)) throw new LocalError(`--${name} ${text} is no whole number.`, USAGE);
  return number;
}

function parse(args: readonly string[]) {
  try {
    const options = {
      data: { type: 'string' },
      seed: { type: 'string', default: '1' },
      origins: { type: 'string' },
      methods: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new LocalError(reasonOf(cause), USAGE, { cause });
  }
}
