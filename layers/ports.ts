/** The few interfaces through which use cases reach outside, by noun. Times are epoch seconds unless typed `Instant`. */

export type * from './ports/actions.ts';
export type * from './ports/anomalies.ts';
export type * from './ports/audit.ts';
export type * from './ports/autoScaling.ts';
export type * from './ports/backtests.ts';
export type * from './ports/clock.ts';
export type * from './ports/decisions.ts';
export type * from './ports/deliveries.ts';
export type * from './ports/ecs.ts';
export type * from './ports/events.ts';
export type * from './ports/feedback.ts';
export type * from './ports/flags.ts';
export type * from './ports/forests.ts';
export type * from './ports/guards.ts';
export type * from './ports/keys.ts';
export type * from './ports/log.ts';
export type * from './ports/page.ts';
export type * from './ports/policies.ts';
export type * from './ports/predictions.ts';
export type * from './ports/requests.ts';
export type * from './ports/samples.ts';
export type * from './ports/series.ts';
export type * from './ports/services.ts';
export type * from './ports/subscribers.ts';
export type * from './ports/throttling.ts';
export type * from './ports/webhooks.ts';
