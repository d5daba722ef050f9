import { parseArgs } from 'node:util';
import { constantsTable } from './forest/constants.ts';
import { type Measured, ours } from './forest/measure.ts';
import { scikitLearn } from './forest/peer.ts';
import { sets } from './forest/sets.ts';
import { forestTable } from './forest/table.ts';

/** Our isolation forest and scikit-learn's on the same four made sets, each as several forests, in one run. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      forests: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean' },
      constants: { type: 'boolean' },
    },
  });
  const [forests, seed] = [Number(values.forests), Number(values.seed)];
  if (!(Number.isInteger(forests) && forests > 0 && Number.isInteger(seed)))
    throw new Error('--forests is a number of forests, 1 or more; --seed is a whole number');
  if (values.constants) return void console.log(constantsTable(forests));
  const made = sets(seed);
  const peer = await scikitLearn(made, forests);
  const results = made.map((set) => ({
    set: set.name,
    rows: set.rows.length,
    ours: ours(set, forests, 'plain'),
    peer: of(peer, set.name),
    product: ours(set, forests, 'beside others'),
  }));
  console.log(values.json ? JSON.stringify(results, null, 2) : forestTable(results, forests));
}

function of(peer: ReadonlyMap<string, Measured>, set: string): Measured {
  const found = peer.get(set);
  if (!found) throw new Error(`scikit-learn said nothing of ${set}`);
  return found;
}

await main();
