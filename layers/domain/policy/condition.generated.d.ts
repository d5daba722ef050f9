import type { ParsedCondition } from './conditionTree.ts';

export interface Location {
  start: { offset: number; line: number; column: number };
}
export declare class SyntaxError extends Error {
  location: Location;
}
/** @throws SyntaxError */
export declare function parse(text: string): ParsedCondition;
