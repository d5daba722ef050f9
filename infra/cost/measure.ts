import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { ACCOUNT, REGION } from '#local/environment.ts';
import { type Installation, startInstallation } from '#local/installation.ts';
import { foldLines } from './fold.ts';
import { Measured, type MeasuredFunction } from './measured.ts';
import { storeQuietHistory } from './quietHistory.ts';
import { bookServices, type Endpoint, publishQuiet } from './quietServices.ts';

const FILE = join(import.meta.dirname, 'measured.json');
const SERVICES = 10;
/** Metrics a service, as the demo's own publish them. */
const METRICS = 9;
const WARM_UP_MINUTES = 4;
const RESOLUTION = 10;

const { values } = parseArgs({
  options: { endpoint: { type: 'string' }, minutes: { type: 'string', default: '10' }, 'warm-up': { type: 'string' } },
});

/** Measures an idle installation: one of its own with ten quiet services, or, with --endpoint, one that already runs with
 *  FORESTALL_COUNT_CALLS=true and watches ten. */
async function measure(minutes: number, endpoint: string | undefined): Promise<void> {
  const stateDir = await mkdtemp(join(tmpdir(), 'forestall-cost-'));
  const own = endpoint === undefined ? await start(stateDir) : undefined;
  const to: Endpoint = {
    endpoint: endpoint ?? own?.emulator.url ?? '',
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  let quiet = () => {};
  try {
    if (own) {
      const names = await bookServices(to, SERVICES);
      await storeQuietHistory(to, await historyTableOf(to), names);
      quiet = publishQuiet(to, names, (error) => console.error('not published:', error));
    }
    const warmUp = Number(values['warm-up'] ?? (own ? WARM_UP_MINUTES : 0));
    await watchFor(warmUp, 'warming up');
    const from = nextMinute();
    await watchFor((from - Date.now()) / 60_000 + minutes, 'measuring');
    const until = from + minutes * 60_000;
    const measured = await read(to, from, until, minutes, own !== undefined);
    await writeFile(FILE, `${JSON.stringify(measured, null, 2)}\n`);
    console.log(`${Object.keys(measured.functions).length} functions measured for ${minutes} min: ${FILE}`);
  } finally {
    quiet();
    await own?.stop();
    await rm(stateDir, { recursive: true, force: true });
  }
}

function start(stateDir: string): Promise<Installation> {
  return startInstallation({
    stateDir,
    fleet: false,
    fresh: true,
    functionEnv: { FORESTALL_COUNT_CALLS: 'true' },
    onStep: ({ state, step, text }) => {
      if (state === 'done' || state === 'failed') console.log(`${step}: ${text}`);
    },
  });
}

const nextMinute = (): number => (Math.floor(Date.now() / 60_000) + 1) * 60_000;

async function watchFor(minutes: number, what: string): Promise<void> {
  if (minutes <= 0) return;
  console.log(`${what} for ${minutes.toFixed(1)} min`);
  await new Promise((resolve) => setTimeout(resolve, minutes * 60_000));
}

async function read(to: Endpoint, from: number, until: number, minutes: number, own: boolean): Promise<Measured> {
  const functions: Record<string, MeasuredFunction> = {};
  const customMetrics = new Set<string>();
  let billed = 0;
  for (const { entry, logGroup } of await functionsOf(to)) {
    const folded = foldLines(await linesOf(to, logGroup, from, until));
    billed += folded.billed;
    for (const name of folded.customMetrics) customMetrics.add(name);
    if (folded.function) functions[entry] = folded.function;
  }
  const where = own
    ? 'the local emulator, ten booked services whose figures are steady, with four weeks of history, no fleet'
    : to.endpoint;
  const what = billed > 0 ? "Lambda's billed durations" : "the functions' own duration_ms";
  return Measured.parse({
    how: `node infra/cost/measure.ts on ${where}; ${what}, and calls as FORESTALL_COUNT_CALLS counts them; ${load()}`,
    at: new Date(from).toISOString(),
    minutes,
    services: SERVICES,
    series: SERVICES * METRICS,
    resolution: RESOLUTION,
    custom_metrics: [...customMetrics].sort(),
    functions: Object.fromEntries(Object.entries(functions).sort(([a], [b]) => a.localeCompare(b))),
  });
}

/** A crowded machine makes durations longer, so it is said beside them. */
const load = (): string => `load ${loadavg()[1]?.toFixed(1)} on ${availableParallelism()} cores`;

async function functionsOf(to: Endpoint): Promise<{ entry: string; logGroup: string }[]> {
  const client = new LambdaClient(to);
  const found: { entry: string; logGroup: string }[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName, Environment, LoggingConfig } of Functions) {
      const entry = Environment?.Variables?.POWERTOOLS_SERVICE_NAME;
      if (entry) found.push({ entry, logGroup: LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}` });
    }
  }
  if (found.length === 0) throw new Error(`no function of ours is deployed at ${to.endpoint} (account ${ACCOUNT})`);
  return found;
}

/** As the functions that read history know it. */
async function historyTableOf(to: Endpoint): Promise<string> {
  const client = new LambdaClient(to);
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { Environment } of Functions) {
      const table = Environment?.Variables?.HISTORY_TABLE;
      if (table) return table;
    }
  }
  throw new Error(`no function at ${to.endpoint} knows the table of history`);
}

async function linesOf(to: Endpoint, logGroupName: string, from: number, until: number): Promise<string[]> {
  const client = new CloudWatchLogsClient(to);
  const lines: string[] = [];
  const pages = paginateFilterLogEvents({ client }, { logGroupName, startTime: from, endTime: until - 1 });
  for await (const { events = [] } of pages) lines.push(...events.map(({ message = '' }) => message));
  return lines;
}

/** A running installation's endpoint, when `--endpoint local` asks for it. */
async function endpointOf(given: string | undefined): Promise<string | undefined> {
  if (given !== 'local') return given;
  const local: { emulator_url: string } = JSON.parse(await readFile('.forestall/local.json', 'utf8'));
  return local.emulator_url;
}

await measure(Number(values.minutes), await endpointOf(values.endpoint));
