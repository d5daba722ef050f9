import { type Configuration, seconds } from '../configuration/configuration.ts';
import { derivedId } from '../id.ts';
import { canonicalMetric } from '../metric/catalogue.ts';
import { NEVER_REMOVES, onlyRemoves } from '../remediation/capacity.ts';
import { canonicalService } from '../service/name.ts';
import { slosOf } from '../slo/fromConfiguration.ts';
import { toInstant } from '../time.ts';
import { type CheckedCondition, metricOf, namedIn, onlyForeseen, readCondition } from './condition.ts';
import type { PolicyDocument, WrittenAction } from './document.ts';
import { readExpectation } from './expectation.ts';
import { metricFault } from './metricFault.ts';
import type { Policy, Rung } from './policy.ts';
import { readSeverity } from './testValue.ts';

/** What a document is read beside: where it came from, and the defaults. */
export interface Setting {
  source: 'file' | 'api';
  namespace: string | null;
  /** of an applied tree: the file that declares it */
  file?: string;
  /** what the file gives to its namespace */
  services?: readonly string[];
  configuration: Pick<Configuration, 'guards' | 'autonomy' | 'verify' | 'slos'>;
  now: number;
  /** the id and version of the policy that this replaces, or that it was made with */
  id?: string;
  version?: number;
  createdAt?: string;
}

/** A fault of a document: `pointer` says which member (RFC 6901), `offset` where in a text member, `key` that it is the
 *  member's name that is wrong. */
export interface DocumentFault {
  pointer: string;
  message: string;
  offset?: number;
  key?: boolean;
}
export interface Normalised {
  policy?: Policy;
  faults: DocumentFault[];
  warnings: DocumentFault[];
}

/** Turns any spelling into the policy that the engine uses. Never throws on what an author wrote. */
export function normalise(document: PolicyDocument, setting: Setting): Normalised {
  const faults: DocumentFault[] = shape(document, document.namespace ?? setting.namespace);
  const warnings: DocumentFault[] = [];
  const text = document.when ?? document.condition ?? null;
  const checked = text === null ? undefined : readCondition(text, { slos: slosOf(setting.configuration) });
  const pointer = document.when === undefined ? '/condition' : '/when';
  if (checked) report(checked, pointer, faults, warnings);
  const rungs = actionsOf(document);
  if (rungs.length === 0) {
    faults.push({ pointer: '/action', message: 'a policy says what to do: give action, actions or notification' });
  }
  faults.push(...verifyFaults(document, checked), ...severityFaults(rungs, document.actions));
  faults.push(...capacityFaults(rungs, document.actions, checked));
  if (faults.length > 0) return { faults, warnings };
  return { policy: build(document, rungs, checked, setting), faults, warnings };
}

/** What a policy does; one that only names whom to notify is an alert. */
function actionsOf({ action, actions, parameters, notification }: PolicyDocument): Rung[] {
  const written = actions ?? (action === undefined ? [] : [action]);
  if (written.length === 0 && notification !== undefined) return [rungOf('alert', parameters)];
  return written.map((one) => rungOf(one, parameters));
}

function verifyFaults({ verify }: PolicyDocument, checked: CheckedCondition | undefined): DocumentFault[] {
  const unknown = verify?.metric === undefined ? undefined : metricFault(verify.metric);
  if (unknown !== undefined) return [{ pointer: '/verify/metric', message: unknown }];
  const [first] = checked?.condition ? namedIn(checked.condition) : [];
  const metric = verify?.metric ?? (first && metricOf(first));
  if (verify?.expect === undefined) return [];
  if (!metric) return [{ pointer: '/verify/metric', message: 'expect is about a metric: name it' }];
  const { fault } = readExpectation(verify.expect, metric);
  return fault === undefined ? [] : [{ pointer: '/verify/expect', message: fault }];
}

/** What can only take tasks away, on a forecast alone, would never be done. */
function capacityFaults(
  rungs: readonly Rung[],
  actions: PolicyDocument['actions'],
  checked: CheckedCondition | undefined,
): DocumentFault[] {
  if (!checked?.condition || !onlyForeseen(checked.condition)) return [];
  return rungs.flatMap(({ type, parameters }, index) =>
    type === 'scale' && onlyRemoves(parameters)
      ? [
          {
            pointer: actions === undefined ? '/action' : `/actions/${index}`,
            message: `${NEVER_REMOVES}: scale up here`,
          },
        ]
      : [],
  );
}

function severityFaults(rungs: readonly Rung[], actions: PolicyDocument['actions']): DocumentFault[] {
  return rungs.flatMap(({ type, parameters: { severity } }, index) =>
    type === 'alert' && severity !== undefined && readSeverity(severity) === undefined
      ? [
          {
            pointer: actions === undefined ? '/action/severity' : `/actions/${index}/severity`,
            message: `"${String(severity)}" is no severity: there are low (info), medium (warning), high (error), critical`,
          },
        ]
      : [],
  );
}

