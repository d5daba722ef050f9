import { App as CdkApp, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { Configuration } from '#domain/configuration/configuration.ts';
import { readsFlags } from '../grantsOfLimits.ts';
import { FlagsStack } from './flags.ts';

const configuration = Configuration.parse({
  services: { orders: { flags: true }, users: { flags: true }, search: {} },
});
const cdk = new CdkApp();
const flags = new FlagsStack(cdk, 'Flags', { installation: { configuration } });
const reader = new Stack(cdk, 'Reader');
readsFlags(
  new Role(reader, 'Task', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }),
  reader,
  flags,
  'orders',
);
readsFlags(
  new Role(reader, 'None', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }),
  reader,
  flags,
  'search',
);
const template = Template.fromStack(flags);

describe('the flags of the services that read them', () => {
  test('an environment and a profile a service, because one deployment at a time changes an environment', () => {
    for (const type of ['AWS::AppConfig::Environment', 'AWS::AppConfig::ConfigurationProfile']) {
      expect(
        Object.values(template.findResources(type)).map(({ Properties }) => Properties.Name),
        type,
      ).toEqual(['orders', 'users']);
    }
    template.allResourcesProperties('AWS::AppConfig::ConfigurationProfile', { Type: 'AWS.AppConfig.FeatureFlags' });
  });

  test('a flag is set at once and bakes for no time', () => {
    template.hasResourceProperties('AWS::AppConfig::DeploymentStrategy', {
      DeploymentDurationInMinutes: 0,
      FinalBakeTimeInMinutes: 0,
      GrowthFactor: 100,
      ReplicateTo: 'NONE',
    });
  });

  test('who reads finds a document from the first day, and a later deploy leaves it as it is', () => {
    template.resourceCountIs('AWS::AppConfig::Deployment', 2);
    template.allResourcesProperties('AWS::AppConfig::HostedConfigurationVersion', {
      Content: '{"version":"1","flags":{},"values":{}}',
    });
  });

  test('all of it carries the tag by which Forestall may change it', () => {
    const consent = Match.arrayWith([{ Key: 'forestall:act', Value: 'true' }]);
    for (const kind of ['Application', 'DeploymentStrategy', 'Environment', 'ConfigurationProfile']) {
      template.allResourcesProperties(`AWS::AppConfig::${kind}`, { Tags: consent });
    }
  });
});

test('a service may ask for its own flags and no others, and one without flags for none', () => {
  const policies = Object.values(Template.fromStack(reader).findResources('AWS::IAM::Policy'));
  expect(policies).toHaveLength(1);
  const [statement] = policies[0]?.Properties.PolicyDocument.Statement ?? [];
  expect(statement.Action).toEqual(['appconfig:StartConfigurationSession', 'appconfig:GetLatestConfiguration']);
  const resource = JSON.stringify(statement.Resource);
  expect(resource).toMatch(/application\/.*environment\/.*configuration\//);
  expect(resource).toContain('ordersProfile');
  expect(resource).not.toContain('usersProfile');
});
