import {
  type ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { AutoScaling } from '#ports';

/** Application Auto Scaling of ECS services' desired counts. */
export const autoScalingOf = (client: ApplicationAutoScalingClient): AutoScaling => ({
  async bounds(cluster, service) {
    const { ServiceNamespace, ResourceId, ScalableDimension } = target(cluster, service);
    const { ScalableTargets = [] } = await client.send(
      new DescribeScalableTargetsCommand({ ServiceNamespace, ScalableDimension, ResourceIds: [ResourceId] }),
    );
    const found = ScalableTargets.find((one) => one.ResourceId === ResourceId);
    if (found?.MinCapacity === undefined || found.MaxCapacity === undefined) return undefined;
    const { DynamicScalingOutSuspended, DynamicScalingInSuspended } = found.SuspendedState ?? {};
    return {
      min: found.MinCapacity,
      max: found.MaxCapacity,
      suspended: { out: DynamicScalingOutSuspended ?? false, in: DynamicScalingInSuspended ?? false },
    };
  },
  async setBounds(cluster, service, { min, max }) {
    await client.send(
      new RegisterScalableTargetCommand({ ...target(cluster, service), MinCapacity: min, MaxCapacity: max }),
    );
  },
});

const target = (cluster: string, service: string) =>
  ({
    ServiceNamespace: 'ecs',
    ResourceId: `service/${cluster}/${service}`,
    ScalableDimension: 'ecs:service:DesiredCount',
  }) as const;
