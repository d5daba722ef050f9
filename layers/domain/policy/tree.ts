import type { Configuration } from '../configuration/configuration.ts';
import { canonicalService } from '../service/name.ts';
import type { FileFault } from '../yaml/source.ts';
import { analyse } from './analysis/analyse.ts';
import type { Rule, Subject } from './analysis/subject.ts';
import { checkPlace, type Place, placeOf } from './checkPlace.ts';
import type { Compliance } from './document.ts';
import { type LoadedFile, type LoadedPolicy, loadPolicyFile } from './load.ts';
import type { Policy } from './policy.ts';

export interface PolicyText {
  /** with the folders that it lies in, like `policies/teams/payments/policies.yml` */
  file: string;
  text: string;
}

/** What was found: what is written wrong, or which rule of the analysis it goes against. */
export type Finding = FileFault & { rule: Rule | 'written' | 'place' };

export interface LoadedTree {
  policies: Policy[];
  entries: LoadedPolicy[];
  compliance: Compliance | null;
  faults: Finding[];
  warnings: Finding[];
}

export interface TreeSetting {
  configuration: Configuration;
  now: number;
  source?: 'file' | 'api';
  /** what is known around them; what `forestall.yml` says where left out */
  place?: Place;
  /** policies that will be there beside these, which another remark may name */
  others?: readonly Policy[];
  /** a text may also be one policy alone */
  single?: boolean;
}

/**
 * Loads policy files that are to hold together: each by itself, whose namespace may touch what, and what they mean beside
 * each other. Pure; never throws on what is written.
 */
export function loadPolicyTree(files: readonly PolicyText[], setting: TreeSetting): LoadedTree {
  const place = setting.place ?? placeOf(setting.configuration);
  const loaded = readFiles(files, setting);
  const written = loaded.flatMap((one) => one.faults);
  const placed = [...folders(loaded), ...claims(loaded, place), ...compliances(loaded), ...names(loaded)];
  const entries = loaded.flatMap((one) => one.entries);
  const around = entries.map((entry) => {
    const { faults, warnings } = checkPlace(entry.document, entry.policy, place);
    return { faults: faults.map(entry.at), warnings: warnings.map(entry.at) };
  });
  const remarks = remarksOn(entries, setting.others ?? []);
  const as = (rule: Finding['rule']) => (fault: FileFault) => ({ ...fault, rule });
  return {
    policies: entries.map(({ policy }) => policy),
    entries,
    compliance: loaded.find(({ compliance }) => compliance !== null)?.compliance ?? null,
    faults: inOrder([
      ...written.map(as('written')),
      ...[...placed, ...around.flatMap(({ faults }) => faults)].map(as('place')),
      ...remarks.filter(({ fault }) => fault).map(({ finding }) => finding),
    ]),
    warnings: inOrder([
      ...loaded.flatMap(({ warnings }) => warnings).map(as('written')),
      ...around.flatMap(({ warnings }) => warnings).map(as('place')),
      ...remarks.filter(({ fault }) => !fault).map(({ finding }) => finding),
    ]),
  };
}

/** The policies of files that were checked before they were deployed, as they are together. */
export function readPolicyTree(
  files: readonly PolicyText[],
  setting: Pick<TreeSetting, 'configuration' | 'now'>,
): { policies: Policy[]; faults: FileFault[] } {
  const loaded = readFiles(files, setting);
  return { policies: loaded.flatMap(({ policies }) => policies), faults: loaded.flatMap(({ faults }) => faults) };
}

function readFiles(
  files: readonly PolicyText[],
  { configuration, now, source = 'file', single = false }: TreeSetting,
): Loaded[] {
  const loaded = files.map(({ file, text }) => ({
    file,
    ...loadPolicyFile(file, text, { configuration, now, namespace: teamOf(file), source, single }),
  }));
  shareServices(loaded);
  return loaded;
}

/** The team whose folder a file lies in: `policies/teams/<team>/policies.yml`. */
export const teamOf = (file: string): string | null => /(?:^|\/)teams\/([^/]+)\/[^/]+$/.exec(file)?.[1] ?? null;

type Loaded = LoadedFile & { file: string };

const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);

