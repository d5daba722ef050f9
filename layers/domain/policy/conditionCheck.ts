import { canonicalMetric, knownMetric, metricDefinition } from '../metric/catalogue.ts';
import { AHEAD_SECONDS, FORESEEN } from '../prediction/horizon.ts';
import { canonicalService } from '../service/name.ts';
import { highestBurn } from '../slo/slo.ts';
import type { CheckedCondition, Condition, Known } from './condition.ts';
import type { Comparator, ConditionNode, MetricName, NodeOf, Place, Quantity } from './conditionTree.ts';
import { metricFault } from './metricFault.ts';
import { nearest } from './nearest.ts';
import { testValue } from './testValue.ts';
import { readTimeWindow } from './timeWindow.ts';
import { type Converted, convert, convertRate, durationSeconds, neverHolds } from './unit.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** A window is read again with each evaluation, from points of ten seconds. */
const LONGEST_WINDOW = DAY;
/** The longest that the field's practice looks back at for a budget: three days at a rate of 1. */
const LONGEST_BURN = 3 * DAY;

type Into = Pick<CheckedCondition, 'faults' | 'warnings'>;

/** Checks names, units and bounds of what was read, and makes it canonical. Undefined where a part could not be read. */
export function checkCondition(node: ConditionNode, known: Known, into: Into): Condition | undefined {
  switch (node.kind) {
    case 'and':
    case 'or': {
      const left = checkCondition(node.left, known, into);
      const right = checkCondition(node.right, known, into);
      return left && right && { kind: node.kind, left, right };
    }
    case 'not': {
      const of = checkCondition(node.of, known, into);
      return of && { kind: 'not', of };
    }
    case 'compare':
      return { kind: 'compare', ...checkBound(node, null, into) };
    case 'anomaly':
      return checkAnomaly(node, into);
    case 'forecast':
      return checkForecast(node, into);
    case 'window':
      return checkWindow(node, into);
    case 'burn_rate':
      return checkBurnRate(node, known, into);
    case 'count':
      return checkCount(node, known, into);
    case 'deploying':
      return checkDeploying(node, into);
    case 'time':
      return checkTime(node, into);
    case 'hole':
      return undefined;
  }
}

const told = (at: Place, message: string, into: Into): void => void into.faults.push({ ...at, message });

type Bound = Pick<NodeOf<'compare'>, 'metric' | 'op' | 'value'>;

/** A metric and what it is compared with, in its own unit. */
function checkBound(node: Bound, service: string | null, into: Into) {
  const metric = checkMetric(node.metric, service, into);
  const definition = knownMetric(node.metric.name);
  const converted = definition ? convert(node.value, definition) : undefined;
  const value = accept(node.value, converted, into);
  const never = definition && converted?.value !== undefined && neverHolds(node.op, converted.value, definition);
  if (never) told(node.value.at, never, into);
  return { ...metric, op: node.op, value };
}

/** Tells what is wrong with a value, and gives something to go on with. */
function accept(written: Quantity, converted: Converted | undefined, into: Into): number {
  if (converted?.fault !== undefined) told(written.at, converted.fault, into);
  if (converted?.warning !== undefined) into.warnings.push({ ...written.at, message: converted.warning });
  return converted?.value ?? written.number;
}

/** A time to look back or ahead; 0 where it is not one. `what` says who cannot look further. */
function checkDuration(written: Quantity, most: number, what: string, into: Into): number {
  const seconds = durationSeconds(written);
  if (seconds > 0 && seconds <= most) return seconds;
  const ask = seconds > 0 ? 'less' : 'more';
  told(written.at, `${what}, not ${written.number}${written.unit}: ask for ${ask}`, into);
  return 0;
}

