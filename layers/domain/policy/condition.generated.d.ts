import type { ParsedCondition } from './conditionTree.ts';

export interface Location {
  start: { offset: number; line: number; column: number };
}
/** What could have stood there; `other` are the grammar's named rules. */
export type Expected =
  | { type: 'literal'; text: string }
  | { type: 'other'; description: string }
  | { type: 'class' | 'any' | 'end' };
export declare class SyntaxError extends Error {
  location: Location;
  expected: Expected[];
  found: string | null;
}
/** @throws SyntaxError */
export declare function parse(text: string): ParsedCondition;
