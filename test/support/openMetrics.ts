export interface Family {
  type: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/y;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? ([-+]?(?:[0-9.]+(?:[eE][-+]?[0-9]+)?|Inf|NaN))$`);
const SUFFIX: Readonly<Record<string, string>> = { counter: '_total', gauge: '' };

/**
 * Reads OpenMetrics text as strictly as its specification is written, gauges and counters: each family is described before
 * its samples and stands together, names end as their types say, no series comes twice, and the last line is `# EOF`.
 * @throws Error naming the line that breaks a rule
 */
export function readOpenMetrics(text: string): Map<string, Family> {
  const lines = text.split('\n');
  if (lines.at(-1) !== '' || lines.at(-2) !== '# EOF') throw new Error('the last line is "# EOF", and it ends');
  const families = new Map<string, Family>();
  const seen = new Set<string>();
  let current = '';
  for (const line of lines.slice(0, -2)) {
    const described = line.match(new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`));
    if (described) {
      const [, what = '', name = '', rest = ''] = described;
      if (name !== current && families.has(name)) throw new Error(`${line}: the family stands in two places`);
      current = name;
      const family = families.get(name) ?? { type: 'unknown', samples: [] };
      families.set(name, family);
      if (family.samples.length > 0) throw new Error(`${line}: it comes after samples`);
      if (what === 'TYPE') family.type = rest;
      continue;
    }
    const sample = line.match(SAMPLE);
    if (!sample) throw new Error(`neither a description nor a sample: ${line}`);
    const [, name = '', labels = '', value = ''] = sample;
    const family = families.get(current);
    if (!family || name !== `${current}${SUFFIX[family.type] ?? '?'}`)
      throw new Error(`${line}: not a sample of ${current}, a ${family?.type}`);
    const key = `${name}{${labels}}`;
    if (seen.has(key)) throw new Error(`${line}: this series came before`);
    seen.add(key);
    family.samples.push({ name, labels: labelsOf(labels, line), value: Number(value.replace('Inf', 'Infinity')) });
  }
  return families;
}

function labelsOf(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const found = LABEL.exec(text);
    if (!found) throw new Error(`${line}: its labels cannot be read`);
    const [, name = '', value = ''] = found;
    labels[name] = value.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}
