import type { IntegrationRequest } from '#contract/integrations.ts';
import { defaultEvents } from '#domain/integration/defaults.ts';
import type { Integration, Secrets } from '#domain/integration/integration.ts';
import { toInstant } from '#domain/time.ts';
import { hostOf, refusal } from '#domain/webhook/address.ts';
import type { Clock, IntegrationTable, PagerdutyProvisioner } from '#ports';

export interface IntegrationPorts {
  integrations: IntegrationTable;
  pagerduty: PagerdutyProvisioner;
  /** every address of a URL's host; none where it does not resolve */
  resolve(url: string): Promise<string[]>;
  allowHosts: readonly string[];
  clock: Clock;
}

/** An integration as it was asked for, with all that was found out. */
interface Draft {
  own: Own;
  secrets: Secrets;
}
type Own = DistributiveOmit<Integration, keyof Common>;
type Common = Pick<
  Integration,
  | 'id'
  | 'name'
  | 'events'
  | 'services'
  | 'severities'
  | 'enabled'
  | 'disabled_reason'
  | 'links_to'
  | 'created_at'
  | 'updated_at'
  | 'version'
>;
type DistributiveOmit<T, K extends keyof never> = T extends unknown ? Omit<T, K> : never;

type NotMade =
  /** what the request says is not right, or the other system does not take it */
  | { refused: string; pointer: string; unanswered?: undefined }
  /** why the other system did not answer */
  | { unanswered: string; refused?: undefined };

export type MadeIntegration =
  | {
      integration: Integration;
      /** false: it was there already */
      isNew: boolean;
      warning: string | undefined;
      refused?: undefined;
      unanswered?: undefined;
    }
  | (NotMade & { integration?: undefined });

/**
 * Makes an integration, unless its address may not be called or the other system refuses its part.
 * @param idOf its id by what is secret about it: the same id again is the same integration
 * @param linksTo where links in messages lead, where the wish does not say it
 */
export async function makeIntegration(
  wish: IntegrationRequest,
  { idOf, linksTo }: { idOf: (secrets: Secrets) => string; linksTo: string },
  ports: IntegrationPorts,
): Promise<MadeIntegration> {
  const checked = await checkAddress(wish, ports);
  if (checked.refused !== undefined) return { refused: checked.refused, pointer: checked.pointer };
  const draft = await draftOf(wish, ports);
  if (!('own' in draft)) return draft;
  const at = toInstant(ports.clock.now());
  const integration: Integration = {
    ...draft.own,
    id: idOf(draft.secrets),
    name: wish.name ?? wish.type,
    events: wish.events ?? defaultEvents(wish.type, { edits: draft.own.type === 'slack' && draft.own.by === 'bot' }),
    services: wish.services ?? null,
    severities: wish.severities ?? null,
    enabled: wish.enabled,
    disabled_reason: null,
    links_to: wish.links_to ?? linksTo,
    created_at: at,
    updated_at: at,
    version: 1,
  };
  const { warning } = checked;
  if (await ports.integrations.create(integration, draft.secrets)) return { integration, isNew: true, warning };
  const there = await ports.integrations.get(integration.id);
  // an answer of the table that was lost is asked for again, and finds what it had made itself
  return { integration: there ?? integration, isNew: there?.created_at === at, warning };
}

const pagerdutyOf = { us: 'https://api.pagerduty.com', eu: 'https://api.eu.pagerduty.com' };
const eventsOf = { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' };
const opsgenieOf = { us: 'https://api.opsgenie.com', eu: 'https://api.eu.opsgenie.com' };
const SLACK_API = 'https://slack.com/api';

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

async function draftOf(wish: IntegrationRequest, { pagerduty }: IntegrationPorts): Promise<Draft | NotMade> {
  switch (wish.type) {
    case 'slack': {
      const { webhook_url, bot_token, signing_secret, channel, approvers, api_url } = wish;
      const own = {
        type: wish.type,
        by: bot_token === undefined ? ('webhook' as const) : ('bot' as const),
        channel: channel ?? null,
        api_url: withoutSlash(api_url ?? SLACK_API),
        interactive: signing_secret !== undefined,
        approvers: approvers ?? null,
      };
      return { own, secrets: known({ webhook_url, bot_token, signing_secret }) };
    }
    case 'pagerduty': {
      const { region, routing_key, api_key, escalation_policy, api_url } = wish;
      const own = { type: wish.type, events_url: withoutSlash(api_url ?? eventsOf[region]), service_url: null };
      if (routing_key !== undefined) return { own, secrets: { routing_key } };
      const provisioned = await pagerduty.provision({
        apiUrl: withoutSlash(api_url ?? pagerdutyOf[region]),
        apiKey: api_key ?? '',
        escalationPolicy: escalation_policy ?? '',
      });
      if (provisioned.unanswered !== undefined) return { unanswered: provisioned.unanswered };
      if (provisioned.refused !== undefined) return { refused: provisioned.refused, pointer: '' };
      const { routingKey, serviceUrl } = provisioned.made;
      return { own: { ...own, service_url: serviceUrl }, secrets: { routing_key: routingKey } };
    }
    case 'teams':
      return { own: { type: wish.type }, secrets: { webhook_url: wish.webhook_url } };
    case 'opsgenie': {
      const { api_key, responders, region, api_url } = wish;
      const own = { type: wish.type, api_url: withoutSlash(api_url ?? opsgenieOf[region]), responders };
      return { own, secrets: { api_key } };
    }
    case 'email':
      return { own: { type: wish.type, from: wish.from, to: wish.to }, secrets: {} };
    case 'sns':
      return { own: { type: wish.type, topic_arn: wish.topic_arn }, secrets: {} };
  }
}

const known = (values: Readonly<Record<string, string | undefined>>): Secrets =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

type Checked =
  | { refused: string; pointer: string; warning?: undefined }
  | { refused?: undefined; warning: string | undefined };

/** An address of one's own must be one that may be called; each call checks it again. */
async function checkAddress(wish: IntegrationRequest, { resolve, allowHosts }: IntegrationPorts): Promise<Checked> {
  const given = Object.entries(wish).filter(([name]) => name === 'webhook_url' || name === 'api_url');
  let warning: string | undefined;
  for (const [name, url] of given) {
    if (typeof url !== 'string') continue;
    const addresses = await resolve(url);
    const refused = refusal(url, addresses, allowHosts);
    if (refused !== undefined) return { refused, pointer: `/${name}` };
    if (addresses.length === 0) warning = `${hostOf(url)} does not resolve yet: notices are tried again for a day`;
  }
  return { warning };
}
