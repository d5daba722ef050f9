import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { AutoETS, initSync as initEts } from '@bsull/augurs/ets';
import { initSync as initMstl, MSTL } from '@bsull/augurs/mstl';
import { initSync as initProphet, Prophet, type ProphetOptions } from '@bsull/augurs/prophet';
import type { ProphetRequest } from '#domain/forecast/models.ts';
import { type WasmFile, wasmPath } from './files.ts';
import './shim.ts';
import type { Answered, Asked } from './messages.ts';

/** Runs the models. WebAssembly may trap or never return; whoever started this worker ends it then. */

const code = (file: WasmFile) => readFileSync(wasmPath(file, import.meta.url));

// what the models print is noise to everyone else
process.stdout.write = () => true;
process.stderr.write = () => true;

/** Each model's code is compiled when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
const readyEts = once(() => initEts({ module: code('ets_bg.wasm') }));
const readyMstl = once(() => initMstl({ module: code('mstl_bg.wasm') }));
const readyProphet = once(async () => {
  initProphet({ module: code('prophet_bg.wasm') });
  return (await import('@bsull/augurs-prophet-wasmstan')).optimizer;
});

function ets(values: readonly number[], ahead: number): number[] {
  readyEts();
  // additive error, trend chosen, no season: of its specifications the one that is sane
  const model = new AutoETS(1, 'AZN');
  try {
    model.fit([...values]);
    return model.predict(ahead).point;
  } finally {
    model.free();
  }
}

function mstl(values: readonly number[], period: number, ahead: number): number[] {
  readyMstl();
  const model = MSTL.ets([period], { impute: true });
  try {
    model.fit([...values]);
    return model.predict(ahead).point;
  } finally {
    model.free();
  }
}

const DAY = 86_400;

async function prophet(request: ProphetRequest, changes: number): Promise<number[]> {
  const { start, step, values, ahead, seasons, ceiling } = request;
  const known = values
    .map((value, index) => ({ at: start + index * step, value }))
    .filter(({ value }) => Number.isFinite(value));
  const ds = known.map(({ at }) => at);
  const future = Array.from({ length: ahead }, (_, index) => start + (values.length + index) * step);
  const limited = (length: number) =>
    ceiling === undefined
      ? {}
      : { cap: new Array<number>(length).fill(ceiling), floor: new Array<number>(length).fill(Math.min(0, ...values)) };
  const options: ProphetOptions = {
    optimizer: await readyProphet(),
    growth: ceiling === undefined ? 'linear' : 'logistic',
    changepointRange: changes,
    yearlySeasonality: { type: 'manual', enabled: false },
    weeklySeasonality: { type: 'manual', enabled: seasons.includes(7 * DAY) },
    dailySeasonality: { type: 'manual', enabled: seasons.includes(DAY) },
    // intervals are ours (conformal): none are drawn
    uncertaintySamples: 0,
  };
  const model = new Prophet(options);
  try {
    model.fit({ ds, y: known.map(({ value }) => value), ...limited(ds.length) }, { seed: request.seed });
    return model.predict({ ds: future, ...limited(ahead) }).yhat.point;
  } finally {
    model.free();
  }
}

async function answer(asked: Asked): Promise<Answered> {
  try {
    if (asked.model === 'ets') return { path: ets(asked.values, asked.ahead) };
    if (asked.model === 'mstl') return { path: mstl(asked.values, asked.period, asked.ahead) };
    return { path: await prophet(asked.request, asked.changes) };
  } catch (error) {
    return { trapped: String(error) };
  }
}

parentPort?.on('message', async (asked: Asked) => parentPort?.postMessage(await answer(asked)));
