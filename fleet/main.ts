import type { Server } from 'node:http';
import { ListTagsForResourceCommand } from '@aws-sdk/client-ecs';
import { ecsClient, flagSource, metricsSink } from './aws.ts';
import { type FleetConfig, fleetConfig } from './config.ts';
import { watchFlags } from './flags/watch.ts';
import { Publisher } from './metrics/publisher.ts';
import { endWith } from './parent.ts';
import { CLUSTER, FLAGS_APPLICATION } from './services.ts';
import { controlServer } from './supervisor/control.ts';
import { readDefinition } from './supervisor/definition.ts';
import { ecsFront } from './supervisor/ecs/front.ts';
import { Fleet } from './supervisor/fleet.ts';
import { register } from './supervisor/register.ts';
import { versionsOf } from './supervisor/versions.ts';

/** Standard output carries the one ready line; everything else goes to standard error. */
function log(message: string, fields: Record<string, unknown> = {}): void {
  console.error(JSON.stringify({ at: new Date().toISOString(), message, ...fields }));
}

async function listen(server: Server, port: number, what: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`the fleet's ${what} cannot listen on port ${port}: ${error.message}`)),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error(`the fleet's ${what} got no port`));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

async function startFleet(config: FleetConfig): Promise<void> {
  const ecs = ecsClient(config.emulatorUrl);
  const registered = await register(ecs);
  const fleet = await Fleet.start(config, registered, log);
  const stopped = stopWhenAsked(fleet, config.parent);
  const publisher = new Publisher(
    { put: metricsSink(), collect: (at) => fleet.collect(at), warn: log, random: Math.random },
    config.metricLagSeconds,
  );
  const arnPrefix = registered[0]?.definition.arn.split(':').slice(0, 5).join(':') ?? '';
  const front = ecsFront({
    emulator: new URL(config.emulatorUrl),
    fleet,
    arnPrefix,
    log,
    definition: (arn) => readDefinition(ecs, arn),
    tagsOf: async (resourceArn) => {
      const { tags } = await ecs.send(new ListTagsForResourceCommand({ resourceArn }));
      return (tags ?? []).map(({ key, value }) => ({ key: key ?? '', value: value ?? '' }));
    },
  });
  const ecsUrl = await listen(front, config.ecsPort, 'ECS endpoint');
  const controlUrl = await listen(
    controlServer({ fleet, publisher, versions: versionsOf(ecs) }),
    config.controlPort,
    'control API',
  );
  while (!fleet.steady && !stopped()) await new Promise((resolve) => setTimeout(resolve, 50));
  if (stopped()) return;
  fleet.load.start();
  publisher.start();
  hearFlags(fleet);
  console.log(
    JSON.stringify({ ready: true, ecs_url: ecsUrl, control_url: controlUrl, cluster: CLUSTER, services: fleet.urls }),
  );
}

/** The supervisor asks AppConfig for what on AWS each task asks itself, and tells the tasks. */
function hearFlags(fleet: Fleet): void {
  for (const runner of fleet.services.values()) {
    const place = { application: FLAGS_APPLICATION, environment: runner.name, profile: runner.name };
    watchFlags({
      source: flagSource(place),
      seen: (flags) => {
        log('flags', { service: runner.name, flags });
        runner.tellFlags(flags);
      },
      warn: (message, fields) => log(message, { service: runner.name, ...fields }),
    });
  }
}

/** On a signal, and when the process that started it is gone. */
function stopWhenAsked(fleet: Fleet, parent: number | undefined): () => boolean {
  let stopping = false;
  const stop = async (because: string) => {
    if (stopping) return;
    stopping = true;
    log('stopping', { because });
    await fleet.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
  if (parent !== undefined) endWith(parent, () => void stop('its parent is gone'));
  return () => stopping;
}

try {
  await startFleet(fleetConfig(process.env));
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
