/** Where something stands in the condition's text; line and column count from 1. */
export interface Place {
  offset: number;
  line: number;
  column: number;
}

export type Comparator = '>' | '>=' | '<' | '<=' | '==' | '!=';

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
      metric: MetricName;
      within: Quantity;
      op: Comparator;
      value: Quantity;
      probability: { op: Comparator; value: Quantity; at: Place } | null;
      at: Place;
    }
  | { kind: 'unavailable'; what: string; at: Place };

export interface ParsedCondition {
  when: ConditionNode;
  for: Quantity | null;
}
