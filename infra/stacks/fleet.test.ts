import { App, Aspects } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { CLUSTER, SERVICE_NAMES, TASK_SIZE } from '#fleet/services.ts';
import { FleetStack, type FleetStackProps } from './fleet.ts';

const image = ContainerImage.fromRegistry('registry.example/fleet');

function synthesized(props: FleetStackProps = {}): FleetStack {
  return new FleetStack(new App(), 'Fleet', { image, ...props });
}

const template = Template.fromStack(synthesized());
const services = Object.values(template.findResources('AWS::ECS::Service')).map(({ Properties }) => Properties);
const definitions = Object.values(template.findResources('AWS::ECS::TaskDefinition')).map(
  ({ Properties }) => Properties,
);

describe('the services', () => {
  test('are those of the fleet, its load and its store, in the one cluster', () => {
    template.hasResourceProperties('AWS::ECS::Cluster', { ClusterName: CLUSTER });
    expect(services.map(({ ServiceName }) => ServiceName).sort()).toEqual([...SERVICE_NAMES, 'load', 'store'].sort());
  });

  test.each(SERVICE_NAMES)('%s may be watched and acted on, and its tasks carry its tags', (name) => {
    template.hasResourceProperties('AWS::ECS::Service', {
      ServiceName: name,
      PropagateTags: 'SERVICE',
      Tags: Match.arrayWith([
        { Key: 'forestall:act', Value: 'true' },
        { Key: 'forestall:owner', Value: name },
        { Key: 'forestall:watch', Value: 'true' },
      ]),
    });
  });

  test('nothing else may be watched or acted on', () => {
    const tagged = services.filter(({ Tags }) => JSON.stringify(Tags ?? []).includes('forestall:'));
    expect(tagged.map(({ ServiceName }) => ServiceName).sort()).toEqual([...SERVICE_NAMES].sort());
  });

  test('no template sets a count, so that a deploy undoes no scaling', () => {
    for (const service of services) expect(service).not.toHaveProperty('DesiredCount');
  });

  test('the first deploy may say how many tasks', () => {
    const first = Template.fromStack(synthesized({ tasks: 2 }));
    for (const name of SERVICE_NAMES)
      first.hasResourceProperties('AWS::ECS::Service', { ServiceName: name, DesiredCount: 2 });
    first.hasResourceProperties('AWS::ECS::Service', { ServiceName: 'load', DesiredCount: Match.absent() });
  });

  test('new tasks come before old ones go, and a deployment that fails is undone', () => {
    for (const { DeploymentConfiguration } of services) {
      expect(DeploymentConfiguration).toMatchObject({
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      });
    }
  });

  test('who calls starts after whom it calls', () => {
    const resources = template.findResources('AWS::ECS::Service');
    const idOf = (name: string) =>
      Object.keys(resources).find((id) => resources[id]?.Properties.ServiceName === name) ?? name;
    const waitsFor = (name: string) => resources[idOf(name)]?.DependsOn ?? [];
    expect(waitsFor('orders')).toEqual(expect.arrayContaining([idOf('users'), idOf('payments')]));
    expect(waitsFor('payments')).toContain(idOf('store'));
    expect(waitsFor('load')).toContain(idOf('orders'));
  });
});

