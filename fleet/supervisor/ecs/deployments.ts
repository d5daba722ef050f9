import * as z from 'zod';
import type { Fleet } from '../fleet.ts';
import type { Deployment } from '../history.ts';
import type { FleetServiceRunner } from '../service.ts';
import { type ArnPrefix, clusterArn, serviceArn, serviceDeploymentArn, serviceRevisionArn } from './shapes.ts';

interface Parts {
  fleet: Fleet;
  arnPrefix: ArnPrefix;
}

const ListRequest = z.looseObject({ service: z.string() });
const RevisionsRequest = z.looseObject({ serviceRevisionArns: z.array(z.string()).min(1).max(20) });
const lastPart = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/** Every deployment of a service since the fleet began, newest first; on AWS those of 90 days. */
export function listServiceDeployments(request: unknown, answer: unknown, { fleet, arnPrefix }: Parts): unknown {
  const runner = fleet.find(lastPart(ListRequest.parse(request).service));
  if (!runner) return answer;
  return {
    serviceDeployments: runner.releases.map((deployment) => ({
      serviceDeploymentArn: serviceDeploymentArn(arnPrefix, runner.name, deployment.id),
      serviceArn: serviceArn(arnPrefix, runner.name),
      clusterArn: clusterArn(arnPrefix),
      createdAt: deployment.createdAt / 1000,
      startedAt: deployment.createdAt / 1000,
      targetServiceRevisionArn: serviceRevisionArn(arnPrefix, runner.name, deployment.id),
      status: statusOf(deployment, runner),
    })),
  };
}

/** What each of these deployments brought. */
export function describeServiceRevisions(request: unknown, _answer: unknown, { fleet, arnPrefix }: Parts): unknown {
  const wanted = RevisionsRequest.parse(request).serviceRevisionArns;
  const known = [...fleet.services.values()].flatMap((runner) =>
    runner.releases.map((deployment) => ({
      serviceRevisionArn: serviceRevisionArn(arnPrefix, runner.name, deployment.id),
      serviceArn: serviceArn(arnPrefix, runner.name),
      clusterArn: clusterArn(arnPrefix),
      taskDefinition: deployment.definition.arn,
      launchType: 'FARGATE',
      createdAt: deployment.createdAt / 1000,
    })),
  );
  const found = known.filter(({ serviceRevisionArn: arn }) => wanted.includes(arn));
  const missing = wanted.filter((arn) => !found.some((one) => one.serviceRevisionArn === arn));
  return { serviceRevisions: found, failures: missing.map((arn) => ({ arn, reason: 'MISSING' })) };
}

function statusOf(deployment: Deployment, runner: FleetServiceRunner): string {
  if (deployment.rolloutState === 'COMPLETED') return 'SUCCESSFUL';
  return deployment === runner.primary ? 'IN_PROGRESS' : 'STOPPED';
}
