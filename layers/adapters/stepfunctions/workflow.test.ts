import {
  type DescribeExecutionCommandInput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  type SendTaskSuccessCommandInput,
  type SFNClient,
  type StartExecutionCommandInput,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { clientDouble } from '../double.fixture.ts';
import { workflow } from './workflow.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:Remediation';
const gone = { $metadata: {}, message: '' };

test('a name that is taken counts as started, any other error does not', async () => {
  const started: StartExecutionCommandInput[] = [];
  let error: Error | undefined;
  const client = clientDouble<SFNClient>({
    StartExecutionCommand: (input: StartExecutionCommandInput) => {
      started.push(input);
      if (error) throw error;
      return {};
    },
  });
  const machine = workflow(client, MACHINE);
  await machine.start('action_1', 'action_1');
  error = new ExecutionAlreadyExists(gone);
  await machine.start('action_1', 'action_1');
  error = new Error('ThrottlingException');
  await expect(machine.start('action_1', 'action_1')).rejects.toThrow('ThrottlingException');
  expect(started[0]).toEqual({ stateMachineArn: MACHINE, name: 'action_1', input: '{"id":"action_1"}' });
});

test.each([
  ['RUNNING', 'running'],
  ['PENDING_REDRIVE', 'running'],
  ['SUCCEEDED', 'succeeded'],
  ['FAILED', 'failed'],
  ['TIMED_OUT', 'failed'],
  ['ABORTED', 'failed'],
])('%s is %s', async (status, expected) => {
  const client = clientDouble<SFNClient>({
    DescribeExecutionCommand: ({ executionArn }: DescribeExecutionCommandInput) => {
      expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:Remediation:action_1');
      return { status };
    },
  });
  expect(await workflow(client, MACHINE).status('action_1')).toBe(expected);
});

test('an execution that nobody knows is unknown', async () => {
  const client = clientDouble<SFNClient>({
    DescribeExecutionCommand: () => {
      throw new ExecutionDoesNotExist(gone);
    },
  });
  expect(await workflow(client, MACHINE).status('action_1')).toBe('unknown');
});

test('who waits is woken; a token that nobody waits with is no error, any other is', async () => {
  const sent: SendTaskSuccessCommandInput[] = [];
  let error: Error | undefined;
  const client = clientDouble<SFNClient>({
    SendTaskSuccessCommand: (input: SendTaskSuccessCommandInput) => {
      sent.push(input);
      if (error) throw error;
      return {};
    },
  });
  const machine = workflow(client, MACHINE);
  expect(await machine.answer('token', { id: 'action_1', next: 'admit' })).toBe('answered');
  expect(sent[0]).toEqual({ taskToken: 'token', output: '{"id":"action_1","next":"admit"}' });
  for (const type of [TaskDoesNotExist, TaskTimedOut, InvalidToken]) {
    error = new type(gone);
    expect(await machine.answer('token', {})).toBe('gone');
  }
  error = new Error('ThrottlingException');
  await expect(machine.answer('token', {})).rejects.toThrow('ThrottlingException');
});
