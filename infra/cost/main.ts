import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { amountsOf } from './amounts.ts';
import { billOf, totalOf } from './bill.ts';
import { inventoryOf, readTemplates } from './inventory.ts';
import { Measured } from './measured.ts';
import { ALWAYS_FREE, PRICES, PRICES_OF } from './prices.ts';
import { type Bills, tableOf, withTable } from './table.ts';
import { usageOf, WAYS, type Way } from './usage.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What an idle platform with ten services may cost a month beside its metrics. */
const MOST = 8;

const { values } = parseArgs({
  options: {
    assembly: { type: 'string', default: join(ROOT, 'cdk.out') },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const measured = Measured.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'measured.json'), 'utf8')));
const inventory = inventoryOf(readTemplates(values.assembly));
const custom = measured.custom_metrics.length;
const billed = (free = {}): Bills => {
  const of = (way: Way) => billOf(amountsOf(usageOf(way, inventory, measured), inventory, custom), PRICES, free);
  return {
    'pulled each minute': of('pulled each minute'),
    'pulled each 10 s': of('pulled each 10 s'),
    pushed: of('pushed'),
  };
};
const bills = billed();
const table = tableOf({ listed: bills, withAllowances: billed(ALWAYS_FREE) }, measured, PRICES_OF);
console.log(table);
if (inventory.unknown.length > 0) console.error(`no price is known for: ${inventory.unknown.join(', ')}`);
if (values.write) {
  const readme = join(ROOT, 'README.md');
  writeFileSync(readme, withTable(readFileSync(readme, 'utf8'), table));
}
const over = WAYS.filter((way) => totalOf(bills[way], 'platform') > MOST);
if (over.length > 0) console.error(`over $${MOST} beside its metrics: ${over.join(', ')}`);
if (values.check && (over.length > 0 || inventory.unknown.length > 0)) process.exitCode = 1;
