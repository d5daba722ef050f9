import { levelRank } from '../anomaly/anomaly.ts';
import { canonicalMetric, knownMetric, metricAliases, metricDefinition, metricNames } from '../metric/catalogue.ts';
import { AHEAD_SECONDS, FORESEEN } from '../prediction/horizon.ts';
import { canonicalService } from '../service/name.ts';
import { SyntaxError as GrammarError, parse as parseText } from './condition.generated.js';
import type { Comparator, ConditionNode, MetricName, Place, Quantity } from './conditionTree.ts';
import { contradiction } from './contradiction.ts';
import { nearest } from './nearest.ts';
import { testValue } from './testValue.ts';
import { convert, durationSeconds, neverHolds } from './unit.ts';

/** A checked condition: names canonical, values in the metrics' own units. */
export type Condition =
  | { kind: 'or' | 'and'; left: Condition; right: Condition }
  | { kind: 'not'; of: Condition }
  | { kind: 'compare'; service: string | null; metric: string; op: Comparator; value: number }
  | {
      kind: 'anomaly';
      service: string | null;
      metric: string | null;
      field: 'severity' | 'score' | 'duration' | null;
      op: Comparator;
      value: number;
    }
  | {
      kind: 'forecast';
      service: string | null;
      metric: string;
      /** seconds ahead */
      within: number;
      op: Comparator;
      value: number;
      /** what the chance of crossing is compared with, 0–1 */
      probability: { op: Comparator; value: number };
    }
  | { kind: 'unavailable'; what: string };

export interface ConditionFault extends Place {
  message: string;
}

export interface CheckedCondition {
  condition?: Condition;
  forSeconds: number;
  /** parts of the language that this version reads and does not evaluate */
  unavailable: (Place & { what: string })[];
  faults: ConditionFault[];
  warnings: ConditionFault[];
}

/** Reads and checks a condition. Never throws on bad text: each fault has its place and says what would be right. */
export function readCondition(text: string): CheckedCondition {
  const checked: CheckedCondition = { forSeconds: 0, unavailable: [], faults: [], warnings: [] };
  try {
    const parsed = parseText(text);
    checked.condition = check(parsed.when, checked);
    checked.forSeconds = parsed.for ? durationSeconds(parsed.for) : 0;
    const impossible = checked.faults.length === 0 ? contradiction(checked.condition) : undefined;
    if (impossible !== undefined) checked.faults.push({ offset: 0, line: 1, column: 1, message: impossible });
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const { offset, line, column } = error.location.start;
    checked.faults.push({ offset, line, column, message: unreadable(error) });
  }
  return checked;
}

/** What stands there, and what could: the many ways in which a term may begin are told as three. */
function unreadable({ expected, found }: GrammarError): string {
  const named = expected.flatMap((one) =>
    one.type === 'other' && one.description !== 'a space' ? [one.description] : [],
  );
  const literal = expected.flatMap((one) => (one.type === 'literal' ? [one.text] : []));
  const end = expected.some(({ type }) => type === 'end') ? ['the end'] : [];
  const could = named.includes('a metric')
    ? ['a comparison like cpu_usage > 85', 'anomaly(…)', 'forecast(…, 1h) > …', '(']
    : [...named, ...literal, ...end];
  const likely = could.length > 0 ? could : ['a space'];
  const there = found === null ? 'the condition ends' : `"${found}" stands`;
  return `cannot read this: here ${there}, where ${[...new Set(likely)].join(', ')} could be`;
}

function check(node: ConditionNode, into: CheckedCondition): Condition {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { kind: node.kind, left: check(node.left, into), right: check(node.right, into) };
    case 'not':
      return { kind: 'not', of: check(node.of, into) };
    case 'compare':
      return checkComparison(node, into);
    case 'anomaly':
      return checkAnomaly(node, into);
    case 'forecast':
      return checkForecast(node, into);
    case 'unavailable':
      into.unavailable.push({ ...node.at, what: node.what });
      return { kind: 'unavailable', what: node.what };
  }
}

function checkComparison(node: Extract<ConditionNode, { kind: 'compare' }>, into: CheckedCondition): Condition {
  return { kind: 'compare', ...checkBound(node, into) };
}

/** A metric and what it is compared with, in its own unit. */
function checkBound(
  node: Pick<Extract<ConditionNode, { kind: 'compare' }>, 'metric' | 'op' | 'value'>,
  into: CheckedCondition,
): { service: string | null; metric: string; op: Comparator; value: number } {
  const metric = checkMetric(node.metric, into);
  const definition = knownMetric(node.metric.name);
  const converted = definition ? convert(node.value, definition) : { value: node.value.number };
  if (converted.fault !== undefined) into.faults.push({ ...node.value.at, message: converted.fault });
  if (converted.warning !== undefined) into.warnings.push({ ...node.value.at, message: converted.warning });
  const never = definition && converted.value !== undefined && neverHolds(node.op, converted.value, definition);
  if (never) into.faults.push({ ...node.value.at, message: never });
  return { ...metric, op: node.op, value: converted.value ?? node.value.number };
}

