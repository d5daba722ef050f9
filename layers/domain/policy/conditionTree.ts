/** Where something stands in the condition's text; line and column count from 1. */
export interface Place {
  offset: number;
  line: number;
  column: number;
}

export type Comparator = '>' | '>=' | '<' | '<=' | '==' | '!=';

/** What the points of a time are made one number of; `rate` is how fast they change, `delta` from the first to the last. */
export type Summary = 'avg' | 'max' | 'min' | 'p95' | 'rate' | 'delta';

export interface MetricName {
  service: string | null;
  name: string;
  at: Place;
}
export interface Quantity {
  number: number;
  unit: string | null;
  at: Place;
}
export interface Word {
  word: string;
  at: Place;
}
export interface AnomalyTest {
  field: 'severity' | 'score' | 'duration';
  op: Comparator;
  value: Quantity | Word;
  at: Place;
}

/** A condition as the grammar reads it. Plain data: it is walked, never run. */
export type ConditionNode =
  | { kind: 'or' | 'and'; left: ConditionNode; right: ConditionNode }
  | { kind: 'not'; of: ConditionNode }
  | { kind: 'compare'; metric: MetricName; op: Comparator; value: Quantity; at: Place }
  | { kind: 'anomaly'; service: string | null; metric: MetricName | null; test: AnomalyTest | null; at: Place }
  | {
      kind: 'forecast';
      service: string | null;
      metric: MetricName;
      within: Quantity;
      op: Comparator;
      value: Quantity;
      probability: { op: Comparator; value: Quantity; at: Place } | null;
      at: Place;
    }
  | {
      kind: 'window';
      service: string | null;
      of: Summary;
      metric: MetricName;
      over: Quantity;
      op: Comparator;
      value: Quantity;
      at: Place;
    }
  | { kind: 'burn_rate'; slo: { name: string; at: Place }; over: Quantity; op: Comparator; value: Quantity; at: Place }
  | { kind: 'count'; where: ConditionNode; op: Comparator; value: Quantity; at: Place }
  | { kind: 'deploying'; service: string | null; within: Quantity | null; at: Place }
  /** `inside` is where the text between the quotes begins */
  | { kind: 'time'; text: string; inside: Place; at: Place }
  /** what could not be read; its fault is told already */
  | { kind: 'hole'; at: Place };

export type NodeOf<Kind extends ConditionNode['kind']> = Extract<ConditionNode, { kind: Kind }>;

export interface ParsedCondition {
  when: ConditionNode;
  for: Quantity | null;
}
