import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import {
  CfnApplication,
  CfnConfigurationProfile,
  CfnDeployment,
  CfnDeploymentStrategy,
  CfnEnvironment,
  CfnHostedConfigurationVersion,
} from 'aws-cdk-lib/aws-appconfig';
import type { Construct } from 'constructs';
import { EMPTY_DOCUMENT } from '#domain/flags/document.ts';
import { FLAGS_APPLICATION } from '#fleet/services.ts';
import type { Installation } from '../installation.ts';

/**
 * Feature flags in AppConfig, for the services that `forestall.yml` says read them: an environment a service, because
 * AppConfig carries out one deployment at a time in each, and a strategy that takes no time and bakes for none. What the
 * flags say later is not the template's: it deploys an empty document once, so that readers find one, and then leaves it.
 */
export class FlagsStack extends Stack {
  readonly application: string;
  readonly strategy: string;
  /** environment and profile, by service */
  readonly services: ReadonlyMap<string, { environment: string; profile: string }>;

  constructor(
    scope: Construct,
    id: string,
    { installation }: { installation: Pick<Installation, 'configuration'> },
    props: StackProps = {},
  ) {
    super(scope, id, { ...props, description: 'Forestall: the feature flags that breakers and limits are set by' });
    const application = new CfnApplication(this, 'Application', {
      name: FLAGS_APPLICATION,
      description: 'Breakers and limits, set by Forestall and read by the services',
    });
    const strategy = new CfnDeploymentStrategy(this, 'AtOnce', {
      name: `${FLAGS_APPLICATION}-at-once`,
      description: 'All at once, without bake time: a breaker that opens slowly is none',
      deploymentDurationInMinutes: 0,
      growthFactor: 100,
      finalBakeTimeInMinutes: 0,
      replicateTo: 'NONE',
    });
    this.application = application.ref;
    this.strategy = strategy.ref;
    const readers = Object.entries(installation.configuration.services).filter(([, { flags }]) => flags);
    this.services = new Map(readers.map(([name]) => [name, this.#service(name, application, strategy)]));
    // consent: Forestall's roles may change what carries it, and nothing else
    Tags.of(this).add('forestall:act', 'true');
  }

  #service(name: string, application: CfnApplication, strategy: CfnDeploymentStrategy) {
    const applicationId = application.ref;
    const environment = new CfnEnvironment(this, `${name}-Environment`, { applicationId, name });
    const profile = new CfnConfigurationProfile(this, `${name}-Profile`, {
      applicationId,
      name,
      locationUri: 'hosted',
      type: 'AWS.AppConfig.FeatureFlags',
    });
    const empty = new CfnHostedConfigurationVersion(this, `${name}-Empty`, {
      applicationId,
      configurationProfileId: profile.ref,
      content: JSON.stringify(EMPTY_DOCUMENT),
      contentType: 'application/json',
    });
    new CfnDeployment(this, `${name}-First`, {
      applicationId,
      environmentId: environment.ref,
      configurationProfileId: profile.ref,
      configurationVersion: empty.ref,
      deploymentStrategyId: strategy.ref,
    });
    return { environment: environment.ref, profile: profile.ref };
  }
}
