/** How much was worked off in how much processor time: what one core does, whatever else the machine is at. */
export interface Speed {
  /** points or series */
  count: number;
  /** of processor time, all threads together */
  seconds: number;
}

export const perSecond = ({ count, seconds }: Speed): number => count / seconds;

const RUNS = 3;

/** The median of three runs after one that warms up.
 *  @param work  does everything anew and says how many it did */
export function speedOf(work: () => number): Speed {
  work();
  const runs = Array.from({ length: RUNS }, () => {
    const began = process.cpuUsage();
    const count = work();
    return { count, seconds: secondsSince(began) };
  }).sort((a, b) => perSecond(a) - perSecond(b));
  return runs[Math.floor(RUNS / 2)] ?? { count: 0, seconds: 0 };
}

/** One run: what takes long needs no warming up. */
export async function slowSpeedOf(work: () => Promise<number>): Promise<Speed> {
  const began = process.cpuUsage();
  const count = await work();
  return { count, seconds: secondsSince(began) };
}

function secondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000_000;
}
