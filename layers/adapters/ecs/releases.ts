import {
  DescribeServiceRevisionsCommand,
  type ECSClient,
  ListServiceDeploymentsCommand,
  type ServiceDeploymentBrief,
} from '@aws-sdk/client-ecs';
import type { EcsRelease } from '#ports';

/** As many revisions as one call describes, and as many pages of deployments as are looked through for the newest. */
const MOST_REVISIONS = 20;
const MOST_PAGES = 5;

/** A service's deployments of the last 90 days, newest first: ECS lists each with the revision that it brought, and the
 *  revision knows the task definition. Those before 25 October 2024 are not in it. */
export async function releasesOf(client: ECSClient, cluster: string, service: string): Promise<EcsRelease[]> {
  const listed = await deployments(client, cluster, service);
  const newest = listed
    .toSorted((a, b) => Number(b.createdAt ?? 0) - Number(a.createdAt ?? 0))
    .slice(0, MOST_REVISIONS);
  const arns = [...new Set(newest.flatMap(({ targetServiceRevisionArn: arn }) => arn ?? []))];
  if (arns.length === 0) return [];
  const { serviceRevisions = [] } = await client.send(
    new DescribeServiceRevisionsCommand({ serviceRevisionArns: arns }),
  );
  const definitions = new Map(
    serviceRevisions.map(({ serviceRevisionArn, taskDefinition }) => [serviceRevisionArn, taskDefinition]),
  );
  return newest.flatMap(({ targetServiceRevisionArn, status, createdAt }) => {
    const taskDefinition = definitions.get(targetServiceRevisionArn);
    return taskDefinition === undefined || createdAt === undefined
      ? []
      : [{ taskDefinition, successful: status === 'SUCCESSFUL', createdAt: createdAt.getTime() / 1000 }];
  });
}

async function deployments(client: ECSClient, cluster: string, service: string): Promise<ServiceDeploymentBrief[]> {
  const listed: ServiceDeploymentBrief[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(new ListServiceDeploymentsCommand({ cluster, service, nextToken }));
    listed.push(...(answer.serviceDeployments ?? []));
    nextToken = answer.nextToken;
    if (nextToken === undefined) break;
  }
  return listed;
}
