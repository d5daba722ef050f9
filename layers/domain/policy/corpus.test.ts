import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Configuration } from '../configuration/configuration.ts';
import { loadPolicyTree, type PolicyText } from './tree.ts';

// Each file of corpus/ is a policy that is wrong, or a small tree of them (`#> path` begins one of its files). Its first
// lines say what is found: `#! error|warning rule file?:line:column words`. Nothing else may be found in it.

const folder = new URL('./corpus/', import.meta.url);
const fileOf = (name: string): string => `corpus/${name.replace('.txt', '.yml')}`;

/** What the policies of the corpus are read beside. */
const configuration = Configuration.parse({
  services: {
    orders: { owner: 'orders' },
    payments: { owner: 'payments' },
    users: { owner: 'users' },
    ledger: { protected: true },
  },
  notifications: { targets: { slack: { webhook: 'https://hooks.slack.com/services/T/B/x' } } },
});

interface Expected {
  kind: string;
  rule: string;
  place: string;
  words: string;
}

function read(name: string): { expected: Expected[]; files: PolicyText[] } {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  const heads = lines.filter((line) => line.startsWith('#! '));
  const expected = heads.map((line) => {
    const [, kind = '', rule = '', place = '', ...words] = line.split(' ');
    return { kind, rule, place, words: words.join(' ') };
  });
  const parts = lines.slice(heads.length).join('\n').split(/^#> /m);
  const [whole = '', ...named] = parts;
  const files = named.map((part) => {
    const end = part.indexOf('\n');
    return { file: part.slice(0, end), text: part.slice(end + 1) };
  });
  return { expected, files: files.length > 0 ? files : [{ file: fileOf(name), text: whole }] };
}

const names = readdirSync(folder).sort();

test('there are enough of them', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});

test.each(names)('%s', (name) => {
  const { expected, files } = read(name);
  const { faults, warnings } = loadPolicyTree(files, { configuration, now: 0 });
  const single = files[0]?.file === fileOf(name);
  const found = [
    ...faults.map((finding) => ({ kind: 'error', ...finding })),
    ...warnings.map((finding) => ({ kind: 'warning', ...finding })),
  ].map(({ kind, rule, file, line, column, message }) => ({
    kind,
    rule,
    place: `${single ? '' : `${file}:`}${line}:${column}`,
    words: message,
  }));
  expect(found).toEqual(expected.map(({ words, ...rest }) => ({ ...rest, words: expect.stringContaining(words) })));
  expect(expected.length).toBeGreaterThan(0);
});
