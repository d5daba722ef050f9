import * as z from 'zod';
import { holding, type Silence } from '../notice/silence.ts';
import type { Policy } from '../policy/policy.ts';
import { inWindow, readTimeWindow } from '../policy/timeWindow.ts';
import type { Service } from '../service/service.ts';

const Windows = z.object({
  guards: z.object({
    windows: z.object({ deny: z.array(z.string()).default([]), allow: z.array(z.string()).default([]) }),
  }),
});
const Asked = z.object({ guards: z.object({ windows: z.unknown() }) });

/** Whether a policy's windows let it act at a time (epoch seconds), and why. What cannot be read lets nothing through. */
export function judgeWindows(policy: Policy | null, now: number): { passed: boolean; reason: string } {
  const written = policy?.written ?? {};
  const asked = Asked.safeParse(written);
  if (!asked.success || asked.data.guards.windows === undefined)
    return { passed: true, reason: 'the policy has no windows' };
  const read = Windows.safeParse(written);
  if (!read.success) return { passed: false, reason: "the policy's windows cannot be read" };
  const { deny, allow } = read.data.guards.windows;
  const unreadable = [...deny, ...allow].find((text) => readTimeWindow(text).window === undefined);
  if (unreadable !== undefined) return { passed: false, reason: `the window "${unreadable}" cannot be read` };
  const denied = deny.find((text) => within(text, now));
  if (denied !== undefined) return { passed: false, reason: `not during ${denied}` };
  if (allow.length > 0 && !allow.some((text) => within(text, now)))
    return { passed: false, reason: `only during ${allow.join(' or ')}` };
  return { passed: true, reason: 'no window forbids it now' };
}

/** What a silence that holds repairs is asked about. */
export interface Repair {
  service: Pick<Service, 'name' | 'owner'>;
  severity: string | null;
  metric: string | null;
  type: string;
}

/** Whether a silence lets a repair be done at a time (epoch seconds), and why. What cannot be read lets nothing through. */
export function judgeSilences(
  silences: readonly Silence[] | { unreadable: string },
  { service, severity, metric, type }: Repair,
  now: number,
): { passed: boolean; reason: string } {
  if ('unreadable' in silences) {
    return { passed: false, reason: `the silences cannot be read (${silences.unreadable}), so nothing is done` };
  }
  const { name, owner: namespace } = service;
  const silence = holding(silences, { service: name, namespace, severity, metric, event: null, action: type }, now);
  if (silence === undefined) return { passed: true, reason: 'no silence holds repairs now' };
  return { passed: false, reason: `${silence.id} holds repairs until ${silence.ends_at}: ${silence.reason}` };
}

function within(text: string, now: number): boolean {
  const { window } = readTimeWindow(text);
  return window !== undefined && inWindow(window, now);
}
