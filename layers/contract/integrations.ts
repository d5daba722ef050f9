import * as z from 'zod';
import { Severity } from '#domain/anomaly/anomaly.ts';
import {
  EmailIntegration,
  Integration,
  OpsgenieIntegration,
  PagerdutyIntegration,
  SlackIntegration,
  SnsIntegration,
  TeamsIntegration,
} from '#domain/integration/integration.ts';
import { ServiceName } from '#domain/service/name.ts';
import { WebhookEvent } from '#domain/webhook/webhook.ts';
import { oneForm } from './forms.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';

const tag = 'Notifications';
const byId = z.object({ id: z.string().max(200) });

const Address = z
  .url({ protocol: /^https?$/, error: 'an http or https address' })
  .max(2_000)
  .regex(/^https?:\/\/[^/?#@\s]+([/?#]|$)/i, 'an http or https address without credentials');
const Name = z.string().regex(/^[\w .#-]{1,80}$/, 'letters, digits, spaces, dots, dashes and underscores');
/** A token or a key as systems give it: it goes into a header, so it holds nothing but printable ASCII. */
const Token = z.string().regex(/^[\x21-\x7e]{1,500}$/, 'printable characters, without spaces');
const region = z.enum(['us', 'eu']).default('us').describe('where the account is');

const common = {
  name: Name.optional().describe('what routes and policies call it; its type where nothing is said'),
  events: z.array(WebhookEvent).min(1).max(50).optional().describe('what people of this kind of channel want, without'),
  services: z.array(ServiceName).min(1).max(200).nullish().describe('only events of these; all when left out'),
  severities: z.array(Severity).min(1).nullish().describe('only anomalies of these; all when left out'),
  links_to: Address.optional().describe('where links in messages lead; the address that this call went to, without'),
  enabled: z.boolean().default(true),
};

const slack = {
  webhook_url: Address.optional().describe("an incoming webhook's address: each event is a message"),
  bot_token: Token.optional().describe('xoxb-…, with chat:write: one thread a subject, edited rather than repeated'),
  channel: z.string().min(1).max(100).optional().describe('#name or id; an incoming webhook has its own'),
  api_url: Address.optional().describe("another address of Slack's Web API, e.g. https://slack-gov.com/api"),
  signing_secret: Token.optional().describe(
    "the Slack app's: messages get buttons to approve and reject (needs the scope act), its interactivity's address is /integrations/slack/interactions",
  ),
  approvers: z
    .array(z.string().regex(/^[UW][A-Z0-9]+$/, "a member's id, like U012AB3CD"))
    .min(1)
    .max(200)
    .optional(),
};
const SlackWish = oneForm(z.strictObject({ type: z.literal('slack'), ...common, ...slack }), [
  ['webhook_url'],
  ['bot_token', 'channel'],
]);

const pagerduty = {
  routing_key: z
    .string()
    .regex(/^[0-9A-Za-z]{32}$/, 'the 32 characters of an Events API v2 integration')
    .optional(),
  api_key: Token.optional().describe('of the REST API: used once, to make a service with an integration; not kept'),
  escalation_policy: z.string().min(1).max(200).optional().describe('by its name or id'),
  region,
  api_url: Address.optional().describe("another address of PagerDuty's APIs, e.g. of a proxy"),
};
const pagerdutyForms = [['routing_key'], ['api_key', 'escalation_policy']];
const PagerdutyWish = oneForm(
  z.strictObject({ type: z.literal('pagerduty'), ...common, ...pagerduty }),
  pagerdutyForms,
);

const TeamsWish = z.strictObject({
  type: z.literal('teams'),
  ...common,
  webhook_url: Address.describe('of a workflow that begins when a Teams webhook request is received'),
});
const OpsgenieWish = z.strictObject({
  type: z.literal('opsgenie'),
  ...common,
  api_key: Token.describe('of an API integration'),
  responders: z.array(z.string().min(1).max(100)).max(50).default([]).describe('teams, by name'),
  region,
  api_url: Address.optional().describe("another address of Opsgenie's API"),
});
/** What is before the @ has at most 64 characters, as mail servers take it. */
const Mailbox = z
  .email()
  .max(320)
  .regex(/^[^@]{1,64}@/, 'at most 64 characters before the @');
const EmailWish = z.strictObject({
  type: z.literal('email'),
  ...common,
  from: Mailbox.describe('an identity that SES has verified'),
  to: z.array(Mailbox).min(1).max(50),
});
const SnsWish = z.strictObject({
  type: z.literal('sns'),
  ...common,
  topic_arn: z
    .string()
    .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/, "a topic's ARN")
    .describe('a topic of this account that carries the tag forestall:notify = true'),
});

export const IntegrationRequest = z
  .discriminatedUnion('type', [SlackWish, PagerdutyWish, TeamsWish, OpsgenieWish, EmailWish, SnsWish], {
    error: 'one of slack, pagerduty, teams, opsgenie, email, sns',
  })
  .meta({
    id: 'IntegrationRequest',
    example: { type: 'slack', webhook_url: 'https://hooks.slack.com/services/T000/B000/XXXX' },
  });
export type IntegrationRequest = z.output<typeof IntegrationRequest>;

const made = { warning: z.string().optional().describe('what may keep notices from arriving') };
/** An integration as the answer to its making: with what may go wrong. */
const IntegrationMade = z.discriminatedUnion('type', [
  SlackIntegration.extend(made),
  PagerdutyIntegration.extend(made),
  TeamsIntegration.extend(made),
  OpsgenieIntegration.extend(made),
  EmailIntegration.extend(made),
  SnsIntegration.extend(made),
]);

export const listIntegrations = route({
  id: 'listIntegrations',
  method: 'GET',
  path: '/integrations',
  scope: 'read',
  tag,
  summary: 'The integrations, oldest first, without what is secret about them',
  query: z.object({ ...pageQuery }),
  answers: { 200: { description: 'The integrations', schema: pageOf('integrations', Integration) } },
});

export const createIntegration = route({
  id: 'createIntegration',
  method: 'POST',
  path: '/integrations',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Has Slack, PagerDuty, Teams, Opsgenie, e-mail or an SNS topic told of events',
  body: IntegrationRequest,
  answers: { 201: { description: 'The integration', schema: IntegrationMade } },
});

export const getIntegration = route({
  id: 'getIntegration',
  method: 'GET',
  path: '/integrations/{id}',
  scope: 'read',
  tag,
  summary: 'An integration, without what is secret about it',
  params: byId,
  answers: { 200: { description: 'The integration', schema: Integration } },
});

export const deleteIntegration = route({
  id: 'deleteIntegration',
  method: 'DELETE',
  path: '/integrations/{id}',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Removes an integration; what still waits for it is given up',
  params: byId,
  answers: { 204: { description: 'It is gone' } },
});

export const testIntegration = route({
  id: 'testIntegration',
  method: 'POST',
  path: '/integrations/{id}/test',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Tells an example of an anomaly and at once of its end, and what was answered. A pager rings shortly',
  params: byId,
  answers: {
    200: {
      description: 'What came of it',
      schema: z.object({
        delivered: z.boolean().describe('both were taken'),
        status: z.number().int().nullable(),
        error: z.string().nullable(),
        duration_ms: z.number(),
        body: z.string().describe('the beginning of the answer'),
      }),
    },
  },
});

export const createSlackWebhook = route({
  id: 'createSlackWebhook',
  method: 'POST',
  path: '/api/webhooks/slack',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Older spelling of POST /integrations with the type slack: the same address again is the same integration',
  body: z.strictObject({ webhook_url: Address, channel: slack.channel }).meta({
    id: 'SlackWebhookRequest',
    example: { webhook_url: 'https://hooks.slack.com/services/T000/B000/XXXX', channel: '#sre-alerts' },
  }),
  answers: {
    200: { description: 'It was there already', schema: IntegrationMade },
    201: { description: 'The integration', schema: IntegrationMade },
  },
});

export const createPagerdutyIntegration = route({
  id: 'createPagerdutyIntegration',
  method: 'POST',
  path: '/api/integrations/pagerduty',
  scope: 'write',
  wide: true,
  tag,
  summary: 'Older spelling of POST /integrations with the type pagerduty: the same key again is the same integration',
  body: oneForm(z.strictObject(pagerduty), pagerdutyForms).meta({
    id: 'PagerdutyRequest',
    example: { api_key: 'u+an-example', escalation_policy: 'SRE-Oncall' },
  }),
  answers: {
    200: { description: 'It was there already', schema: IntegrationMade },
    201: { description: 'The integration', schema: IntegrationMade },
  },
});

export const integrationRoutes = [
  listIntegrations,
  createIntegration,
  getIntegration,
  deleteIntegration,
  testIntegration,
  createSlackWebhook,
  createPagerdutyIntegration,
];
