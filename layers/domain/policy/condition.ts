import { levelRank, Severity, severityRank } from '../anomaly/anomaly.ts';
import { knownMetric, metricAliases, metricNames } from '../metric/catalogue.ts';
import { canonicalService } from '../service/name.ts';
import { SyntaxError as GrammarError, parse as parseText } from './condition.generated.js';
import type { Comparator, ConditionNode, MetricName, Place, Quantity, Word } from './conditionTree.ts';
import { nearest } from './nearest.ts';
import { convert, durationSeconds } from './unit.ts';

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
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const { offset, line, column } = error.location.start;
    checked.faults.push({ offset, line, column, message: `cannot read "${text}": ${error.message}` });
  }
  return checked;
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
    case 'unavailable':
      into.unavailable.push({ ...node.at, what: node.what });
      return { kind: 'unavailable', what: node.what };
  }
}

function checkComparison(node: Extract<ConditionNode, { kind: 'compare' }>, into: CheckedCondition): Condition {
  const metric = checkMetric(node.metric, into);
  const definition = knownMetric(node.metric.name);
  const converted = definition ? convert(node.value, definition) : { value: node.value.number };
  if (converted.fault !== undefined) into.faults.push({ ...node.value.at, message: converted.fault });
  if (converted.warning !== undefined) into.warnings.push({ ...node.value.at, message: converted.warning });
  return { kind: 'compare', ...metric, op: node.op, value: converted.value ?? node.value.number };
}

function checkAnomaly(node: Extract<ConditionNode, { kind: 'anomaly' }>, into: CheckedCondition): Condition {
  const { service, metric } = node.metric ? checkMetric(node.metric, into) : { service: null, metric: null };
  if (node.test === null) return { kind: 'anomaly', service, metric, field: null, op: '>=', value: 0 };
  const value = testValue(node.test.field, node.test.value, into);
  return { kind: 'anomaly', service, metric, field: node.test.field, op: node.test.op, value };
}

function testValue(field: 'severity' | 'score' | 'duration', value: Quantity | Word, into: CheckedCondition): number {
  if ('word' in value) {
    const severity = Severity.safeParse(value.word);
    if (field === 'severity' && severity.success) return severityRank[severity.data];
    into.faults.push({
      ...value.at,
      message: `${field} is compared with ${field === 'severity' ? Severity.options.join(', ') : 'a number'}, not with "${value.word}"`,
    });
    return 0;
  }
  if (field === 'severity') {
    into.faults.push({
      ...value.at,
      message: `severity is compared with ${Severity.options.join(', ')}, not with a number`,
    });
    return 0;
  }
  return field === 'duration' ? durationSeconds(value) : value.number;
}

function checkMetric(
  { service, name, at }: MetricName,
  into: CheckedCondition,
): { service: string | null; metric: string } {
  const known = knownMetric(name);
  if (!known) {
    const guess = nearest(name, [...metricNames, ...metricAliases.keys()]);
    into.faults.push({
      ...at,
      message: `"${name}" is no metric${guess === undefined ? '' : `: did you mean ${guess}?`} Known are ${metricNames.join(', ')}`,
    });
  }
  return { service: service === null ? null : canonicalService(service), metric: known?.name ?? name };
}

/** `anomaly()` without more means an anomaly that acts and wakes people. */
export const ANOMALY_LEVEL = levelRank.page;

/** Every metric that a condition looks at, in the order in which it names them. */
export function metricsOf(condition: Condition): { service: string | null; metric: string | null }[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...metricsOf(condition.left), ...metricsOf(condition.right)];
    case 'not':
      return []; // what must not be is no cause
    case 'unavailable':
      return [];
    default:
      return [{ service: condition.service, metric: condition.metric }];
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
