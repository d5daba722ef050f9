import type { Expectation } from '../remediation/verdict.ts';
import { readCondition } from './condition.ts';

/** Reads `< 80` or `<= 5%` as a bound on this metric, in its own unit; a fault says what would be right. */
export function readExpectation(text: string, metric: string): { expect?: Expectation; fault?: string } {
  const { condition, faults } = readCondition(`${metric} ${text}`);
  const [fault] = faults;
  if (fault) return { fault: fault.message };
  if (condition?.kind !== 'compare' || condition.op === '==' || condition.op === '!=') {
    return { fault: `"${text}" is no bound: write it like "< 80"` };
  }
  return { expect: { op: condition.op, value: condition.value } };
}
