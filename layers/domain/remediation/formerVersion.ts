/** One deployment of a service that was asked for. Times in epoch seconds. */
export interface Release {
  taskDefinition: string;
  /** it ended with every task of its version healthy */
  successful: boolean;
  createdAt: number;
}

export type FormerVersion =
  | { former: string; deployedAt: number; nothing?: undefined }
  | { former?: undefined; nothing: string };

/**
 * The version to go back to: the one that was deployed with success before the present one came. Deployments of the same
 * version (a restart) count as one. Nothing where the present version is older than `within`, where no former one is known,
 * and where the present one is itself a step back: forward again to what was left is a person's decision.
 * @param releases newest first
 */
export function formerVersion(
  present: string,
  releases: readonly Release[],
  { now, within }: { now: number; within: number },
): FormerVersion {
  const others = releases.findIndex(({ taskDefinition }) => taskDefinition !== present);
  const came = releases[(others === -1 ? releases.length : others) - 1];
  if (came === undefined) return { nothing: `no deployment of ${nameOf(present)} is known` };
  if (came.createdAt < now - within) {
    return { nothing: `${nameOf(present)} was deployed ${minutes(now - came.createdAt)} min ago: it is not the cause` };
  }
  const before = others === -1 ? [] : releases.slice(others);
  if (before.some(({ taskDefinition }) => taskDefinition === present)) {
    return { nothing: `${nameOf(present)} was gone back to: what it replaced is no way out` };
  }
  const former = before.find(({ successful }) => successful);
  if (former === undefined) return { nothing: `no version before ${nameOf(present)} was deployed with success` };
  return { former: former.taskDefinition, deployedAt: came.createdAt };
}

const nameOf = (taskDefinition: string): string => taskDefinition.slice(taskDefinition.lastIndexOf('/') + 1);
const minutes = (seconds: number): number => Math.floor(seconds / 60);
