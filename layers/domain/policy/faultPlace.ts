import type { PolicyDocument } from './document.ts';
import type { DocumentFault } from './normalise.ts';

/** A fault as the API tells it: where it lies inside a text member is said in words, line and column from 1. */
export function placed(
  document: PolicyDocument,
  { pointer, message, offset }: DocumentFault,
): { pointer: string; message: string } {
  const text = valueAt(document, pointer);
  if (offset === undefined || typeof text !== 'string') return { pointer, message };
  const before = text.slice(0, offset).split('\n');
  return { pointer, message: `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}: ${message}` };
}

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const key of pointer.split('/').slice(1)) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return value;
}
