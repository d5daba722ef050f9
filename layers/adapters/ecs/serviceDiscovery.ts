import type { ECSClient } from '@aws-sdk/client-ecs';
import type { Configuration } from '#domain/configuration/configuration.ts';
import { watchedServices } from '#domain/service/watched.ts';
import type { Clock, ServiceDiscovery } from '#ports';
import { listEcsServices } from './discovery.ts';

/** Discovery on ECS: what its services' tags and `forestall.yml` say together. */
export const serviceDiscovery = (ecs: ECSClient, configuration: Configuration, clock: Clock): ServiceDiscovery => ({
  discover: async () => watchedServices(await listEcsServices(ecs), configuration, clock.now()),
});
