import { Severity, severityRank } from '../anomaly/anomaly.ts';
import type { AnomalyTest, Quantity, Word } from './conditionTree.ts';
import { durationSeconds, isDuration } from './unit.ts';

/** Other people's names of the four severities. */
const severityNames: Record<string, Severity> = { info: 'low', warning: 'medium', error: 'high', critical: 'critical' };

/** A severity however it is spelled; undefined where it is none. */
export function readSeverity(word: unknown): Severity | undefined {
  const own = Severity.safeParse(word);
  return own.success ? own.data : typeof word === 'string' ? severityNames[word] : undefined;
}

/** What a field of an anomaly is compared with: a severity's rank, a score from 0 to 1, seconds. */
export function testValue(
  field: AnomalyTest['field'],
  written: Quantity | Word,
): { value: number; fault?: undefined } | { value?: undefined; fault: string } {
  const text = 'word' in written ? `"${written.word}"` : `${written.number}${written.unit ?? ''}`;
  if (field === 'severity') {
    const severity = 'word' in written ? readSeverity(written.word) : undefined;
    if (severity) return { value: severityRank[severity] };
    return { fault: `severity is compared with ${Severity.options.join(', ')}, not with ${text}` };
  }
  if (field === 'score') {
    const score = 'word' in written ? Number.NaN : scoreOf(written);
    return score >= 0 && score <= 1
      ? { value: score }
      : { fault: `score is from 0 to 1, so it is not compared with ${text}: write it like 0.99 or 99%` };
  }
  if ('word' in written || !isDuration(written) || !Number.isFinite(written.number)) {
    return { fault: `duration is compared with a duration like 2m, not with ${text}` };
  }
  return { value: durationSeconds(written) };
}

function scoreOf({ number, unit }: Quantity): number {
  if (unit === null) return number;
  return unit === '%' ? number / 100 : Number.NaN;
}