/** A forecast says how likely a bound is crossed in time: it knows no `==`, and reaches only so far. */
function checkForecast(node: NodeOf<'forecast'>, into: Into): Condition {
  const { within: written, probability: said } = node;
  if (!isBound(node.op)) told(node.value.at, `a forecast is compared with > >= < or <=, not with ${node.op}`, into);
  const within = checkDuration(written, AHEAD_SECONDS, `a forecast reaches up to ${AHEAD_SECONDS / HOUR}h ahead`, into);
  if (said && !isBound(said.op))
    told(said.at, `a probability is compared with > >= < or <=, not with ${said.op}`, into);
  const probable = said ? probabilityOf(said.value) : { value: FORESEEN };
  if (said && probable.fault !== undefined) told(said.value.at, probable.fault, into);
  const probability = { op: said?.op ?? ('>=' as const), value: probable.value ?? FORESEEN };
  return { kind: 'forecast', ...checkBound(node, node.service, into), within, probability };
}

const isBound = (op: Comparator): boolean => op !== '==' && op !== '!=';

function probabilityOf({ number, unit }: Quantity): { value?: number; fault?: string } {
  const value = unit === '%' ? number / 100 : number;
  if ((unit === null || unit === '%') && value >= 0 && value <= 1) return { value };
  return { fault: `a probability is from 0 to 1, not ${number}${unit ?? ''}: write it like 0.8 or 80%` };
}

function checkAnomaly(node: NodeOf<'anomaly'>, into: Into): Condition {
  const named = node.metric
    ? checkMetric(node.metric, node.service, into)
    : { service: node.service === null ? null : canonicalService(node.service), metric: null };
  const silent = node.test === null && node.metric !== null && neverPages(named.metric);
  if (silent && node.metric) {
    const message = `anomaly() means one that pages, and ${named.metric} never does: add .severity >= low for any`;
    into.warnings.push({ ...node.metric.at, message });
  }
  if (node.test === null) return { kind: 'anomaly', ...named, field: null, op: '>=', value: 0 };
  const { field, op, value: written } = node.test;
  const { value, fault } = testValue(field, written);
  if (fault !== undefined) told(written.at, fault, into);
  return { kind: 'anomaly', ...named, field, op, value: value ?? 0 };
}

/** Deviations of some metrics are shown and never page; one that has no natural limit then cannot page at all. */
function neverPages(metric: string | null): boolean {
  const { highest, limit } = metricDefinition(metric ?? '');
  return metric !== null && highest !== 'page' && limit === null;
}

function checkWindow(node: NodeOf<'window'>, into: Into): Condition {
  const { of, over, op } = node;
  const seconds = checkDuration(over, LONGEST_WINDOW, `${of}() looks back up to ${LONGEST_WINDOW / HOUR}h`, into);
  if (of !== 'rate' && of !== 'delta') {
    return { kind: 'window', of, seconds, ...checkBound(node, node.service, into) };
  }
  // a change may go either way: the metric's own bounds are not its bounds
  const metric = checkMetric(node.metric, node.service, into);
  const definition = knownMetric(node.metric.name);
  const converted =
    definition && (of === 'rate' ? convertRate(node.value, definition) : convert(node.value, definition));
  const value = accept(node.value, converted, into);
  if (of === 'delta' && definition && converted?.value !== undefined) {
    const [least, most] = definition.bounds;
    const never = neverHolds(op, converted.value, {
      ...definition,
      name: 'its delta',
      bounds: [least - most, most - least],
    });
    if (never) told(node.value.at, never, into);
  }
  return { kind: 'window', of, seconds, ...metric, op, value };
}

function checkBurnRate(node: NodeOf<'burn_rate'>, { slos }: Known, into: Into): Condition {
  const { slo, over, op, value } = node;
  const seconds = checkDuration(over, LONGEST_BURN, `burn_rate() looks back up to ${LONGEST_BURN / HOUR}h`, into);
  const known = slos === undefined || Object.hasOwn(slos, slo.name) ? slos?.[slo.name] : null;
  if (known === null) told(slo.at, unknownObjective(slo.name, Object.keys(slos ?? {})), into);
  if (value.unit !== null || value.number < 0 || !Number.isFinite(value.number)) {
    const written = `${value.number}${value.unit ?? ''}`;
    told(
      value.at,
      `a burn rate says how many times faster than allowed errors come, so it is not ${written}: write it like 14.4`,
      into,
    );
  } else {
    const most = known ? highestBurn(known) : Number.POSITIVE_INFINITY;
    const never = neverInRange(op, value.number, [0, most]);
    if (never) told(value.at, `this can never be: a burn rate of ${slo.name} is ${never}`, into);
  }
  return { kind: 'burn_rate', slo: slo.name, seconds, op, value: value.number };
}

