import { atLimit } from '../../metric/catalogue.ts';
import type { Voice } from '../voice.ts';

/** At its natural limit a metric is in trouble, whatever is usual: this voice needs no history. */
export const naturalLimit: Voice = ({ value, definition }) => {
  const reached = atLimit(definition, value);
  return {
    name: 'limit',
    excess: reached ? 2 : 0,
    score: reached ? 1 : 0,
    direction: definition.bad === 'down' ? 'down' : 'up',
  };
};
