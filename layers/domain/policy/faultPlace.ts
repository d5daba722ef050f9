import type { PolicyDocument } from './document.ts';
import type { DocumentFault } from './normalise.ts';

/** A fault as the API tells it: where it lies inside a condition is said in words, line and column from 1. */
export function placed(
  document: PolicyDocument,
  { pointer, message, offset }: DocumentFault,
): { pointer: string; message: string } {
  const text = pointer === '/when' ? document.when : pointer === '/condition' ? document.condition : undefined;
  if (offset === undefined || text === undefined) return { pointer, message };
  const before = text.slice(0, offset).split('\n');
  return { pointer, message: `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${message}` };
}
