import { augursModels } from '#adapters/augurs/models.ts';
import { ownModels } from '#domain/forecast/forecast.ts';
import { report } from '#local/report.ts';
import { type Case, casesOf } from './forecast/cases.ts';
import { type Options, parseOptions } from './forecast/options.ts';
import { OWN, ours, WASM } from './forecast/ours.ts';
import { type PeerName, peers } from './forecast/peer.ts';
import { busySince, type RampSummary, rampsByPeers, rampsByUs, rampsOf } from './forecast/ramps.ts';
import { type Scores, type Summary, scoresOf, summarise } from './forecast/score.ts';
import { madeSeries, realSeries, type Series } from './forecast/series.ts';
import { errorTable, rampTable } from './forecast/table.ts';

const say = (text: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);
const PEERS: readonly PeerName[] = ['prophet', 'AutoETS', 'MSTL'];

/** How well each method forecasts, beside seasonal naive and Python's peers, and when it foresees that a ramp crosses. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const sets: [string, Series[]][] = [
    ['NAB, CloudWatch', realSeries(options.data)],
    [`made, seed ${options.seed}`, madeSeries(options.seed)],
  ];
  const errors: Record<string, Summary[]> = {};
  for (const [name, series] of sets) errors[name] = await errorsOf(name, series, options);
  const ramps = await rampsOfAll(options);
  const auto = Object.values(errors).flatMap((rows) => rows.filter(({ method }) => method === 'auto'));
  const asked = auto.reduce((sum, one) => sum + one.asked, 0);
  const speed = (1_000 * asked) / auto.reduce((sum, one) => sum + one.asked * one.ms, 0);
  if (options.json) console.log(JSON.stringify({ ...options, errors, ramps, series_per_second: speed }, null, 2));
  else {
    for (const [name, rows] of Object.entries(errors)) console.log(`${errorTable(name, rows)}\n`);
    console.log(`${rampTable(ramps)}\n\n${speed.toFixed(0)} series a second (auto, a day ahead, without WebAssembly).`);
  }
}

async function errorsOf(name: string, series: readonly Series[], options: Options) {
  const cases = series.flatMap((one) => casesOf(one, options.origins));
  const told = new Map<string, { scores: (Scores | undefined)[]; ms: number }>();
  const models = augursModels();
  for (const method of options.methods ?? (options.quick ? OWN : [...OWN, ...WASM])) {
    say(`${name}: ${method}, ${cases.length} moments`);
    const begun = process.cpuUsage();
    const scores: (Scores | undefined)[] = [];
    for (const one of cases)
      scores.push(scoresOf(one, await ours(one, method, method === 'auto' ? ownModels : models)));
    told.set(method, { scores, ms: busySince(begun) / cases.length });
  }
  if (!options.quick && !options.methods)
    for (const [peer, answers] of await peersOf(name, cases)) told.set(peer, answers);
  return summarise(told);
}

async function peersOf(name: string, cases: readonly Case[]) {
  say(`${name}: Python’s ${PEERS.join(', ')}`);
  const told = await peers(
    cases.map(({ input }) => input),
    PEERS,
  );
  return [...told].map(([peer, { answers, ms }]) => {
    const scores = cases.map((one, index) => {
      const answer = answers[index];
      return answer && scoresOf(one, answer);
    });
    return [`Python ${peer}`, { scores, ms }] as const;
  });
}

async function rampsOfAll({ seed, quick, methods }: Options): Promise<RampSummary[]> {
  const ramps = rampsOf(seed, quick);
  const models = augursModels();
  const rows: RampSummary[] = [];
  const own = ['auto', 'gated', 'robust_line', 'robust_seasonal', 'seasonal_naive'] as const;
  for (const method of methods ?? (quick ? own : ([...own, 'combination', 'prophet'] as const))) {
    say(`ramps: ${method}`);
    rows.push(await rampsByUs(ramps, method, method === 'auto' ? ownModels : models));
  }
  if (quick || methods) return rows;
  say('ramps: Python’s prophet');
  return [...rows, ...(await rampsByPeers(ramps, ['prophet']))];
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  report(error);
}
