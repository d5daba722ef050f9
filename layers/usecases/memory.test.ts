import { conformance } from './conformance.fixture.ts';
import { inMemory, newWorld } from './memory.fixture.ts';

conformance('in memory', async () => {
  const world = newWorld();
  const { reservations, episodes, actions, kill, autonomy, approvals, workflow } = inMemory(world);
  const clock = {
    get now() {
      return world.now;
    },
    set now(to: number) {
      world.now = to;
    },
  };
  return { reservations, episodes, actions, kill, autonomy, approvals, workflow, clock };
});
