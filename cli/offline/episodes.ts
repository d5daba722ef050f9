import { type Level, levelRank } from '#domain/anomaly/anomaly.ts';
import type { Finding, Shape } from '#domain/detection/detector.ts';
import type { Row } from './rows.ts';
import { writeTime } from './time.ts';

/** An episode as the command tells it. Figures are those of the moment when it was detected. */
export interface Episode {
  /** the first point of the unbroken run outside the band that led to it; RFC 3339, as all times here */
  started_at: string;
  detected_at: string;
  /** the first point at which it was no longer open; null while it lasts */
  ended_at: string | null;
  /** when it was told again because it had become much worse */
  raised_at: string[];
  shape: Shape | null;
  direction: 'up' | 'down';
  /** the highest that it reached */
  level: Level;
  score: number;
  value: number;
  expected: number;
  lower: number;
  upper: number;
  detectors: { name: string; score: number }[];
}

/** Gathers the episodes of one level, finding by finding. */
export class Episodes {
  readonly list: Episode[] = [];
  readonly #level: Level;
  #open: Episode | undefined;
  #outsideSince: number | undefined;

  constructor(level: Level) {
    this.#level = level;
  }

  /** @returns whether a notice goes out at this point */
  add({ at, number }: Pick<Row, 'at' | 'number'>, finding: Finding): boolean {
    this.#follow(at, number, finding);
    const notice = finding.notices.includes(this.#level);
    const lasts = finding.open !== undefined && levelRank[finding.open] >= levelRank[this.#level];
    if (this.#open && notice) this.#open.raised_at.push(instant(at));
    else if (notice) this.#begin(at, number, finding);
    if (this.#open && finding.open && levelRank[finding.open] > levelRank[this.#open.level])
      this.#open.level = finding.open;
    if (this.#open && !lasts) this.#end(at);
    return notice;
  }

  #follow(at: number, value: number, { lower, upper }: Finding): void {
    if (Number.isNaN(value)) return;
    if (value < lower || value > upper) this.#outsideSince ??= at;
    else this.#outsideSince = undefined;
  }

  #begin(at: number, value: number, finding: Finding): void {
    this.#open = {
      started_at: instant(this.#outsideSince ?? at),
      detected_at: instant(at),
      ended_at: null,
      raised_at: [],
      shape: finding.shape ?? null,
      direction: finding.direction,
      level: this.#level,
      score: finding.score,
      value,
      expected: finding.expected,
      lower: finding.lower,
      upper: finding.upper,
      detectors: finding.votes.map(({ name, score }) => ({ name, score })),
    };
    this.list.push(this.#open);
  }

  #end(at: number): void {
    if (this.#open) this.#open.ended_at = instant(at);
    this.#open = undefined;
  }
}

const instant = (at: number): string => writeTime(at, 'iso');