function shape(
  { condition, when, trigger, action, actions, service }: PolicyDocument,
  namespace: string | null,
): DocumentFault[] {
  const faults: DocumentFault[] = [];
  const conditions = [condition, when, trigger].filter((one) => one !== undefined).length;
  if (conditions !== 1) {
    faults.push({
      pointer: '/condition',
      message: `a policy has one of condition, when and trigger, not ${conditions}`,
    });
  }
  if (action !== undefined && actions !== undefined) {
    faults.push({ pointer: '/actions', message: 'give action or actions, not both' });
  }
  if (trigger !== undefined && (namespace !== null || service !== undefined)) {
    const of = namespace === null ? 'a service' : `the namespace ${namespace}`;
    const message = `several services at once are nothing of ${of}: put this under global_policies, without service and namespace`;
    faults.push({ pointer: '/trigger', message });
  }
  return faults;
}

function report(checked: CheckedCondition, pointer: string, faults: DocumentFault[], warnings: DocumentFault[]): void {
  for (const { message, offset } of checked.faults) faults.push({ pointer, message, offset });
  for (const { message, offset } of checked.warnings) warnings.push({ pointer, message, offset });
}

export function rungOf(written: WrittenAction, common: Record<string, unknown> = {}): Rung {
  const { type, parameters } = spelledOut(written, common);
  const severity = type === 'alert' ? readSeverity(parameters.severity) : undefined;
  return severity === undefined ? { type, parameters } : { type, parameters: { ...parameters, severity } };
}

function spelledOut(written: WrittenAction, common: Record<string, unknown>): Rung {
  if (typeof written === 'string') return { type: written, parameters: common };
  if (typeof written.type === 'string') {
    const { type, ...parameters } = written;
    return { type, parameters: { ...common, ...parameters } };
  }
  const [entry] = Object.entries(written);
  const [type, value] = entry ?? ['', undefined];
  if (type === 'alert') return { type, parameters: { ...common, to: value } };
  return {
    type,
    parameters: typeof value === 'object' && value !== null ? { ...common, ...value } : { ...common, mode: value },
  };
}

function build(
  document: PolicyDocument,
  rungs: readonly Rung[],
  checked: CheckedCondition | undefined,
  setting: Setting,
): Policy {
  const namespace = document.namespace ?? setting.namespace;
  const service = document.service === undefined ? null : canonicalService(document.service);
  const condition = document.when ?? document.condition ?? null;
  const said = document.name ?? nameOf(condition, service, rungs);
  const { guards, autonomy, verify } = setting.configuration;
  const at = toInstant(setting.now);
  return {
    id: setting.id ?? derivedId('policy', namespace ?? '', said),
    name: said.slice(0, LONGEST_NAME),
    namespace,
    services: setting.services?.map((one) => canonicalService(one)) ?? null,
    service,
    description: document.description ?? '',
    condition,
    trigger: document.trigger
      ? {
          type: document.trigger.type,
          threshold: document.trigger.threshold,
          window_seconds: seconds(document.trigger.time_window),
        }
      : null,
    for_seconds: document.for === undefined ? (checked?.forSeconds ?? 0) : seconds(document.for),
    alerts: rungs.filter(({ type }) => type === 'alert'),
    ladder: rungs.filter(({ type }) => type !== 'alert'),
    notification: document.notification ?? null,
    cooldown_seconds: seconds(document.guards?.cooldown ?? document.cooldown ?? guards.cooldown),
    max_per_hour: document.guards?.max_per_hour ?? guards.max_per_hour,
    blast_radius: share(document.guards?.blast_radius) ?? guards.blast_radius,
    autonomy: document.autonomy ?? autonomy,
    verify: {
      within_seconds: seconds(document.verify?.within ?? verify.within),
      metric: document.verify?.metric === undefined ? null : canonicalMetric(document.verify.metric),
      expect: document.verify?.expect ?? null,
    },
    on_failure: (document.on_failure ?? []).map((written) => rungOf(written)),
    enabled: document.enabled ?? true,
    source: setting.source,
    file: setting.file ?? null,
    version: setting.version ?? 1,
    created_at: setting.createdAt ?? at,
    updated_at: at,
    written: { ...document },
  };
}

const LONGEST_NAME = 200;

/** The short spelling has no name: what it says is its name, so that it keeps its id while it says the same. */
const nameOf = (condition: string | null, service: string | null, rungs: readonly Rung[]): string =>
  `${rungs.map(({ type }) => type).join('+')} when ${condition ?? 'triggered'} on ${service ?? 'every service'}`;

function share(written: string | number | undefined): number | undefined {
  return typeof written === 'string' ? Number(written.slice(0, -1)) / 100 : written;
}
