import type { Configuration } from '#domain/configuration/configuration.ts';
import type {
  ActionTable,
  AnomalyTable,
  ApprovalTokens,
  AutonomyRecords,
  Backtests,
  Clock,
  ConditionEpisodes,
  Ecs,
  KillSwitch,
  LatestValues,
  Log,
  PolicyStore,
  PredictionStore,
  Reservations,
  SeriesReader,
  ServiceCatalog,
  SilenceTable,
  Workflow,
} from '#ports';
import type { ActionType } from './actionType.ts';

/** What the use cases of policies and remediation reach outside through. */
export interface RemediationPorts {
  policies: PolicyStore;
  services: ServiceCatalog;
  anomalies: Pick<AnomalyTable, 'open' | 'foreseen' | 'get'>;
  predictions: Pick<PredictionStore, 'all'>;
  latest: LatestValues;
  series: SeriesReader;
  actions: ActionTable;
  episodes: ConditionEpisodes;
  kill: KillSwitch;
  silences: Pick<SilenceTable, 'all'>;
  reservations: Reservations;
  autonomy: AutonomyRecords;
  backtests: Pick<Backtests, 'latest'>;
  approvals: ApprovalTokens;
  workflow: Workflow;
  ecs: Pick<Ecs, 'describe'>;
  types: ReadonlyMap<string, ActionType>;
  configuration: Configuration;
  clock: Clock;
  log: Log;
}
