import type { Condition } from '../policy/condition.ts';

/** Whether a condition wants a deployment to be under way: what it makes necessary is meant for then. `not deploying` wants
 *  none. */
export function asksDeployment(condition: Condition): boolean {
  switch (condition.kind) {
    case 'deploying':
      return true;
    case 'and':
    case 'or':
      return asksDeployment(condition.left) || asksDeployment(condition.right);
    default:
      return false;
  }
}
