import { parseArgs } from 'node:util';
import * as z from 'zod';
import { LocalError, reasonOf } from '#local/errors.ts';

const Whole = z.coerce.number().int().min(1).max(100_000);

/**
 * Whole numbers by name, beside `--use-running` and `--json FILE`.
 * @param usual the numbers where they are not given
 * @throws LocalError for what it does not know
 */
export function given<Numbers extends Record<string, number>>(
  args: readonly string[],
  usual: Numbers,
  usage: string,
): { numbers: { [Name in keyof Numbers]: number }; useRunning: boolean; json: string | undefined } {
  const { json, 'use-running': useRunning, ...texts } = read(args, Object.keys(usual), usage);
  const numbers: { [Name in keyof Numbers]: number } = { ...usual };
  for (const name in usual) {
    const text = texts[name];
    if (text === undefined) continue;
    const number = Whole.safeParse(text);
    if (!number.success) throw new LocalError(`--${name} is ${text}.`, 'Give a whole number of 1 or more.');
    numbers[name] = number.data;
  }
  return { numbers, useRunning: useRunning === true, json: typeof json === 'string' ? json : undefined };
}

function read(
  args: readonly string[],
  names: readonly string[],
  usage: string,
): Record<string, string | boolean | undefined> {
  try {
    const numbers = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const options = { 'use-running': { type: 'boolean' as const }, json: { type: 'string' as const }, ...numbers };
    return { ...parseArgs({ args: [...args], options }).values };
  } catch (cause) {
    throw new LocalError(reasonOf(cause), usage, { cause });
  }
}
