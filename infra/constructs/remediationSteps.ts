import { Duration } from 'aws-cdk-lib';
import {
  type Chain,
  Choice,
  Condition,
  type IChainable,
  IntegrationPattern,
  JitterType,
  JsonPath,
  Pass,
  Succeed,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { ForestallFunction } from './forestallFunction.ts';

export interface RemediationTasks {
  admit: ForestallFunction;
  ask: ForestallFunction;
  act: ForestallFunction;
  verify: ForestallFunction;
  undo: ForestallFunction;
  finish: ForestallFunction;
}

/**
 * admit → (ask a person → admit) → act → wait → verify, again and again → next rung, undo, or end. Each task answers `{id, next, wait_seconds}` and
 * one choice routes on it; only ids travel. Waiting is the machine's, so no function is billed for it.
 */
export function remediationSteps(scope: Construct, tasks: RemediationTasks): IChainable {
  const task = (name: string, made: ForestallFunction): LambdaInvoke => {
    const invoke = new LambdaInvoke(scope, name, {
      lambdaFunction: made,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      taskTimeout: undefined,
    });
    invoke.addRetry(anyError);
    return invoke;
  };
  const admit = task('Admit', tasks.admit);
  const ask = asking(scope, tasks.ask);
  const act = task('Act', tasks.act);
  const verify = task('Verify', tasks.verify);
  const undo = task('Undo', tasks.undo);
  const finish = task('Finish', tasks.finish);
  const done = new Succeed(scope, 'Done');
  const wait = new Wait(scope, 'Settle', { time: WaitTime.secondsPath('$.wait_seconds') });
  const route = new Choice(scope, 'Next')
    .when(Condition.stringEquals('$.next', 'admit'), admit)
    .when(Condition.stringEquals('$.next', 'ask'), ask)
    .when(Condition.stringEquals('$.next', 'act'), act)
    .when(Condition.stringEquals('$.next', 'wait'), wait)
    .when(Condition.stringEquals('$.next', 'verify'), verify)
    .when(Condition.stringEquals('$.next', 'undo'), undo)
    .when(Condition.stringEquals('$.next', 'finish'), finish)
    .otherwise(done);
  for (const step of [admit, act, verify, undo]) {
    step.addCatch(finish, { resultPath: '$.error' });
    step.next(route);
  }
  // decided, or its time is over: the action says which
  ask.addCatch(admit, { errors: WAITED, resultPath: '$.error' });
  ask.addCatch(finish, { resultPath: '$.error' });
  ask.next(route);
  wait.next(verify);
  finish.next(done);
  return begin(scope, admit);
}

/** One retry for all: throttling, a lost worker, a version another task wrote. A repeat finds what was done. */
const anyError = {
  errors: ['States.ALL'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 4,
  maxDelay: Duration.seconds(20),
  jitterStrategy: JitterType.FULL,
};

/** How a wait for a person ends other than by their answer: in time, or because there is nothing to ask any more. */
const WAITED = ['States.Timeout', 'NothingToAsk'];

/** Waits for a person, by a token that only the control table knows; each try has a new one. */
function asking(scope: Construct, made: ForestallFunction): LambdaInvoke {
  const ask = new LambdaInvoke(scope, 'Ask', {
    lambdaFunction: made,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: TaskInput.fromObject({ id: JsonPath.stringAt('$.id'), token: JsonPath.taskToken }),
    taskTimeout: Timeout.at('$.wait_seconds'),
    retryOnServiceExceptions: false,
  });
  ask.addRetry({ errors: WAITED, maxAttempts: 0 });
  ask.addRetry(anyError);
  return ask;
}

const begin = (scope: Construct, first: LambdaInvoke): Chain => new Pass(scope, 'Begin').next(first);
