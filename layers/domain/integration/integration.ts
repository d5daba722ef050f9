import * as z from 'zod';
import { Instant } from '../time.ts';
import { WebhookEvent } from '../webhook/webhook.ts';

export const IntegrationType = z
  .enum(['slack', 'pagerduty', 'teams', 'opsgenie', 'email', 'sns'])
  .meta({ id: 'IntegrationType' });
export type IntegrationType = z.infer<typeof IntegrationType>;

const common = {
  id: z.string().regex(/^integration_[0-9a-zA-Z]+$/),
  name: z.string().describe('what routes, policies and people call it'),
  events: z.array(WebhookEvent).min(1),
  services: z.array(z.string()).nullable(),
  severities: z.array(z.string()).nullable(),
  enabled: z.boolean(),
  disabled_reason: z.string().nullable(),
  links_to: z.url().describe('where links in messages lead'),
  created_at: Instant,
  updated_at: Instant,
  version: z.number().int().positive(),
};

export const SlackIntegration = z.object({
  ...common,
  type: z.literal('slack'),
  by: z.enum(['webhook', 'bot']).describe('bot: one thread a subject, edited rather than repeated'),
  channel: z.string().nullable(),
  api_url: z.url(),
  interactive: z.boolean().describe('messages have buttons to approve and to reject'),
  approvers: z.array(z.string()).nullable().describe('Slack users who may decide; null: whoever sees the message'),
});
export const PagerdutyIntegration = z.object({
  ...common,
  type: z.literal('pagerduty'),
  events_url: z.url(),
  service_url: z.url().nullable().describe('the service that was made in PagerDuty for it'),
});
export const TeamsIntegration = z.object({ ...common, type: z.literal('teams') });
export const OpsgenieIntegration = z.object({
  ...common,
  type: z.literal('opsgenie'),
  api_url: z.url(),
  responders: z.array(z.string()).describe('teams, by name'),
});
export const EmailIntegration = z.object({
  ...common,
  type: z.literal('email'),
  from: z.string(),
  to: z.array(z.string()).min(1),
});
export const SnsIntegration = z.object({ ...common, type: z.literal('sns'), topic_arn: z.string() });

/** Who is told of events in a system of its own kind. What is secret about it is kept apart, and never shown. */
export const Integration = z
  .discriminatedUnion('type', [
    SlackIntegration,
    PagerdutyIntegration,
    TeamsIntegration,
    OpsgenieIntegration,
    EmailIntegration,
    SnsIntegration,
  ])
  .meta({ id: 'Integration' });
export type Integration = z.infer<typeof Integration>;
export type IntegrationOf<T extends IntegrationType> = Extract<Integration, { type: T }>;

/** What is secret about an integration, by its type. */
export const secretsOf = {
  slack: z.object({
    webhook_url: z.string().optional(),
    bot_token: z.string().optional(),
    signing_secret: z.string().optional(),
  }),
  pagerduty: z.object({ routing_key: z.string() }),
  teams: z.object({ webhook_url: z.string() }),
  opsgenie: z.object({ api_key: z.string() }),
  email: z.object({}),
  sns: z.object({}),
} satisfies Record<IntegrationType, z.ZodType>;
export type SecretsOf<T extends IntegrationType> = z.infer<(typeof secretsOf)[T]>;
/** As they are kept: text by name. */
export const Secrets = z.record(z.string(), z.string());
export type Secrets = z.infer<typeof Secrets>;
