import { DescribeServicesCommand, type ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import * as z from 'zod';
import { ACCOUNT, REGION } from '../environment.ts';
import { AwsError } from './awsError.ts';
import { checked, invalid } from './checked.ts';
import type { Service } from './standIns.ts';

const RESOURCE = /^service\/([^/]+)\/([^/]+)$/;
const Key = z.looseObject({
  ServiceNamespace: z.literal('ecs'),
  ResourceId: z.string().regex(RESOURCE),
  ScalableDimension: z.literal('ecs:service:DesiredCount'),
});
const Capacity = z.number().int().nonnegative();
const Suspended = z.looseObject({
  DynamicScalingInSuspended: z.boolean().optional(),
  DynamicScalingOutSuspended: z.boolean().optional(),
  ScheduledScalingSuspended: z.boolean().optional(),
});
const Registering = Key.extend({
  MinCapacity: Capacity.optional(),
  MaxCapacity: Capacity.optional(),
  SuspendedState: Suspended.optional(),
});
const Describing = z.looseObject({ ServiceNamespace: z.literal('ecs'), ResourceIds: z.array(z.string()).optional() });

interface Target {
  min: number;
  max: number;
  suspended: z.output<typeof Suspended>;
  createdAt: number;
}

/**
 * Application Auto Scaling of ECS services, which the emulator lacks: it keeps targets, and moves a desired count that is
 * outside of the bounds that were just set, as AWS does. It has no policies, so nothing else moves a count; what it keeps
 * is gone when the installation stops.
 */
export function autoScaling(ecs: ECSClient): Service {
  const targets = new Map<string, Target>();
  return {
    RegisterScalableTarget: async (input) => {
      const wanted = checked(Registering, input);
      const before = targets.get(wanted.ResourceId);
      const min = wanted.MinCapacity ?? before?.min;
      const max = wanted.MaxCapacity ?? before?.max;
      if (min === undefined || max === undefined)
        throw invalid('MinCapacity and MaxCapacity are required to register a new scalable target');
      if (min > max) throw invalid('Maximum capacity cannot be less than minimum capacity');
      const suspended = { ...before?.suspended, ...wanted.SuspendedState };
      targets.set(wanted.ResourceId, { min, max, suspended, createdAt: before?.createdAt ?? Date.now() / 1000 });
      await bringWithin(ecs, wanted.ResourceId, { min, max });
      return { ScalableTargetARN: arnOf(wanted.ResourceId) };
    },
    DescribeScalableTargets: async (input) => {
      const wanted = checked(Describing, input).ResourceIds;
      const found = [...targets].filter(([id]) => wanted === undefined || wanted.includes(id));
      return { ScalableTargets: found.map(([id, target]) => shape(id, target)) };
    },
    DeregisterScalableTarget: async (input) => {
      const { ResourceId } = checked(Key, input);
      if (!targets.delete(ResourceId))
        throw new AwsError('ObjectNotFoundException', `No scalable target found for ${ResourceId}`);
      return {};
    },
  };
}

async function bringWithin(ecs: ECSClient, id: string, { min, max }: { min: number; max: number }): Promise<void> {
  const [, cluster, service = ''] = RESOURCE.exec(id) ?? [];
  const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  const desired = services.find(({ status }) => status === 'ACTIVE')?.desiredCount;
  if (desired === undefined) throw invalid(`ECS service doesn't exist: ${id}`);
  const within = Math.min(max, Math.max(min, desired));
  if (within !== desired) await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: within }));
}

const shape = (id: string, { min, max, suspended, createdAt }: Target) => ({
  ServiceNamespace: 'ecs',
  ResourceId: id,
  ScalableDimension: 'ecs:service:DesiredCount',
  MinCapacity: min,
  MaxCapacity: max,
  RoleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService`,
  CreationTime: createdAt,
  SuspendedState: {
    DynamicScalingInSuspended: suspended.DynamicScalingInSuspended ?? false,
    DynamicScalingOutSuspended: suspended.DynamicScalingOutSuspended ?? false,
    ScheduledScalingSuspended: suspended.ScheduledScalingSuspended ?? false,
  },
  ScalableTargetARN: arnOf(id),
});

const arnOf = (id: string): string =>
  `arn:aws:application-autoscaling:${REGION}:${ACCOUNT}:scalable-target/${Buffer.from(id).toString('hex')}`;
