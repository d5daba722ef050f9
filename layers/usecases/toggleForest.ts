import { toInstant } from '#domain/time.ts';
import type { Clock, ForestSwitch, ForestSwitchState } from '#ports';

const TRIES = 5;

/**
 * Switches the isolation forest on or off, or over when nothing is said.
 * @returns the switch as it is then
 * @throws when others switch it again and again in between
 */
export async function toggleForest(
  { enabled, by }: { enabled: boolean | undefined; by: string },
  { forest, clock }: { forest: ForestSwitch; clock: Clock },
): Promise<ForestSwitchState> {
  for (let tries = 1; tries <= TRIES; tries++) {
    const before = await forest.read();
    const state: ForestSwitchState = {
      enabled: enabled ?? !before.enabled,
      by,
      at: toInstant(clock.now()),
      version: before.version + 1,
    };
    if (await forest.write(state)) return state;
  }
  throw new Error(`the forest's switch was changed by others ${TRIES} times in a row`);
}
