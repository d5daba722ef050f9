import { DAY } from './habits.ts';
import type { FaultKind, Kind } from './kind.ts';
import { between, pick, type Random } from './random.ts';

/** A fault in minutes since the series' start; `end` is the first minute without it. */
export interface Fault {
  kind: FaultKind;
  start: number;
  end: number;
  severity: number;
}

/** How long each kind lasts at one-minute steps. */
const MINUTES: Record<FaultKind, readonly [number, number]> = {
  'spike up': [3, 8],
  'spike down': [3, 8],
  'shift up': [8, 60],
  'shift down': [8, 60],
  'ramp up': [20, 60],
  dropout: [4, 40],
  flatline: [25, 60],
  variance: [20, 60],
};

/** A detector may learn for two days, or for the first 15 %, which the judge does not count. */
const learning = (minutes: number): number => Math.max(2 * DAY, 0.15 * minutes);
const APART = DAY / 2;

/** @param count    how many at most; fewer where there is no room
 *  @param stretch  factor on the durations */
export function drawFaults(
  kind: Kind,
  { minutes, count, stretch, random }: { minutes: number; count: number; stretch: number; random: Random },
): Fault[] {
  const found: Fault[] = [];
  for (let tries = 0; found.length < count && tries < 50; tries++) {
    const fault = pick(kind.faults, random);
    const [least, most] = MINUTES[fault];
    const start = Math.floor(between(learning(minutes), minutes - DAY / 4, random));
    const end = start + Math.round(stretch * between(least, most, random));
    const clear = found.every((other) => start > other.end + APART || end < other.start - APART);
    if (clear && end < minutes - DAY / 8) found.push({ kind: fault, start, end, severity: random() });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Lays the fault over the values. */
export function strike(values: Float64Array, fault: Fault, kind: Kind, random: Random): void {
  const held = values[fault.start] ?? 0;
  const harm = harmOf(fault, kind, random);
  for (let minute = fault.start; minute < fault.end; minute++) {
    const value = values[minute] ?? 0;
    if (fault.kind === 'dropout') values[minute] = 0;
    else if (fault.kind === 'flatline') values[minute] = held;
    else values[minute] = value + weight(fault, minute, random) * (harm(value, fault.severity) - value);
  }
}

function harmOf(fault: Fault, kind: Kind, random: Random): (value: number, severity: number) => number {
  const harm = fault.kind.endsWith('down') ? kind.down : (kind.up ?? kind.down);
  const other = kind.down ?? harm;
  if (!harm || !other) return (value) => value; // a dropout or a flatline needs none
  return fault.kind === 'variance' ? (...value) => (random() < 0.5 ? harm : other)(...value) : harm;
}

/** How much of the full harm is there, 0–1. */
function weight({ kind, start, end }: Fault, minute: number, random: Random): number {
  const into = minute - start + 1;
  if (kind.startsWith('spike')) return Math.exp(-(into - 1) / (end - start));
  if (kind.startsWith('shift')) return Math.min(1, into / 2);
  if (kind.startsWith('ramp')) return into / (end - start);
  return random();
}
