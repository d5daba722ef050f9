import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { Workflow } from '#ports';

/** Executions of the remediation state machine. They carry ids, not payloads. */
export function workflow(client: SFNClient, machine: string): Workflow {
  const execution = (name: string) => `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    async start(name, actionId) {
      try {
        await client.send(
          new StartExecutionCommand({ stateMachineArn: machine, name, input: JSON.stringify({ id: actionId }) }),
        );
      } catch (error) {
        if (!(error instanceof ExecutionAlreadyExists)) throw error; // started already: that is what was wanted
      }
    },
    async status(name) {
      try {
        const { status } = await client.send(new DescribeExecutionCommand({ executionArn: execution(name) }));
        if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'running';
        return status === 'SUCCEEDED' ? 'succeeded' : 'failed';
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return 'unknown';
        throw error;
      }
    },
    async answer(taskToken, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
        return 'answered';
      } catch (error) {
        if (gone.some((type) => error instanceof type)) return 'gone';
        throw error;
      }
    },
  };
}

/** The task was answered, ran out of time, or was tried again under another token; its execution may have ended too. */
const gone = [TaskDoesNotExist, TaskTimedOut, InvalidToken];
