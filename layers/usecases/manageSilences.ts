import { ulid } from 'ulid';
import type { Matcher } from '#domain/notice/matcher.ts';
import type { Silence } from '#domain/notice/silence.ts';
import { toInstant, utc } from '#domain/time.ts';
import type { Clock, ServiceCatalog, SilenceTable } from '#ports';
import { canonicalName } from './canonicalName.ts';
import { mayChange } from './mayChange.ts';

export interface SilencePorts {
  silences: Pick<SilenceTable, 'create'>;
  services: Pick<ServiceCatalog, 'get'>;
  clock: Clock;
}

/** What a person says of a silence; times in any offset. */
export interface SilenceWish {
  matchers: readonly Matcher[];
  starts_at?: string | undefined;
  ends_at: string;
  reason: string;
  hold_actions: boolean;
}

export interface Silencer {
  /** key:<id>, as the audit names it */
  by: string;
  /** what its key may change; null: everything */
  namespaces: readonly string[] | null;
}

export type MadeSilence =
  | { silence: Silence; faults?: undefined; foreign?: undefined }
  | { silence?: undefined; faults: { pointer: string; message: string }[]; foreign?: undefined }
  | { silence?: undefined; foreign: string; faults?: undefined };

/** Makes a silence, unless it would hold nothing, or what the key of who asks may not change. */
export async function makeSilence(
  wish: SilenceWish,
  { by, namespaces }: Silencer,
  { silences, services, clock }: SilencePorts,
): Promise<MadeSilence> {
  const now = toInstant(clock.now());
  const starts_at = wish.starts_at === undefined ? now : utc(wish.starts_at);
  const faults = faultsOf({ ...wish, starts_at, ends_at: utc(wish.ends_at) }, now);
  if (faults.length > 0) return { faults };
  const matchers = await Promise.all(wish.matchers.map((matcher) => canonical(matcher, services)));
  if (!(await confined(matchers, namespaces, services)))
    return { foreign: 'this key silences only what its namespaces own: name one of them, or a service of theirs' };
  const silence: Silence = {
    id: `silence_${ulid(clock.now() * 1000)}`,
    matchers,
    starts_at,
    ends_at: utc(wish.ends_at),
    reason: wish.reason,
    hold_actions: wish.hold_actions,
    created_by: by,
    created_at: now,
    version: 1,
  };
  await silences.create(silence);
  return { silence };
}

/** Whether a silence holds only what these namespaces own. */
export async function confined(
  matchers: readonly Matcher[],
  namespaces: readonly string[] | null,
  services: Pick<ServiceCatalog, 'get'>,
): Promise<boolean> {
  if (namespaces === null) return true;
  for (const { name, value, is_equal } of matchers) {
    if (!is_equal || value.includes('*')) continue;
    if (name === 'namespace' && namespaces.includes(value)) return true;
    if (name === 'service' && (await mayChange(namespaces, value, services))) return true;
  }
  return false;
}

function faultsOf(
  { matchers, starts_at, ends_at, hold_actions }: SilenceWish & { starts_at: string },
  now: string,
): { pointer: string; message: string }[] {
  const faults: { pointer: string; message: string }[] = [];
  if (ends_at <= now) faults.push({ pointer: '/ends_at', message: 'it would be over already' });
  else if (ends_at <= starts_at) faults.push({ pointer: '/ends_at', message: 'it would end before it begins' });
  const [event] = matchers.flatMap(({ name }, index) => (name === 'event' ? [index] : []));
  if (hold_actions && event !== undefined) {
    const message = 'an action is no event, so that no repair would be held: match the action, or leave this out';
    faults.push({ pointer: `/matchers/${event}/name`, message });
  }
  return faults;
}

async function canonical(matcher: Matcher, services: Pick<ServiceCatalog, 'get'>): Promise<Matcher> {
  if (matcher.name !== 'service' || matcher.value.includes('*') || matcher.value === '') return matcher;
  return { ...matcher, value: await canonicalName(matcher.value, services) };
}
