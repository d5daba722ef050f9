import { join } from 'node:path';
import { Aspects, App as CdkApp, CliCredentialsStackSynthesizer, type StackProps, Tags } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import { type Bundle, bundleFunctions } from './bundle.ts';
import type { QueuePair } from './constructs/queueWithDeadLetters.ts';
import { FaultyFiles, type Installation, readInstallation } from './installation.ts';
import { type Protection, protectionOf } from './protection.ts';
import { readSettings, type Settings } from './settings.ts';
import { AlertsStack } from './stacks/alerts.ts';
import { ApiStack } from './stacks/api.ts';
import { AuditStack } from './stacks/audit.ts';
import { DataStack } from './stacks/data.ts';
import { DetectionStack } from './stacks/detection.ts';
import { FlagsStack } from './stacks/flags.ts';
import { FleetStack } from './stacks/fleet.ts';
import { JobsStack } from './stacks/jobs.ts';
import { KeyStack } from './stacks/key.ts';
import { NotificationStack } from './stacks/notification.ts';
import { RemediationStack } from './stacks/remediation.ts';

/** What every stack builds from. */
export interface App {
  settings: Settings;
  installation: Installation;
  bundle: Bundle;
  protection: Protection;
  /** every queue with dead letters that was made so far, by its name */
  queues: Map<string, QueuePair>;
}

/** `compliance.encryption` cannot be deployed to a region that is not known: a table's key belongs to one. */
export class UnknownRegion extends Error {
  override name = 'UnknownRegion';

  constructor() {
    super('compliance.encryption needs to know the region: set AWS_REGION, or a region for your AWS profile');
  }
}

const ROOT = join(import.meta.dirname, '..');

/**
 * The whole app: one stack a part of the picture in the design, each knowing only those before it.
 * @param read what is written in this folder, unless something else is given
 */
export function forestall(
  cdk: CdkApp,
  env: NodeJS.ProcessEnv = process.env,
  read: (settings: Settings) => Pick<App, 'installation' | 'bundle'> = readHere,
): CdkApp {
  const settings = readSettings(cdk.node, env);
  const { installation, bundle } = read(settings);
  // Where IAM is enforced and the emulator stands for the account, the CLI's own credentials deploy.
  const props: StackProps = {
    env: { account: env.CDK_DEFAULT_ACCOUNT, region: env.CDK_DEFAULT_REGION },
    ...(settings.local ? { synthesizer: new CliCredentialsStackSynthesizer() } : {}),
  };
  const protection = protectionOf(installation.compliance, ownKey(cdk, installation, settings, props));
  const app: App = { settings, installation, bundle, protection, queues: new Map() };
  const data = new DataStack(cdk, 'Forestall-Data', app, props);
  new AuditStack(cdk, 'Forestall-Audit', app, data, props);
  new AlertsStack(cdk, 'Forestall-Alerts', app, data, props);
  const jobs = new JobsStack(cdk, 'Forestall-Jobs', app, data, props);
  const detection = new DetectionStack(cdk, 'Forestall-Detection', app, data, props);
  const flags = new FlagsStack(cdk, 'Forestall-Flags', app, props);
  const remediation = new RemediationStack(cdk, 'Forestall-Remediation', app, { data, flags }, props);
  const notification = new NotificationStack(cdk, 'Forestall-Notification', app, data, props);
  // The emulator's readers of a stream take turns in the order in which they were made: people hear of an anomaly first.
  remediation.addStackDependency(notification);
  new ApiStack(cdk, 'Forestall-Api', app, { data, flags, jobs, detection, remediation, notification }, props);
  if (settings.fleet && !settings.local) new FleetStack(cdk, 'Forestall-Fleet', { ...props, flags }); // locally a supervisor runs it
  Tags.of(cdk).add('application', 'forestall');
  // What goes to an account is checked; the emulator has no TLS, logs and traces that the rules could ask for.
  if (!settings.local) Aspects.of(cdk).add(new AwsSolutionsChecks());
  return cdk;
}

function readHere({ configuration }: Settings): Pick<App, 'installation' | 'bundle'> {
  const installation = readInstallation(ROOT, configuration);
  return { installation, bundle: bundleFunctions(ROOT, installation) };
}

/** Where a key of one's own is asked for. The emulator keeps nothing that must be kept from anybody. */
function ownKey(cdk: CdkApp, { compliance }: Installation, { local }: Settings, props: StackProps): Key | undefined {
  if (compliance?.encryption === undefined || local) return undefined;
  if (props.env?.region === undefined) throw new UnknownRegion();
  return new KeyStack(cdk, 'Forestall-Key', props).key;
}

function main(): void {
  try {
    forestall(new CdkApp()).synth();
  } catch (error) {
    if (!(error instanceof FaultyFiles || error instanceof UnknownRegion)) throw error;
    for (const fault of error.message.split('\n')) console.error(`Error: ${fault}`); // a stack would help nobody
    process.exitCode = 1;
  }
}

if (import.meta.main) main();
