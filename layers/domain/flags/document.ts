import * as z from 'zod';
import { type Flag, Flags } from './flag.ts';

/** AppConfig's format of feature flags, version 1: their definitions, and beside them their values.
 *  https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-type-reference-feature-flags.html */
const Definition = z.looseObject({ name: z.string(), attributes: z.record(z.string(), z.unknown()).optional() });
export const FlagDocument = z.looseObject({
  version: z.literal('1'),
  flags: z.record(z.string(), Definition).default({}),
  values: Flags.default({}),
});
export type FlagDocument = z.infer<typeof FlagDocument>;

export const EMPTY_DOCUMENT: FlagDocument = { version: '1', flags: {}, values: {} };

/** The document with these flags as wanted and every other as it was. AppConfig refuses a value without a definition, and
 *  an attribute that its definition does not name, so both are written. */
export function withFlags(document: FlagDocument, wanted: Readonly<Record<string, Flag>>): FlagDocument {
  const flags = { ...document.flags };
  for (const [key, flag] of Object.entries(wanted)) {
    const { name = key, attributes = {}, ...rest } = flags[key] ?? {};
    const needed = Object.entries(flag)
      .filter(([attribute]) => attribute !== 'enabled' && !attribute.startsWith('_'))
      .map(([attribute, value]) => [attribute, { constraints: { type: typeof value } }] as const);
    const all = { ...Object.fromEntries(needed), ...attributes };
    flags[key] = { ...rest, name, ...(Object.keys(all).length === 0 ? {} : { attributes: all }) };
  }
  return { ...document, flags, values: { ...document.values, ...wanted } };
}
