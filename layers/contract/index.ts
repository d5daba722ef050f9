import { actionRoutes } from './actions.ts';
import { alertRoutes } from './alerts.ts';
import { anomalyRoutes } from './anomalies.ts';
import { auditRoutes } from './audit.ts';
import { autonomyRoutes } from './autonomy.ts';
import { backtestRoutes } from './backtest.ts';
import { engineRoutes } from './engine.ts';
import { forecastRoutes } from './forecast.ts';
import { integrationRoutes } from './integrations.ts';
import { interactionRoutes } from './interactions.ts';
import { keyRoutes } from './keys.ts';
import { metaRoutes } from './meta.ts';
import { metricsRoutes } from './metrics.ts';
import { mlRoutes } from './ml.ts';
import { noticeRoutes } from './notices.ts';
import { policyRoutes } from './policies.ts';
import type { RouteContract } from './route.ts';
import { serviceRoutes } from './services.ts';
import { silenceRoutes } from './silences.ts';
import { streamRoutes } from './stream.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every route, by the function that serves it: `functions/http/<group>.ts`. A new group is one line here. */
export const routeGroups: Readonly<Record<string, readonly RouteContract[]>> = {
  actions: actionRoutes,
  alerts: alertRoutes,
  anomalies: anomalyRoutes,
  audit: auditRoutes,
  autonomy: autonomyRoutes,
  backtest: backtestRoutes,
  engine: engineRoutes,
  forecast: forecastRoutes,
  integrations: integrationRoutes,
  interactions: interactionRoutes,
  keys: keyRoutes,
  meta: metaRoutes,
  metrics: metricsRoutes,
  ml: mlRoutes,
  policies: policyRoutes,
  services: serviceRoutes,
  silences: [...silenceRoutes, ...noticeRoutes],
  stream: streamRoutes,
  webhooks: webhookRoutes,
};

export const allRoutes: readonly RouteContract[] = Object.values(routeGroups).flat();
