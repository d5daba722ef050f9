import { Duration } from 'aws-cdk-lib';
import {
  type Chain,
  Choice,
  Condition,
  type IChainable,
  JitterType,
  Pass,
  Succeed,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { ForestallFunction } from './forestallFunction.ts';

export interface RemediationTasks {
  admit: ForestallFunction;
  act: ForestallFunction;
  verify: ForestallFunction;
  undo: ForestallFunction;
  finish: ForestallFunction;
}

/**
 * admit → act → wait → verify, again and again → next rung, undo, or end. Each task answers `{id, next, wait_seconds}` and
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
    // One retry for all: throttling, a lost worker, a version another task wrote. A repeat finds what was done.
    invoke.addRetry({
      errors: ['States.ALL'],
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxAttempts: 4,
      maxDelay: Duration.seconds(20),
      jitterStrategy: JitterType.FULL,
    });
    return invoke;
  };
  const admit = task('Admit', tasks.admit);
  const act = task('Act', tasks.act);
  const verify = task('Verify', tasks.verify);
  const undo = task('Undo', tasks.undo);
  const finish = task('Finish', tasks.finish);
  const done = new Succeed(scope, 'Done');
  const wait = new Wait(scope, 'Settle', { time: WaitTime.secondsPath('$.wait_seconds') });
  const route = new Choice(scope, 'Next')
    .when(Condition.stringEquals('$.next', 'admit'), admit)
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
  wait.next(verify);
  finish.next(done);
  return begin(scope, admit);
}

const begin = (scope: Construct, first: LambdaInvoke): Chain => new Pass(scope, 'Begin').next(first);
