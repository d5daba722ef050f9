import { IpAddresses, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { explain } from '../nag.ts';

export interface PublicNetwork {
  vpc: Vpc;
  members: SecurityGroup;
}

/**
 * A network whose tasks reach AWS through public addresses of their own, closed to the world: members reach each other on
 * `ports`, and go out by HTTPS alone. A NAT gateway would be $33 a month and zone, and interface endpoints $7 each and
 * zone; a public IPv4 address is $3.65 a task.
 */
export function publicNetwork(scope: Construct, ports: readonly number[]): PublicNetwork {
  const vpc = new Vpc(scope, 'Network', {
    ipAddresses: IpAddresses.cidr('10.71.0.0/22'),
    maxAzs: 2,
    natGateways: 0,
    // Addresses are given by the services; nothing else that is put here gets one by itself.
    subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false }],
    // Closing the default group would need a custom resource; nothing uses that group.
    restrictDefaultSecurityGroup: false,
  });
  const members = new SecurityGroup(scope, 'Members', {
    vpc,
    description: 'Demo fleet: members only',
    allowAllOutbound: false,
  });
  members.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS APIs, images');
  for (const port of ports) {
    members.addIngressRule(members, Port.tcp(port), 'the fleet itself');
    members.addEgressRule(members, Port.tcp(port), 'the fleet itself');
  }
  explain(vpc, 'AwsSolutions-VPC7', 'a demo without visitors: flow logs would cost more than they could tell');
  return { vpc, members };
}