/** What one file of a namespace gives it holds in its other files too. */
function shareServices(files: readonly Loaded[]): void {
  for (const { namespace, entries } of files) {
    const given = files.flatMap(({ owns }) => (owns?.namespace === namespace ? owns.services : []));
    if (namespace === null || given.length === 0) continue;
    const services = [...new Set(given.map((one) => canonicalService(one)))];
    for (const { policy } of entries) policy.services = services;
  }
}

/** A team's folder holds its namespace and no other, whoever wrote the file. */
function folders(files: readonly Loaded[]): FileFault[] {
  return files.flatMap((one) => {
    const team = teamOf(one.file);
    const strange = one.entries.flatMap(({ policy, document, at }) =>
      document.namespace !== undefined && document.namespace !== one.namespace && one.namespace !== null
        ? [
            at({
              pointer: '/namespace',
              message: `this file is of the namespace ${one.namespace}: a policy of ${policy.namespace} stands in its own`,
            }),
          ]
        : [],
    );
    if (team === null || one.namespace === team) return strange;
    const message = `this folder is of the team ${team}: say namespace: ${team}, or put the file into teams/${one.namespace}`;
    return [one.at(['namespace'], message), ...strange];
  });
}

/** A namespace may be given what nobody has: not what `forestall.yml`, a tag or another file gives to another. */
function claims(files: readonly Loaded[], { services }: Place): FileFault[] {
  const claimed = new Map<string, { namespace: string; file: string }>();
  return files.flatMap(({ owns, at, file }) =>
    (owns?.services ?? []).flatMap((written, index) => {
      const name = canonicalService(written);
      const namespace = owns?.namespace ?? '';
      const owner = services.find((service) => service.name === name)?.owner ?? null;
      const before = claimed.get(name);
      if (!before) claimed.set(name, { namespace, file });
      const refuse = (why: string) => [
        at(['services', index], `${name} ${why}: a namespace touches only its own services. Take it out here`),
      ];
      if (owner !== null && owner !== namespace && name !== namespace) return refuse(`belongs to ${owner}`);
      if (before && before.namespace !== namespace) return refuse(`is given to ${before.namespace} by ${before.file}`);
      return [];
    }),
  );
}

function compliances(files: readonly Loaded[]): FileFault[] {
  const [first, ...others] = files.filter(({ compliance }) => compliance !== null);
  return others.map(({ at }) => at(['compliance'], `${first?.file} says what is complied with already: say it once`));
}

/** Names are unique in a namespace, whichever of its files they stand in. */
function names(files: readonly Loaded[]): FileFault[] {
  const seen = new Map<string, string>();
  return files.flatMap(({ entries }) =>
    entries.flatMap(({ policy, document, at }) => {
      const before = seen.get(policy.id);
      const here = at({ pointer: document.name === undefined ? '' : '/name', message: '' });
      if (before === undefined) seen.set(policy.id, `${here.file}:${here.line}`);
      return before === undefined
        ? []
        : [{ ...here, message: `"${policy.name}" stands at ${before} already: name one anew` }];
    }),
  );
}

function remarksOn(entries: readonly LoadedPolicy[], others: readonly Policy[]) {
  const ids = new Set(entries.map(({ policy }) => policy.id));
  const subjects = new Map<Subject, LoadedPolicy | undefined>();
  for (const policy of others) {
    if (ids.has(policy.id)) continue;
    const from = policy.source === 'file' ? 'of the deploy' : (policy.file ?? 'made through the API');
    subjects.set({ policy, document: policy.written, where: `"${policy.name}" (${from})` }, undefined);
  }
  for (const entry of entries) {
    const { file, line } = entry.at({ pointer: '', message: '' });
    const { policy, document } = entry;
    subjects.set({ policy, document, where: `"${policy.name}" (${file}:${line})` }, entry);
  }
  const isAsked = (subject: Subject) => subjects.get(subject) !== undefined;
  return analyse([...subjects.keys()], isAsked).flatMap(({ subject, rule, fault, pointer, message, offset }) => {
    const entry = subjects.get(subject);
    if (!entry) return [];
    return [
      { fault, finding: { ...entry.at({ pointer, message, ...(offset === undefined ? {} : { offset }) }), rule } },
    ];
  });
}
