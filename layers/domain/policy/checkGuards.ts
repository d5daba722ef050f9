import { seconds } from '../configuration/configuration.ts';
import type { Checked } from './checkActions.ts';
import type { PolicyDocument } from './document.ts';
import type { DocumentFault } from './normalise.ts';
import { readSeverity } from './testValue.ts';
import { readTimeWindow, type TimeWindow } from './timeWindow.ts';

const DAY = 86_400;
const WEEK_MINUTES = 7 * 1_440;

/** What a policy says of when and how it may act: readable, not contradictory, and leaving some time to act in. */
export function checkGuards(document: PolicyDocument): Checked {
  const windows = checkWindows(document);
  return {
    faults: [...twice(document), ...checkApproval(document), ...windows.faults],
    warnings: [...windows.warnings, ...earnsNothing(document)],
  };
}

/** The guard of one name said twice: which of the two is meant cannot be told. */
function twice({ cooldown, guards }: PolicyDocument): DocumentFault[] {
  if (cooldown === undefined || guards?.cooldown === undefined) return [];
  if (seconds(cooldown) === seconds(guards.cooldown)) return [];
  const message = `cooldown says ${cooldown} and guards.cooldown says ${guards.cooldown}: give one`;
  return [{ pointer: '/cooldown', message }];
}

function checkApproval({ guards }: PolicyDocument): DocumentFault[] {
  if (guards?.approval === undefined) return [];
  const { above, timeout } = guards.approval;
  const faults: DocumentFault[] = [];
  if (readSeverity(above) === undefined) {
    const message = `"${above}" is no severity: there are low (info), medium (warning), high (error), critical`;
    faults.push({ pointer: '/guards/approval/above', message });
  }
  if (timeout !== undefined && (seconds(timeout) < 1 || seconds(timeout) > DAY)) {
    faults.push({ pointer: '/guards/approval/timeout', message: `from 1s to 24h, not ${timeout}` });
  }
  return faults;
}

function checkWindows({ guards }: PolicyDocument): Checked {
  const faults: DocumentFault[] = [];
  const warnings: DocumentFault[] = [];
  const read = { deny: [] as TimeWindow[], allow: [] as TimeWindow[] };
  for (const kind of ['deny', 'allow'] as const) {
    for (const [index, text] of (guards?.windows?.[kind] ?? []).entries()) {
      const pointer = `/guards/windows/${kind}/${index}`;
      const { window, fault, offset, warning } = readTimeWindow(text);
      if (window) read[kind].push(window);
      if (fault !== undefined) faults.push({ pointer, message: fault, ...(offset === undefined ? {} : { offset }) });
      if (warning !== undefined) warnings.push({ pointer, message: warning });
    }
  }
  if (guards?.windows?.allow?.length === 0) {
    faults.push({ pointer: '/guards/windows/allow', message: 'no window allows it, so it could never act: name one' });
  }
  if (faults.length === 0 && leavesNothing(read)) {
    const message = 'these windows leave no minute of the week, so it could never act: narrow deny, or widen allow';
    faults.push({ pointer: '/guards/windows', message });
  }
  return { faults, warnings };
}

/** Whether no minute of a week is allowed and not denied. Told only of one zone, where it is certain. */
function leavesNothing({ deny, allow }: { deny: readonly TimeWindow[]; allow: readonly TimeWindow[] }): boolean {
  if (new Set([...deny, ...allow].map(({ zone }) => zone)).size !== 1) return false;
  const within = (windows: readonly TimeWindow[], minute: number) =>
    windows.some(({ spans }) =>
      spans.some(([from, to]) => [minute, minute + WEEK_MINUTES].some((at) => at >= from && at < to)),
    );
  for (let minute = 0; minute < WEEK_MINUTES; minute++) {
    if (!within(deny, minute) && (allow.length === 0 || within(allow, minute))) return false;
  }
  return true;
}

function earnsNothing({ earn, autonomy }: PolicyDocument): DocumentFault[] {
  if (earn === undefined || autonomy === undefined || autonomy === 'earn') return [];
  return [{ pointer: '/earn', message: `autonomy is ${autonomy}, so nothing is earned: say autonomy: earn` }];
}
