/** How a time is written, so that what is added to it can be written alike. */
export type TimeStyle = 'plain' | 'iso' | 'seconds' | 'milliseconds';

export interface ReadTime {
  /** epoch seconds, with a fraction where it was given */
  at: number;
  style: TimeStyle;
}

export const TIME_EXAMPLES = '2026-11-25 12:00:00 (UTC), 2026-11-25T12:00:00Z, or seconds or milliseconds since 1970';

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?$/i;
const EPOCH = /^-?\d+(\.\d+)?$/;
/** Seconds reach this in the year 5138, milliseconds did in 1973: what is more is milliseconds. */
const FIRST_MILLISECOND = 1e11;
/** The last second that four digits of a year can name. */
const LAST = 253_402_300_799;

/** A time in any of the ways of `TIME_EXAMPLES`; without an offset it is UTC. Undefined of anything else. */
export function readTime(text: string): ReadTime | undefined {
  const trimmed = text.trim();
  const read = EPOCH.test(trimmed) ? fromEpoch(Number(trimmed)) : fromDate(trimmed);
  return read !== undefined && Math.abs(read.at) <= LAST ? read : undefined;
}

function fromEpoch(number: number): ReadTime {
  return Math.abs(number) < FIRST_MILLISECOND
    ? { at: number, style: 'seconds' }
    : { at: number / 1000, style: 'milliseconds' };
}

function fromDate(text: string): ReadTime | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, separator, hour = 0, minute = 0, second = 0, fraction = 0, zone] = match;
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day));
  // 31 April would quietly be the first of May
  const date = new Date(midnight);
  if (date.getUTCDate() !== Number(day) || date.getUTCMonth() !== Number(month) - 1) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const ofDay = Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(fraction);
  return {
    at: midnight / 1000 + ofDay - offsetSeconds(zone),
    style: separator === 'T' || separator === 't' || zone !== undefined ? 'iso' : 'plain',
  };
}

function offsetSeconds(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}

/** A time as text in the given style, in UTC; parts of a second only where there are any. */
export function writeTime(at: number, style: TimeStyle): string {
  if (style === 'seconds') return String(Number(at.toFixed(6)));
  const milliseconds = Math.round(at * 1000);
  if (style === 'milliseconds') return String(milliseconds);
  const iso = new Date(milliseconds).toISOString().replace('.000Z', 'Z');
  return style === 'iso' ? iso : iso.replace('T', ' ').replace('Z', '');
}
