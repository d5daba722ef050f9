import * as z from 'zod';
import type { Answer, PagerdutyProvisioner, Provisioned, SystemReader, WebhookSender } from '#ports';

/** What the service and its integration are called in PagerDuty. */
const NAME = 'Forestall';
const EVENTS_V2 = 'events_api_v2_inbound_integration';

const Reference = z.object({ id: z.string(), name: z.string().optional(), summary: z.string().nullish() });
const Policies = z.object({ escalation_policies: z.array(Reference) });
const Integration = z.object({ type: z.string(), integration_key: z.string().optional() });
const Service = Reference.extend({
  html_url: z.string().nullish(),
  escalation_policy: Reference.optional(),
  integrations: z.array(Integration).default([]),
});
type Service = z.infer<typeof Service>;

class Stopped extends Error {
  override name = 'Stopped';
  readonly why: { refused: string } | { unanswered: string };
  constructor(why: { refused: string } | { unanswered: string }) {
    super('refused' in why ? why.refused : why.unanswered);
    this.why = why;
  }
}

/**
 * PagerDuty's REST API v2: what is there already under our name is used, so that the same call again makes nothing twice.
 */
export const pagerdutyProvisioner = (calls: WebhookSender & SystemReader): PagerdutyProvisioner => ({
  async provision({ apiUrl, apiKey, escalationPolicy }) {
    const headers = {
      accept: 'application/vnd.pagerduty+json;version=2',
      authorization: `Token token=${apiKey}`,
      'content-type': 'application/json',
    };
    const get = async <T>(path: string, schema: z.ZodType<T>) =>
      read(await calls.get(`${apiUrl}${path}`, headers), schema);
    const post = async <T>(path: string, body: unknown, schema: z.ZodType<T>) =>
      read(await calls.send(`${apiUrl}${path}`, JSON.stringify(body), headers), schema);

    async function policy(): Promise<string> {
      const query = encodeURIComponent(escalationPolicy);
      const { escalation_policies } = await get(`/escalation_policies?limit=25&query=${query}`, Policies);
      const named = escalation_policies.find(({ name, summary }) => (name ?? summary) === escalationPolicy);
      if (named) return named.id;
      if (!/^P[0-9A-Z]{5,13}$/.test(escalationPolicy))
        throw new Stopped({ refused: `PagerDuty knows no escalation policy ${escalationPolicy}` });
      return (await get(`/escalation_policies/${escalationPolicy}`, z.object({ escalation_policy: Reference })))
        .escalation_policy.id;
    }

    async function service(policyId: string): Promise<Service> {
      const path = `/services?limit=25&query=${NAME}&include%5B%5D=integrations`;
      const { services } = await get(path, z.object({ services: z.array(Service) }));
      const ours = services.filter(({ name, summary }) => (name ?? summary)?.startsWith(NAME));
      const there = ours.find(({ escalation_policy }) => escalation_policy?.id === policyId);
      if (there) return there;
      // a name is taken once in an account, and another policy has another service
      const name = ours.length === 0 ? NAME : `${NAME} (${escalationPolicy})`;
      const made = await post(
        '/services',
        {
          service: {
            type: 'service',
            name,
            description: 'What Forestall detects, and cannot repair by itself',
            escalation_policy: { id: policyId, type: 'escalation_policy_reference' },
            alert_creation: 'create_alerts_and_incidents',
          },
        },
        z.object({ service: Service }),
      );
      return made.service;
    }

    async function key({ id, integrations }: Service): Promise<string> {
      const there = integrations.find(({ type, integration_key }) => type === EVENTS_V2 && integration_key);
      if (there?.integration_key) return there.integration_key;
      const made = await post(
        `/services/${encodeURIComponent(id)}/integrations`,
        { integration: { type: EVENTS_V2, name: NAME } },
        z.object({ integration: Integration.extend({ integration_key: z.string() }) }),
      );
      return made.integration.integration_key;
    }

    try {
      const found = await service(await policy());
      return { made: { routingKey: await key(found), serviceUrl: found.html_url ?? null } };
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      return error.why satisfies Provisioned<never>;
    }
  },
});

/** What was answered, by its schema. @throws Stopped with what PagerDuty refused, or why it did not answer */
function read<T>({ status, error, body }: Answer, schema: z.ZodType<T>): T {
  if (status === null) throw new Stopped({ unanswered: `PagerDuty does not answer: ${error}` });
  if (status >= 500 || status === 429) throw new Stopped({ unanswered: `PagerDuty answers ${status} just now` });
  if (status >= 300) throw new Stopped({ refused: `PagerDuty refused it (${status}): ${reasonIn(body)}` });
  const answered = schema.safeParse(parsed(body));
  if (!answered.success) throw new Stopped({ unanswered: 'PagerDuty answered what its API does not' });
  return answered.data;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const Refusal = z.object({ error: z.object({ message: z.string(), errors: z.array(z.string()).optional() }) });

function reasonIn(body: string): string {
  const said = Refusal.safeParse(parsed(body)).data?.error;
  return said ? [said.message, ...(said.errors ?? [])].join('; ') : body.slice(0, 200);
}
