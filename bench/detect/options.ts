import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LocalError, reasonOf } from '#local/errors.ts';
import { projectRoot } from '#local/paths.ts';

const USAGE = `npm run bench:detect -- [--data DIR] [--seed 1] [--quick] [--check | --constants] [--json]

  --data   a folder with data/, windows.json and evaluate.py, as ../shared/datasets/nab
  --seed   of the made series
  --quick  the offline command alone, without what takes minutes
  --check  judges nothing: shows that files under other names, and files cut short, are answered alike
  --constants  what each constant of ours does at half and at double (15 minutes)
  --json   prints every figure as JSON instead of the table`;

export interface Options {
  data: string;
  seed: number;
  quick: boolean;
  check: boolean;
  constants: boolean;
  json: boolean;
}

/** What was written behind `npm run bench:detect --`.
 *  @throws LocalError for what it does not know */
export function parseOptions(args: readonly string[]): Options {
  const given = parse(args);
  const seed = Number(given.seed);
  if (!Number.isInteger(seed)) throw new LocalError(`--seed ${given.seed} is no whole number.`, USAGE);
  return {
    data: resolve(given.data ?? join(projectRoot, '..', 'shared', 'datasets', 'nab')),
    seed,
    quick: given.quick,
    check: given.check,
    constants: given.constants,
    json: given.json,
  };
}

function parse(args: readonly string[]) {
  try {
    const options = {
      data: { type: 'string' },
      seed: { type: 'string', default: '1' },
      quick: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      constants: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    throw new LocalError(reasonOf(cause), USAGE, { cause });
  }
}
