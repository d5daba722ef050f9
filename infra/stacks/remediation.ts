import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { Alarms } from '../constructs/alarms.ts';
import { everyMinute } from '../constructs/everyMinute.ts';
import { ForestallFunction } from '../constructs/forestallFunction.ts';
import { logGroup } from '../constructs/logGroup.ts';
import { remediationSteps } from '../constructs/remediationSteps.ts';
import { readStream } from '../constructs/streamReader.ts';
import {
  auditor,
  clusterReader,
  decisionKeeper,
  ecsActor,
  ecsPlanner,
  ecsReader,
  predictionReader,
  sender,
  valueReader,
} from '../grants.ts';
import { callsActor, callsReader } from '../grantsOfCalls.ts';
import { flagsActor, flagsReader, gatewayActor, gatewayReader } from '../grantsOfLimits.ts';
import { explain } from '../nag.ts';
import type { DataStack } from './data.ts';
import type { FlagsStack } from './flags.ts';

/** The stacks that are made before it. */
export interface Before {
  data: DataStack;
  flags: FlagsStack;
}

/** stream → policy → remediation: what is decided, done and verified. */
export class RemediationStack extends Stack {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, app: App, { data, flags }: Before, props: StackProps) {
    super(scope, id, { ...props, description: 'Forestall: policies, guards and repairs' });
    const make = (name: string, entry: string, timeoutSeconds: number) => {
      const made = new ForestallFunction(this, name, app, { entry, timeoutSeconds });
      remediates(made, data);
      auditor(made, app, data);
      return made;
    };
    const policy = make('StreamPolicy', 'stream/policy', 30);
    const evaluate = make('ScheduleEvaluate', 'schedule/evaluate', 55);
    const tasks = {
      admit: make('WorkflowAdmit', 'workflow/admit', 20),
      ask: make('WorkflowAsk', 'workflow/ask', 20),
      act: make('WorkflowAct', 'workflow/act', 20),
      verify: make('WorkflowVerify', 'workflow/verify', 20),
      undo: make('WorkflowUndo', 'workflow/undo', 20),
      finish: make('WorkflowFinish', 'workflow/finish', 20),
    };
    // act changes, verify stops a rolling restart's next task, undo takes back: no other function may touch a service
    for (const actor of [tasks.act, tasks.verify, tasks.undo]) {
      ecsActor(actor, app);
      flagsActor(actor, app, flags);
      gatewayActor(actor, app);
      callsActor(actor, app, data);
    }
    plansActions(tasks.admit, app, { data, flags });

    this.machine = new StateMachine(this, 'Remediation', {
      definitionBody: DefinitionBody.fromChainable(remediationSteps(this, tasks)),
      timeout: LONGEST,
      tracingEnabled: !app.settings.local,
      logs: {
        destination: logGroup(this, 'RemediationLogs', app),
        level: app.settings.local ? LogLevel.OFF : LogLevel.ALL,
      },
    });
    explain(
      this.machine,
      'AwsSolutions-IAM5',
      'delivery of logs and traces knows no resource, and versions of the tasks may be called',
    );
    for (const starter of [policy, evaluate]) {
      startsRemediations(starter, this.machine);
      decisionKeeper(starter, data);
    }
    wakesRemediations(evaluate, this.machine, app);
    // The tasks only go on; what they must know of the machine is its name, for the ports that all share.
    for (const task of Object.values(tasks)) task.addEnvironment('REMEDIATION_ARN', machineArn(this));

    sender(policy, 'DEAD_LETTER_QUEUE_URL', data.deadLetters, app);
    readStream(policy, data.stores.anomalies.table, data.deadLetters);
    everyMinute(
      evaluate,
      'EvaluateEveryMinute',
      'Forestall: conditions without an anomaly, and what a crash left behind',
    );

    const alarms = new Alarms(this, data.alarmTopic);
    alarms.errors('Policy', policy);
    alarms.iteratorAge('Policy', policy);
    alarms.errors('Evaluate', evaluate);
    alarms.above(
      'RemediationFailed',
      this.machine.metricFailed(),
      0,
      'a remediation ended in an error: its action says which',
    );
  }
}

/** A person may take a day to decide about each rung of a ladder; what acts ends within the hour. */
const LONGEST = Duration.days(7);

/** The tasks are part of the machine's own definition, so its ARN would be a circle: its name is not used there. */
const machineArn = (stack: Stack): string =>
  `arn:${stack.partition}:states:${stack.region}:${stack.account}:stateMachine:unused-by-tasks`;

/** What policies and remediation reach, as `functions/remediation.ts` builds it. */
export function remediates(made: ForestallFunction, data: DataStack): void {
  const { stores } = data;
  made
    .uses(stores.policies, 'Scan')
    .uses(stores.services, 'Scan', 'GetItem')
    .uses(stores.anomalies, 'GetItem', 'Query')
    .uses(stores.actions, 'GetItem', 'PutItem', 'Query')
    .uses(stores.history, 'Query')
    .uses(stores.silences, 'Scan')
    .uses(stores.progress, 'GetItem', 'PutItem', 'UpdateItem')
    .uses(stores.control, 'GetItem', 'UpdateItem');
  valueReader(made, data);
  predictionReader(made, data);
  ecsReader(made);
}

/** Looks at whatever an action is planned by, and changes nothing. */
export function plansActions(planner: ForestallFunction, app: App, { data, flags }: Before): void {
  ecsPlanner(planner, app);
  clusterReader(planner, app);
  flagsReader(planner, app, flags);
  gatewayReader(planner, app);
  callsReader(planner, app, data);
}

export function startsRemediations(starter: ForestallFunction, machine: StateMachine): void {
  starter.addEnvironment('REMEDIATION_ARN', machine.stateMachineArn);
  machine.grantStartExecution(starter);
  machine.grantExecution(starter, 'states:DescribeExecution');
  explain(starter, 'AwsSolutions-IAM5', 'executions of the one state machine, whose names are those of actions');
}

/** Answers the token of an execution that waits for a person. The emulator judges that as resource `*`, for a token names
 *  no machine there. */
export function wakesRemediations(waker: ForestallFunction, machine: StateMachine, { settings }: App): void {
  waker.allow(['states:SendTaskSuccess'], settings.local ? ['*'] : [machine.stateMachineArn]);
}