function unknownObjective(name: string, known: readonly string[]): string {
  if (known.length === 0) return `"${name}" is no objective: forestall.yml names none, under slos`;
  const guess = nearest(name, known);
  return `"${name}" is no objective${guess === undefined ? '' : `: did you mean ${guess}?`} forestall.yml names ${known.join(', ')}`;
}

/** Why a comparison with a number of this range never holds; undefined where it may. */
function neverInRange(op: Comparator, value: number, [least, most]: [number, number]): string | undefined {
  const never =
    ((op === '>' || op === '>=' || op === '==') && (value > most || (op === '>' && value === most))) ||
    ((op === '<' || op === '<=' || op === '==') && (value < least || (op === '<' && value === least)));
  if (!never) return undefined;
  return most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${Number(most.toPrecision(6))}`;
}

function checkCount(node: NodeOf<'count'>, known: Known, into: Into): Condition | undefined {
  const where = checkCondition(node.where, known, into);
  const { number, unit, at } = node.value;
  if (unit !== null || !Number.isInteger(number) || number < 0) {
    told(
      at,
      `services are counted, so this is compared with a whole number like 2, not with ${number}${unit ?? ''}`,
      into,
    );
  } else {
    const never = neverInRange(node.op, number, [0, Number.POSITIVE_INFINITY]);
    if (never) told(at, `this can never be: a count is ${never}`, into);
  }
  const inner = inside(node.where).find(({ kind }) => kind === 'count');
  if (inner?.kind === 'count') told(inner.at, 'a count cannot be part of what is counted: put it outside', into);
  return where && { kind: 'count', where, op: node.op, value: number };
}

function inside(node: ConditionNode): ConditionNode[] {
  if (node.kind === 'not') return inside(node.of);
  return 'left' in node ? [...inside(node.left), ...inside(node.right)] : [node];
}

function checkDeploying({ service, within }: NodeOf<'deploying'>, into: Into): Condition {
  const seconds = within ? checkDuration(within, DAY, 'a deployment is remembered for 24h', into) : 0;
  return { kind: 'deploying', service: service === null ? null : canonicalService(service), within: seconds };
}

function checkTime({ text, inside: at }: NodeOf<'time'>, into: Into): Condition {
  const { window, fault, offset = 0, warning } = readTimeWindow(text);
  if (warning !== undefined) into.warnings.push({ ...at, message: warning });
  if (fault !== undefined) {
    const before = text.slice(0, offset).split('\n');
    const column = (before.at(-1) ?? '').length + (before.length === 1 ? at.column : 1);
    told({ offset: at.offset + offset, line: at.line + before.length - 1, column }, fault, into);
  }
  return { kind: 'time', text: text.trim(), window: window ?? { zone: 'UTC', spans: [] } };
}

/** @param before the service that was named before a function: `payments.anomaly(error_rate)` */
function checkMetric(
  { service, name, at }: MetricName,
  before: string | null,
  into: Into,
): { service: string | null; metric: string } {
  const fault = metricFault(name);
  if (fault !== undefined) told(at, fault, into);
  const [outer, inner] = [before, service].map((one) => (one === null ? null : canonicalService(one)));
  if (outer && inner && outer !== inner) {
    told(at, `this is said to be of ${outer} and its metric of ${inner}: name one service`, into);
  }
  return { service: inner ?? outer ?? null, metric: canonicalMetric(name) };
}
