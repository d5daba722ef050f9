import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import autocannon from 'autocannon';
import { type Deployment, openDeployment } from './deployment.ts';
import { given } from './given.ts';
import { withInstallation } from './installation.ts';
import { stoppable } from './stoppable.ts';
import { burst, oneByOne, type Spread } from './stream/measure.ts';
import { subscribe, subscribers } from './stream/subscriber.ts';
import { streamTable } from './stream/table.ts';

const USAGE = `npm run bench:stream -- [--subscribers 500] [--rounds 10] [--burst 20] [--connections 8] [--use-running] [--json out.json]

  --subscribers  how many listen
  --rounds       anomalies, one after another
  --burst        anomalies at once
  --connections  callers of the HTTP API, where it is under load
  --use-running  on the installation that npm start runs here, which stays
  --json         writes every figure to this file`;
const USUAL = { subscribers: 500, rounds: 10, burst: 20, connections: 8 };

/** How fast an anomaly reaches everybody. It asserts no speed: it fails when it cannot run, or when something is lost or out
 *  of order. */
async function main(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { numbers, useRunning, json } = given(args, USUAL, USAGE);
  console.error(
    `The stream on the emulator: ${new Date().toISOString()}, Node ${process.version}, ${cpus().length} cores`,
  );
  const spreads = await withInstallation({ useRunning, fleet: false }, signal, async (state) => {
    const deployment = await openDeployment(state, ['read']);
    try {
      return await measure(deployment, numbers, signal);
    } finally {
      await deployment.leave();
    }
  });
  console.log(streamTable(spreads));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(spreads, null, 2)}\n`);
  const wrong = spreads.filter(({ missed, disordered }) => missed > 0 || disordered > 0);
  if (wrong.length > 0) throw new Error(`lost or out of order: ${wrong.map(({ what }) => what).join('; ')}`);
}

async function measure(deployment: Deployment, numbers: typeof USUAL, signal: AbortSignal): Promise<Spread[]> {
  const { streamUrl, key } = deployment;
  const began = performance.now();
  const listening = await subscribers(streamUrl, key, numbers.subscribers);
  console.error(`${listening.length} connected within ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const sleeping = await subscribe(streamUrl, key);
  try {
    await oneByOne('warm', listening, deployment, 1);
    const steps = [
      () => oneByOne('quiet', listening, deployment, numbers.rounds),
      () => burst('a burst', listening, deployment, numbers.burst),
      () => underLoad(deployment, numbers, () => oneByOne('under HTTP load', listening, deployment, numbers.rounds)),
      () => {
        sleeping.sleep();
        return oneByOne('beside one that never reads', listening, deployment, numbers.rounds);
      },
    ];
    const spreads: Spread[] = [];
    for (const step of steps) {
      signal.throwIfAborted();
      spreads.push(await step());
      console.error(`measured ${spreads.at(-1)?.what}`);
    }
    return spreads;
  } finally {
    for (const one of [...listening, sleeping]) one.close();
  }
}

/** While so many read the API without a pause. */
async function underLoad<T>(
  { apiUrl, key }: Deployment,
  { connections }: Pick<typeof USUAL, 'connections'>,
  work: () => Promise<T>,
): Promise<T> {
  const headers = { 'X-API-Key': key };
  const url = `${apiUrl}/anomalies?limit=50`;
  const done = Promise.withResolvers<autocannon.Result>();
  const load = autocannon({ url, connections, duration: 3_600, timeout: 30, headers }, (error, result) =>
    error ? done.reject(error) : done.resolve(result),
  );
  try {
    return await work();
  } finally {
    load.stop();
    const { requests } = await done.promise;
    console.error(`the API answered ${requests.average.toFixed(0)} calls a second meanwhile`);
  }
}

await stoppable(main);
