import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { LocalError } from './errors.ts';

const OutputsFile = z.record(z.string(), z.record(z.string(), z.string()));

/** The deployed stacks' outputs by name, whatever stack they are in. */
export interface Outputs {
  /** @throws LocalError when no stack has it */
  get(name: string): string;
  find(name: string): string | undefined;
}

/** Reads what `cdk deploy --outputs-file` wrote: stack → output → value. */
export async function readOutputs(file: string): Promise<Outputs> {
  const stacks = OutputsFile.parse(JSON.parse(await readFile(file, 'utf8')));
  return outputsOf(stacks);
}

export function outputsOf(stacks: z.infer<typeof OutputsFile>): Outputs {
  const all = new Map(Object.values(stacks).flatMap((outputs) => Object.entries(outputs)));
  return {
    find: (name) => all.get(name),
    get: (name) => {
      const value = all.get(name);
      if (value !== undefined) return value;
      throw new LocalError(
        `The deployed stacks have no output ${name} (they have: ${[...all.keys()].sort().join(', ') || 'none'}).`,
        'Give the stack that makes it a CfnOutput of that name.',
      );
    },
  };
}
