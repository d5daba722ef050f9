import { PreconditionFailed } from './problems.ts';

/** Honours `If-Match` against the `ETag` that reads give. Without the header nothing is asked. */
export function requireVersion(ifMatch: string | undefined, current: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const wanted = ifMatch.split(',').map((tag) => tag.trim());
  if (wanted.includes(`"${current}"`)) return;
  throw new PreconditionFailed(`it is at version "${current}", not at ${ifMatch}: read it again`);
}
