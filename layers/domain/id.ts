import { createHash } from 'node:crypto';

/** A stable id from what makes the thing unique: `<noun>_` and 26 hex digits; the same parts give the same id. */
export function derivedId(noun: string, ...parts: readonly (string | number)[]): string {
  const digest = createHash('sha256')
    .update(parts.map((part) => `${part}`).join('\u0000'))
    .digest('hex');
  return `${noun}_${digest.slice(0, 26)}`;
}
