import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Configuration } from '#domain/configuration/configuration.ts';

const Installation = z.object({
  configuration: Configuration,
  policies: z.array(z.object({ file: z.string(), text: z.string() })),
});
export type Installation = z.infer<typeof Installation>;

let read: Installation | undefined;

/** What was deployed: `forestall.yml` and the policy files, laid beside each function's code when it was bundled. */
export function installation(): Installation {
  read ??= Installation.parse(JSON.parse(readFileSync(new URL('./installation.json', import.meta.url), 'utf8')));
  return read;
}