/** A forecast says how likely a bound is crossed in time: it knows no `==`, and reaches only so far. */
function checkForecast(node: Extract<ConditionNode, { kind: 'forecast' }>, into: CheckedCondition): Condition {
  const { within: written, probability: said } = node;
  const within = durationSeconds(written);
  const fault = (at: Place, message: string) => void into.faults.push({ ...at, message });
  if (!isBound(node.op)) fault(node.value.at, `a forecast is compared with > >= < or <=, not with ${node.op}`);
  if (within <= 0 || within > AHEAD_SECONDS) {
    const most = `${AHEAD_SECONDS / 3_600}h`;
    fault(written.at, `a forecast reaches up to ${most} ahead, not ${written.number}${written.unit}: ask for less`);
  }
  if (said && !isBound(said.op)) fault(said.at, `a probability is compared with > >= < or <=, not with ${said.op}`);
  const probable = said ? probabilityOf(said.value) : { value: FORESEEN };
  if (said && probable.fault !== undefined) fault(said.value.at, probable.fault);
  const probability = { op: said?.op ?? ('>=' as const), value: probable.value ?? FORESEEN };
  return { kind: 'forecast', ...checkBound(node, into), within, probability };
}

const isBound = (op: Comparator): boolean => op !== '==' && op !== '!=';

function probabilityOf({ number, unit }: Quantity): { value?: number; fault?: string } {
  const value = unit === '%' ? number / 100 : number;
  if ((unit === null || unit === '%') && value >= 0 && value <= 1) return { value };
  return { fault: `a probability is from 0 to 1, not ${number}${unit ?? ''}: write it like 0.8 or 80%` };
}

function checkAnomaly(node: Extract<ConditionNode, { kind: 'anomaly' }>, into: CheckedCondition): Condition {
  const named = node.metric ? checkMetric(node.metric, into) : { service: null, metric: null };
  const before = node.service === null ? null : canonicalService(node.service);
  if (before !== null && named.service !== null && named.service !== before) {
    const message = `the anomaly is of ${before} and its metric of ${named.service}: name one service`;
    into.faults.push({ ...node.at, message });
  }
  const series = { service: named.service ?? before, metric: named.metric };
  const silent = node.test === null && node.metric !== null && neverPages(named.metric);
  if (silent && node.metric) {
    const message = `anomaly() means one that pages, and ${named.metric} never does: add .severity >= low for any`;
    into.warnings.push({ ...node.metric.at, message });
  }
  if (node.test === null) return { kind: 'anomaly', ...series, field: null, op: '>=', value: 0 };
  const { field, op, value: written } = node.test;
  const { value, fault } = testValue(field, written);
  if (fault !== undefined) into.faults.push({ ...written.at, message: fault });
  return { kind: 'anomaly', ...series, field, op, value: value ?? 0 };
}

/** Deviations of some metrics are shown and never page; one that has no natural limit then cannot page at all. */
function neverPages(metric: string | null): boolean {
  const { highest, limit } = metricDefinition(metric ?? '');
  return metric !== null && highest !== 'page' && limit === null;
}

function checkMetric(
  { service, name, at }: MetricName,
  into: CheckedCondition,
): { service: string | null; metric: string } {
  const fault = metricFault(name);
  if (fault !== undefined) into.faults.push({ ...at, message: fault });
  return {
    service: service === null ? null : canonicalService(service),
    metric: canonicalMetric(name),
  };
}

/** What is wrong with a metric's name, with the nearest that there is; undefined where nothing is. */
export function metricFault(name: string): string | undefined {
  if (knownMetric(name)) return undefined;
  const guess = nearest(name, [...metricNames, ...metricAliases.keys()]);
  const meant = guess === undefined ? '' : `: did you mean ${guess}?`;
  return `"${name}" is no metric${meant} Known are ${metricNames.join(', ')}`;
}

/** `anomaly()` without more means an anomaly that acts and wakes people. */
export const ANOMALY_LEVEL = levelRank.page;

export type Comparison = Extract<Condition, { kind: 'compare' }>;
export type AnomalyCondition = Extract<Condition, { kind: 'anomaly' }>;
export type ForecastCondition = Extract<Condition, { kind: 'forecast' }>;
export type Named = Comparison | AnomalyCondition | ForecastCondition;

/** What must be so for the condition to hold, in the order in which it is named. What must not be is no cause. */
export function namedIn(condition: Condition): Named[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...namedIn(condition.left), ...namedIn(condition.right)];
    case 'not':
    case 'unavailable':
      return [];
    default:
      return [condition];
  }
}

/** Whether the condition can become true only while an anomaly is open. */
export function needsAnomaly(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return needsAnomaly(condition.left) || needsAnomaly(condition.right);
    case 'or':
      return needsAnomaly(condition.left) && needsAnomaly(condition.right);
    case 'anomaly':
      return true;
    default:
      return false;
  }
}

/** Whether the condition asks for a forecast, however: only then must the stored ones be read. */
export function asksForecast(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return asksForecast(condition.left) || asksForecast(condition.right);
    case 'not':
      return asksForecast(condition.of);
    default:
      return condition.kind === 'forecast';
  }
}
