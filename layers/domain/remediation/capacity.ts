/** Why a foreseen breach takes nothing away: who is wrong about tomorrow must not cause an outage today. */
export const NEVER_REMOVES = 'a forecast may add capacity, never remove it';

/** Whether a plan leaves fewer tasks than there are. */
export const removesCapacity = ({ from, to }: Readonly<Record<string, unknown>>): boolean =>
  typeof from === 'number' && typeof to === 'number' && to < from;

/** Whether what is written can only take tasks away. What `to` means is known when the tasks are counted. */
export const onlyRemoves = ({ by, to }: Readonly<Record<string, unknown>>): boolean =>
  to === undefined && by !== undefined && String(by).startsWith('-');
