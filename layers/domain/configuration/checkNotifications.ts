import { IntegrationType } from '../integration/integration.ts';
import { nearest } from '../policy/nearest.ts';
import { type ReadTimeWindow, readTimeWindow } from '../policy/timeWindow.ts';
import type { FileFault, Path, YamlSource } from '../yaml/source.ts';
import type { Configuration } from './configuration.ts';

const HERE: Path = ['notifications'];

/** Quiet hours that cannot be read would never be quiet. */
export function wrongQuietHours({ notifications }: Configuration, { at }: YamlSource): FileFault[] {
  return quietHours(notifications).flatMap(({ path, read: { fault, offset } }) =>
    fault === undefined ? [] : [at(path, fault, offset)],
  );
}

/** What may be meant, but not as it is written. */
export const doubtful = ({ notifications }: Configuration, source: YamlSource): FileFault[] => [
  ...unknownTargets(notifications, source),
  ...quietHours(notifications).flatMap(({ path, read: { warning } }) =>
    warning === undefined ? [] : [source.at(path, warning)],
  ),
];

/** An integration may be called by its type; whether one bears a name is not known here. */
function unknownTargets(
  { targets, routes, default: otherwise = [] }: Configuration['notifications'],
  source: YamlSource,
) {
  const names = Object.keys(targets);
  const named = [
    ...placed(otherwise, [...HERE, 'default']),
    ...routes.flatMap(({ to, escalate }, index) => {
      const path: Path = [...HERE, 'routes', index];
      return [
        ...placed(to, [...path, 'to']),
        ...escalate.flatMap((step, at) => placed(step.to, [...path, 'escalate', at, 'to'])),
      ];
    }),
  ];
  return named
    .filter(({ to }) => !names.includes(to) && !IntegrationType.safeParse(to).success)
    .map(({ to, path }) => {
      const near = nearest(to, names);
      const meant = near === undefined ? 'an integration has to bear this name' : `did you mean ${near}?`;
      return source.at(path, `unknown target ${to}: ${meant}`);
    });
}

const placed = (names: readonly string[], path: Path): { to: string; path: Path }[] =>
  names.map((to, index) => ({ to, path: [...path, index] }));

const quietHours = ({ targets }: Configuration['notifications']): { path: Path; read: ReadTimeWindow }[] =>
  Object.entries(targets).flatMap(([name, { quiet_hours }]) =>
    quiet_hours.map((text, index) => ({
      path: [...HERE, 'targets', name, 'quiet_hours', index],
      read: readTimeWindow(text),
    })),
  );
