import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Marks } from '#ports';
import { local } from '#test/support/aws.ts';
import { ownTable } from '#test/support/table.ts';
import { conformance } from '#usecases/conformance.fixture.ts';
import { workflow } from '../stepfunctions/workflow.ts';
import { actionTable } from './actionTable.ts';
import { approvalTokens } from './approvalTokens.ts';
import { autonomyRecords } from './autonomyRecords.ts';
import { conditionEpisodes } from './conditionEpisodes.ts';
import { killSwitch } from './killSwitch.ts';
import { marks } from './marks.ts';
import { reservations } from './reservations.ts';

// The conditions on which exactly-once rests, as the database and the state machine judge them.

const ACTION_INDEXES = {
  byTime: ['feed', 'order'],
  byService: ['service', 'order'],
  byCause: ['cause_key', 'order'],
  unfinished: ['unfinished', 'order'],
} as const;

/** A machine whose executions go on for longer than any test. */
async function waitingMachine(client: SFNClient): Promise<string> {
  const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 600, End: true } } };
  const name = `waiting-${process.hrtime.bigint()}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const { Role } = await new IAMClient(local()).send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name,
      roleArn: Role?.Arn,
      definition: JSON.stringify(definition),
    }),
  );
  return stateMachineArn ?? '';
}

conformance('deployed', async () => {
  const clock = { now: 1_800_000_000 };
  const time = { now: () => clock.now };
  const steps = new SFNClient(local());
  const [control, actions, machine] = await Promise.all([
    ownTable({ id: 'S' }),
    ownTable({ id: 'S' }, ACTION_INDEXES),
    waitingMachine(steps),
  ]);
  return {
    reservations: reservations(control.client, control.table, time),
    episodes: conditionEpisodes(control.client, control.table),
    actions: actionTable(actions.client, actions.table),
    kill: killSwitch(control.client, control.table, time),
    autonomy: autonomyRecords(control.client, control.table),
    approvals: approvalTokens(control.client, control.table),
    workflow: workflow(steps, machine),
    clock,
  };
});

describe('marks', () => {
  let progress: Marks;
  beforeEach(async () => {
    const { client, table } = await ownTable({ id: 'S' });
    progress = marks(client, table);
  });

  test('a mark only rises, and tells who raised it', async () => {
    expect(await progress.read('plan')).toBeUndefined();
    const raised = await Promise.all(Array.from({ length: 6 }, () => progress.raise('plan', 100)));
    expect(raised.filter(Boolean)).toHaveLength(1);
    expect(await progress.raise('plan', 90)).toBe(false);
    expect(await progress.raise('plan', 110)).toBe(true);
    expect(await progress.read('plan')).toBe(110);
  });
});
