import { parseArgs } from 'node:util';
import { augursModels } from '#adapters/augurs/models.ts';
import { ownModels } from '#domain/forecast/forecast.ts';
import { report } from '#local/report.ts';
import { asDeployed, detectorAlone, detectorWithForest, forestOf, stateBytes } from './engine/detection.ts';
import { forecasts } from './engine/forecasts.ts';
import { peerSpeeds } from './engine/peer.ts';
import { histories, servicePoints } from './engine/points.ts';
import type { Speed } from './engine/speed.ts';
import { type Measured, speedTable } from './engine/table.ts';

const say = (text: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

/** How fast the engine is and how much it keeps, beside Python's loops on the same points. It asserts no speed. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`--seed ${values.seed} is no whole number`);
  const [service, pasts] = [servicePoints(seed), histories(seed)];
  say('training a forest');
  const model = forestOf(service);
  say('detection');
  const measured: Measured[] = [
    points('Forestall, detector', detectorAlone(service)),
    points('Forestall, detector and isolation forest', detectorWithForest(service, model)),
    points('Forestall, as deployed', asDeployed(service)),
    points('Forestall, as deployed, with isolation forest', asDeployed(service, model)),
  ];
  const bytes = stateBytes(service);
  say('forecasts');
  const models = augursModels();
  const withModels = await forecasts(pasts, models);
  await models.close();
  measured.push(
    { name: 'Forestall, forecast', of: 'series', ours: true, ...(await forecasts(pasts, ownModels)) },
    { name: 'Forestall, forecast with WebAssembly models', of: 'series', ours: true, ...withModels },
  );
  if (!values.quick)
    measured.push(...(await peerSpeeds(service, pasts, say)).map((peer) => ({ ...peer, ours: false })));
  if (values.json) console.log(JSON.stringify({ seed, measured, state_bytes: bytes }, null, 2));
  else
    console.log(
      `${speedTable(measured)}\n\nState: ${bytes.model} bytes a series, ${bytes.whole} with the points that wait to be a block of history.`,
    );
}

const points = (name: string, speed: Speed): Measured => ({ name, of: 'points', ours: true, ...speed });

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  report(error);
}
