import { Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { gatewaysOf } from '#domain/configuration/gateways.ts';
import type { App } from './app.ts';
import type { ForestallFunction } from './constructs/forestallFunction.ts';
import { explain } from './nag.ts';
import type { FlagsStack } from './stacks/flags.ts';

// Grants of breakers and limits: feature flags in AppConfig, and the throttling of API Gateway's stages.

/** Consent: what Forestall may change carries the tag, and the role itself asks for it. The emulator knows no tags here. */
const consent = ({ settings }: App) =>
  settings.local ? undefined : { StringEquals: { 'aws:ResourceTag/forestall:act': 'true' } };

const appConfigArn = (stack: Stack, resource: string): string =>
  `arn:${stack.partition}:appconfig:${stack.region}:${stack.account}:${resource}`;

/** Reads what flags are in force, and what who asks now is told. */
export function flagsReader(reader: ForestallFunction, { settings }: App, flags: FlagsStack): void {
  reader.addEnvironment('FLAGS_APPLICATION', flags.application);
  reader.addEnvironment('FLAGS_STRATEGY', flags.strategy);
  const application = appConfigArn(Stack.of(reader), `application/${flags.application}`);
  reader.allow(
    [
      'appconfig:ListEnvironments',
      'appconfig:ListConfigurationProfiles',
      'appconfig:ListDeployments',
      'appconfig:GetDeployment',
      'appconfig:GetHostedConfigurationVersion',
    ],
    [application, `${application}/*`],
  );
  // The emulator judges the data plane as resource `*`.
  const told = settings.local ? ['*'] : [`${application}/environment/*`];
  reader.allow(['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'], told);
  explain(reader, 'AwsSolutions-IAM5', 'the environments, profiles and deployments of the one application of flags');
}

/** Sets flags, where the application consents. */
export function flagsActor(actor: ForestallFunction, app: App, flags: FlagsStack): void {
  flagsReader(actor, app, flags);
  const stack = Stack.of(actor);
  const application = appConfigArn(stack, `application/${flags.application}`);
  actor.allow(
    ['appconfig:CreateHostedConfigurationVersion', 'appconfig:StartDeployment'],
    [application, `${application}/*`, appConfigArn(stack, `deploymentstrategy/${flags.strategy}`)],
    consent(app),
  );
}

/** The stages that `forestall.yml` names, as IAM names them. */
function stageArns(stack: Stack, { installation }: App): string[] {
  return Object.values(gatewaysOf(installation.configuration)).map(
    ({ kind, api, stage }) =>
      `arn:${stack.partition}:apigateway:${stack.region}::/${kind === 'http' ? 'apis' : 'restapis'}/${api}/stages/${stage}`,
  );
}

/** Reads the throttling of the stages that `forestall.yml` names; of none where it names none. */
export function gatewayReader(reader: ForestallFunction, app: App): void {
  const stages = stageArns(Stack.of(reader), app);
  if (stages.length > 0) reader.allow(['apigateway:GET'], stages);
}

/** Changes the throttling of the stages that `forestall.yml` names, where they consent. */
export function gatewayActor(actor: ForestallFunction, app: App): void {
  gatewayReader(actor, app);
  const stages = stageArns(Stack.of(actor), app);
  if (stages.length > 0) actor.allow(['apigateway:PATCH'], stages, consent(app));
}

/** Lets a service's own code ask for its flags, and for no others. */
export function readsFlags(role: IRole, stack: Stack, flags: FlagsStack, service: string): void {
  const own = flags.services.get(service);
  if (!own) return;
  const { environment, profile } = own;
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration'],
      resources: [
        appConfigArn(stack, `application/${flags.application}/environment/${environment}/configuration/${profile}`),
      ],
    }),
  );
}
