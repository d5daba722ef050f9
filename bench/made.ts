import { parseArgs } from 'node:util';
import { writeMade } from './made/write.ts';

const { values } = parseArgs({ options: { out: { type: 'string' }, seed: { type: 'string', default: '1' } } });
const seed = Number(values.seed);
if (!values.out || !Number.isInteger(seed)) {
  console.error('Usage: node bench/made.ts --out DIR [--seed N]');
  process.exitCode = 2;
} else {
  await writeMade(values.out, seed, (text) => console.log(text));
}