describe('the tasks', () => {
  test('are of ARM, with a quarter of a core', () => {
    for (const definition of definitions) {
      expect(definition).toMatchObject({
        Cpu: '256',
        Memory: '512',
        RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
      });
    }
  });

  test.each(SERVICE_NAMES)('%s is killed at its container’s limit and counts against what it declares', (name) => {
    const container = containerOf(name);
    const environment = environmentOf(name);
    expect(container.Memory).toBe(TASK_SIZE.containerMemoryMiB);
    expect(environment.TASK_MEMORY_MIB).toBe(String(container.Memory));
    expect(environment.TASK_CPU_UNITS).toBe(String(container.Cpu));
    // A heap that ended before the container would end a leak in another way than the demo says.
    expect(container.Command).toContain('--max-old-space-size=512');
  });

  test.each(SERVICE_NAMES)('%s is asked for its health', (name) => {
    expect(containerOf(name).HealthCheck.Command.join(' ')).toContain('http://127.0.0.1:8080/healthz');
  });

  test('orders knows where it calls by the names that Service Connect gives', () => {
    expect(environmentOf('orders')).toMatchObject({
      USERS_URL: 'http://users:8080',
      PAYMENTS_URL: 'http://payments:8080',
      STORE_HOST: 'store',
    });
    for (const name of ['users', 'payments', 'orders', 'store']) {
      template.hasResourceProperties('AWS::ECS::Service', {
        ServiceName: name,
        ServiceConnectConfiguration: {
          Enabled: true,
          Services: [{ PortName: name, ClientAliases: [{ DnsName: name, Port: name === 'store' ? 8081 : 8080 }] }],
        },
      });
    }
  });
});

describe('the network', () => {
  test('has no NAT, and tasks have addresses of their own', () => {
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    for (const { NetworkConfiguration } of services)
      expect(NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp).toBe('ENABLED');
  });

  test('nobody but the fleet comes in', () => {
    const groups = Object.values(template.findResources('AWS::EC2::SecurityGroup'));
    for (const { Properties } of groups) expect(Properties).not.toHaveProperty('SecurityGroupIngress');
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
    expect(rules.map(({ Properties }) => Properties.FromPort).sort()).toEqual([8080, 8081]);
    for (const { Properties } of rules) {
      expect(Properties).not.toHaveProperty('CidrIp');
      expect(Properties.SourceSecurityGroupId).toEqual(Properties.GroupId);
    }
  });
});

describe('what its roles may', () => {
  test('a service publishes into one namespace and reads its own fault', () => {
    const statements = policiesOf('AWS::IAM::Policy');
    const publishing = statements.filter(({ Action }) => Action === 'cloudwatch:PutMetricData');
    expect(publishing).toHaveLength(SERVICE_NAMES.length);
    for (const { Condition } of publishing)
      expect(Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Forestall/Fleet' } });
    const reading = statements.filter(({ Action }) => Action === 'ssm:GetParameters');
    const named = JSON.stringify(reading);
    for (const name of SERVICE_NAMES) expect(named).toContain(`:parameter/forestall/fleet/${name}/fault`);
    expect(named).not.toContain('*');
  });

  test('the faults start as none', () => {
    for (const name of SERVICE_NAMES)
      template.hasResourceProperties('AWS::SSM::Parameter', { Name: `/forestall/fleet/${name}/fault`, Value: 'none' });
  });
});

test('its logs end after a week, and nothing is a custom resource', () => {
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  template.resourceCountIs('AWS::Logs::LogGroup', 1);
  expect(JSON.stringify(template.toJSON())).not.toMatch(/Custom::|AWS::CloudFormation::CustomResource/);
});

test('cdk-nag finds nothing that is not explained', () => {
  const app = new App();
  const stack = new FleetStack(app, 'Fleet', { image });
  Aspects.of(app).add(new AwsSolutionsChecks());
  app.synth();
  const found = Annotations.fromStack(stack);
  const said = [
    ...found.findError('*', Match.stringLikeRegexp('AwsSolutions-.*')),
    ...found.findWarning('*', Match.stringLikeRegexp('AwsSolutions-.*')),
  ];
  expect(said.map(({ id, entry }) => `${id}: ${entry.data}`)).toEqual([]);
});

function containerOf(name: string) {
  const definition = definitions.find(({ Family }) => Family === `${CLUSTER}-${name}`);
  if (!definition) throw new Error(`there is no task definition of ${name}`);
  return definition.ContainerDefinitions[0];
}

function environmentOf(name: string): Record<string, string> {
  const pairs: { Name: string; Value: string }[] = containerOf(name).Environment;
  return Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
}

function policiesOf(type: string) {
  return Object.values(template.findResources(type)).flatMap(
    ({ Properties }) =>
      Properties.PolicyDocument.Statement as { Action: unknown; Condition?: unknown; Resource: unknown }[],
  );
}
