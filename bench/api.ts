import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { kinds } from './api/kinds.ts';
import { type Load, load } from './api/load.ts';
import { apiTable } from './api/table.ts';
import { openDeployment } from './deployment.ts';
import { given } from './given.ts';
import { withInstallation } from './installation.ts';
import { stoppable } from './stoppable.ts';

const USAGE = `npm run bench:api -- [--connections 16] [--seconds 10] [--warm 5] [--use-running] [--json out.json]

  --connections  callers at once, besides one alone; the emulator takes 64
  --seconds      how long each kind of call is measured
  --warm         calls of each caller before that, not counted
  --use-running  on the installation that npm start runs here, which stays
  --json         writes every figure to this file`;

/** Throughput and latency of reads, writes and ingest on the emulator. It asserts no speed: it fails only when it cannot run. */
async function main(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { numbers, useRunning, json } = given(args, { connections: 16, seconds: 10, warm: 5 }, USAGE);
  console.error(
    `The API on the emulator: ${new Date().toISOString()}, Node ${process.version}, ${cpus().length} cores`,
  );
  const loads = await withInstallation({ useRunning, fleet: false }, signal, async (state) => {
    const deployment = await openDeployment(state, ['read', 'write', 'ingest']);
    try {
      const measured: Load[] = [];
      for (const kind of await kinds(deployment)) {
        for (const connections of [1, numbers.connections]) {
          signal.throwIfAborted();
          measured.push(await load(deployment, kind, { ...numbers, connections }));
          console.error(`measured ${kind.name} with ${connections} at once`);
        }
      }
      return measured;
    } finally {
      await deployment.leave();
    }
  });
  console.log(apiTable(loads));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(loads, null, 2)}\n`);
}

await stoppable(main);
