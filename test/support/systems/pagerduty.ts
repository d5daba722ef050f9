import * as z from 'zod';
import { type SystemAnswer, type SystemCall, startSystem } from './server.ts';

export const API_KEY = 'u+stand-in-for-a-key';
export const ROUTING_KEY = 'R0123456789ABCDEF0123456789ABCDE';

const Event = z
  .object({
    routing_key: z.string(),
    event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
    dedup_key: z.string().min(1).max(255).optional(),
    payload: z
      .object({
        summary: z.string().min(1).max(1_024),
        source: z.string().min(1),
        severity: z.enum(['critical', 'warning', 'error', 'info']),
        timestamp: z.iso.datetime({ offset: true }).optional(),
        custom_details: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
    links: z.array(z.object({ href: z.url(), text: z.string().optional() })).optional(),
    client: z.string().optional(),
    client_url: z.url().optional(),
  })
  .refine(({ event_action, payload }) => event_action !== 'trigger' || payload !== undefined)
  .refine(({ event_action, dedup_key }) => event_action === 'trigger' || dedup_key !== undefined);
const Change = z.object({
  routing_key: z.string(),
  payload: z.object({
    summary: z.string().min(1).max(1_024),
    source: z.string().optional(),
    timestamp: z.iso.datetime({ offset: true }).optional(),
    custom_details: z.record(z.string(), z.unknown()).optional(),
  }),
  links: z.array(z.object({ href: z.url(), text: z.string().optional() })).optional(),
});

/** PagerDuty's alert: what happened to it, in order. */
export interface Alert {
  key: string;
  summary: string;
  severity: string;
  state: 'triggered' | 'acknowledged' | 'resolved';
  triggers: number;
}

/** PagerDuty: the Events API v2, and of the REST API v2 what makes a service with an integration. */
export async function startPagerduty({ policies = [{ id: 'PABC123', name: 'SRE-Oncall' }] } = {}) {
  const keys = new Set([ROUTING_KEY]);
  const alerts = new Map<string, Alert>();
  const changes: z.infer<typeof Change>['payload'][] = [];
  const services: {
    id: string;
    name: string;
    html_url: string;
    escalation_policy: { id: string };
    integrations: { type: string; id: string; integration_key: string }[];
  }[] = [];
  const invalid = (...errors: string[]): SystemAnswer => ({
    status: 400,
    body: { status: 'invalid event', message: 'Event object is invalid', errors },
  });

  function event(call: SystemCall): SystemAnswer {
    if (call.text.length > 524_288) return { status: 413, body: 'too large' };
    const read = Event.safeParse(call.body);
    if (!read.success) return invalid(...read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
    const { routing_key, event_action, dedup_key = `${alerts.size}`, payload } = read.data;
    if (routing_key.length !== 32) return invalid("Length of 'routing_key' is incorrect (should be 32 characters)");
    if (!keys.has(routing_key)) return invalid("'routing_key' is invalid");
    const there = alerts.get(dedup_key);
    if (event_action === 'trigger' && payload) {
      const open = there && there.state !== 'resolved' ? there : undefined;
      const { summary, severity } = payload;
      alerts.set(dedup_key, {
        key: dedup_key,
        summary,
        severity,
        state: open?.state ?? 'triggered',
        triggers: (open?.triggers ?? 0) + 1,
      });
    } else if (there && there.state !== 'resolved') {
      there.state = event_action === 'resolve' ? 'resolved' : 'acknowledged';
    }
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key } };
  }

  function change(call: SystemCall): SystemAnswer {
    const read = Change.safeParse(call.body);
    if (!read.success || !keys.has(read.data.routing_key)) return invalid('the change event is invalid');
    changes.push(read.data.payload);
    return { status: 202, body: { status: 'success', message: 'Change event processed' } };
  }

  const refused = (status: number, code: number, message: string, ...errors: string[]): SystemAnswer => ({
    status,
    body: { error: { message, code, errors } },
  });
  function rest(call: SystemCall): SystemAnswer {
    if (call.headers.authorization !== `Token token=${API_KEY}`)
      return refused(401, 2006, 'You must supply a valid token');
    if (!/version=2/.test(call.headers.accept ?? '')) return refused(400, 2001, 'Invalid API version');
    const query = call.query.get('query') ?? '';
    const [, part, id, inner] = call.path.split('/');
    const route = `${call.method} ${part}${id === undefined ? '' : '/id'}${inner === undefined ? '' : `/${inner}`}`;
    switch (route) {
      case 'GET escalation_policies':
        return {
          status: 200,
          body: { escalation_policies: policies.filter(({ name }) => name.includes(query)), more: false },
        };
      case 'GET escalation_policies/id': {
        const policy = policies.find((one) => one.id === id);
        return policy ? { status: 200, body: { escalation_policy: policy } } : refused(404, 2100, 'Not Found');
      }
      case 'GET services':
        return { status: 200, body: { services: services.filter(({ name }) => name.includes(query)), more: false } };
      case 'POST services':
        return newService(call.body);
      case 'POST services/id/integrations':
        return newIntegration(id, call.body);
      default:
        return refused(404, 2100, 'Not Found');
    }
  }

  const NewService = z.object({
    service: z.object({
      type: z.literal('service'),
      name: z.string().min(1),
      escalation_policy: z.object({ id: z.string(), type: z.literal('escalation_policy_reference') }),
    }),
  });
  function newService(body: unknown): SystemAnswer {
    const read = NewService.safeParse(body);
    if (!read.success) return refused(400, 2001, 'Invalid Input Provided', 'Service is invalid');
    const { name, escalation_policy } = read.data.service;
    if (services.some((one) => one.name === name))
      return refused(400, 2001, 'Invalid Input Provided', 'Name has already been taken');
    if (!policies.some(({ id }) => id === escalation_policy.id))
      return refused(400, 2001, 'Invalid Input Provided', "Escalation policy can't be blank");
    const id = `PSVC${services.length}`;
    const made = { id, name, html_url: `https://example.pagerduty.com/service-directory/${id}`, escalation_policy };
    services.push({ ...made, integrations: [] });
    return { status: 201, body: { service: { ...made, integrations: [] } } };
  }

  const NewIntegration = z.object({
    integration: z.object({ type: z.literal('events_api_v2_inbound_integration'), name: z.string().optional() }),
  });
  function newIntegration(serviceId: string | undefined, body: unknown): SystemAnswer {
    const service = services.find(({ id }) => id === serviceId);
    if (!service) return refused(404, 2100, 'Not Found');
    const read = NewIntegration.safeParse(body);
    if (!read.success) return refused(400, 2001, 'Invalid Input Provided', 'Integration type is invalid');
    const integration_key = `${keys.size}`.padStart(32, 'R');
    keys.add(integration_key);
    const made = { ...read.data.integration, id: `PINT${keys.size}`, integration_key };
    service.integrations.push(made);
    return { status: 201, body: { integration: made } };
  }

  const system = await startSystem((call) => {
    if (call.path === '/v2/enqueue' && call.method === 'POST') return event(call);
    if (call.path === '/v2/change/enqueue' && call.method === 'POST') return change(call);
    return rest(call);
  });
  return { ...system, alerts, changes, services, keys };
}
