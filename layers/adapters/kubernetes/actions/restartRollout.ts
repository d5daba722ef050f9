import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { RestartParameters } from '#domain/policy/actionParameters/restart.ts';
import { toInstant } from '#domain/time.ts';
import type { Kubernetes, KubernetesDeployment } from '#ports';
import { ActionDrift, type ActionType } from '#usecases/actionType.ts';

const RolloutPlan = z.object({
  platform: z.literal('eks'),
  cluster: z.string(),
  namespace: z.string(),
  deployment: z.string(),
  /** the restart before, and the one that this is */
  from: z.string().nullable(),
  restart: z.string(),
});

/** A change of the Deployment at the same moment (its status moves by itself) is answered by reading anew. */
const TRIES = 3;

/** Restarts a Deployment of Kubernetes as `kubectl rollout restart` does: new pods before the old ones go, as its own
 *  strategy says. */
export const restartRollout = (kubernetes: Kubernetes): ActionType => ({
  name: 'restart_pod',
  changes: true,
  withoutUndo: 'a restarted process cannot be brought back, and its successor does the same work',
  check: faultsOf(RestartParameters),
  async plan({ name, workload }, _parameters, { now }) {
    if (workload.platform !== 'eks') return { nothing: `${name} does not run on EKS` };
    const { cluster, namespace, deployment } = workload;
    const found = await kubernetes.read(workload);
    if (!found) return { nothing: `${cluster} has no deployment ${namespace}/${deployment}` };
    if (!found.consents)
      return { nothing: `${namespace}/${deployment} does not carry the label forestall/act: "true"` };
    if (found.wanted === 0) return { nothing: `${name} is scaled to nothing` };
    if (!isSettled(found) && !found.stuck) return { nothing: `a rollout of ${namespace}/${deployment} is under way` };
    const plan: z.output<typeof RolloutPlan> = {
      platform: 'eks',
      cluster,
      namespace,
      deployment,
      from: found.restartedAt,
      restart: toInstant(now),
    };
    return { plan };
  },
  async act(written, { mayChange }) {
    const { from, restart, ...place } = RolloutPlan.parse(written);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const found = await kubernetes.read(place);
      if (!found?.consents) throw new ActionDrift(`${place.deployment} is gone, or consents no more`);
      if (found.restartedAt !== from) return; // begun already, by this action or by a person
      await mayChange();
      if (await kubernetes.restart(place, { at: restart, version: found.version })) return;
    }
    throw new Error(`${place.namespace}/${place.deployment} was changed each time that it was to be restarted`);
  },
  async settled(written) {
    const place = RolloutPlan.parse(written);
    const found = await kubernetes.read(place);
    if (!found) return { state: 'failed', reason: `${place.namespace}/${place.deployment} is no more` };
    if (isSettled(found)) return { state: 'settled' };
    if (found.stuck && found.observed) return { state: 'failed', reason: 'the rollout exceeded its progress deadline' };
    return { state: 'moving', what: `${found.updated} of ${found.wanted} pods are new, ${found.available} serve` };
  },
});

/** As `kubectl rollout status` judges it: seen, every pod new, none of the old left, all serving. */
const isSettled = ({ observed, wanted, pods, updated, available }: KubernetesDeployment): boolean =>
  observed && updated >= wanted && pods <= updated && available >= updated;
