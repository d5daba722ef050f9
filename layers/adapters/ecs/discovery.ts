import {
  DescribeServicesCommand,
  type ECSClient,
  type Service as EcsService,
  ListClustersCommand,
  ListServicesCommand,
} from '@aws-sdk/client-ecs';

/** A service as ECS and its tags describe it, before the configuration is asked. */
export interface FoundService {
  cluster: string;
  service: string;
  tags: Record<string, string>;
}

const MOST_DESCRIBED = 10;
const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** Every ECS service of the account's region with its tags. */
export async function listEcsServices(ecs: ECSClient): Promise<FoundService[]> {
  const found: FoundService[] = [];
  for (const cluster of await clusters(ecs)) {
    const arns = await serviceArns(ecs, cluster);
    for (let i = 0; i < arns.length; i += MOST_DESCRIBED) {
      const { services = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster, services: arns.slice(i, i + MOST_DESCRIBED), include: ['TAGS'] }),
      );
      found.push(
        ...services.filter(({ status }) => status !== 'INACTIVE').map((service) => describe(cluster, service)),
      );
    }
  }
  return found;
}

async function clusters(ecs: ECSClient): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(new ListClustersCommand({ nextToken }));
    arns.push(...(page.clusterArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return arns.map(lastPart);
}

async function serviceArns(ecs: ECSClient, cluster: string): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await ecs.send(new ListServicesCommand({ cluster, nextToken }));
    arns.push(...(page.serviceArns ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return arns;
}

const describe = (cluster: string, { serviceName = '', tags = [] }: EcsService): FoundService => ({
  cluster,
  service: serviceName,
  tags: Object.fromEntries(tags.flatMap(({ key, value }) => (key ? [[key, value ?? '']] : []))),
});
