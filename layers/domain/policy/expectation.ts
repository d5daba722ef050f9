import type { Expectation } from '../remediation/healthy.ts';
import { conditionOf, namedIn, readCondition } from './condition.ts';
import { inverse } from './contradiction.ts';

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

/** The opposite of what a condition compares this metric with; null where it does not, or not with a bound. */
export function conditionExpectation(text: string, metric: string): Expectation | null {
  const condition = conditionOf(text);
  for (const named of condition ? namedIn(condition) : []) {
    const valued = named.kind === 'compare' || (named.kind === 'window' && named.of !== 'rate' && named.of !== 'delta');
    if (!valued || named.metric !== metric) continue;
    const op = inverse[named.op];
    if (op !== '==' && op !== '!=') return { op, value: named.value };
  }
  return null;
}
