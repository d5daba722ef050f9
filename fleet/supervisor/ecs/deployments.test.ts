import { expect, test } from 'vitest';
import type { Fleet } from '../fleet.ts';
import { type Deployment, newDeployment } from '../history.ts';
import { describeServiceRevisions, listServiceDeployments } from './deployments.ts';

const arnPrefix = 'arn:aws:ecs:us-east-1:000000000000';
const released = (arn: string, rolloutState: Deployment['rolloutState']): Deployment => ({
  ...newDeployment({ arn, cpuUnits: 256, memoryMiB: 320, environment: {} }, 2),
  rolloutState,
});

const first = released('orders:1', 'COMPLETED');
const second = released('orders:2', 'IN_PROGRESS');
const third = released('orders:3', 'IN_PROGRESS');
const orders = { name: 'orders', primary: third, releases: [third, second, first] };
const fleet = {
  find: (name: string) => (name === 'orders' ? orders : undefined),
  services: new Map([['orders', orders]]),
} as unknown as Fleet;
const parts = { fleet, arnPrefix };

test('deployments are listed newest first, with what became of each', () => {
  const answer = listServiceDeployments({ cluster: 'forestall-demo', service: 'orders' }, {}, parts);
  expect(answer).toMatchObject({
    serviceDeployments: [{ status: 'IN_PROGRESS' }, { status: 'STOPPED' }, { status: 'SUCCESSFUL' }],
  });
});

test('the revision of a deployment says its task definition; one that is not known is missing', () => {
  const listed = listServiceDeployments({ service: `${arnPrefix}:service/forestall-demo/orders` }, {}, parts);
  const [newest] = (listed as { serviceDeployments: { targetServiceRevisionArn: string }[] }).serviceDeployments;
  const known = newest?.targetServiceRevisionArn ?? '';
  const unknown = `${arnPrefix}:service-revision/forestall-demo/orders/1`;
  expect(describeServiceRevisions({ serviceRevisionArns: [known, unknown] }, {}, parts)).toMatchObject({
    serviceRevisions: [{ serviceRevisionArn: known, taskDefinition: 'orders:3' }],
    failures: [{ arn: unknown, reason: 'MISSING' }],
  });
});

test('a service that the fleet does not run is for the emulator to answer', () => {
  expect(listServiceDeployments({ service: 'theirs' }, { serviceDeployments: [] }, parts)).toEqual({
    serviceDeployments: [],
  });
});
