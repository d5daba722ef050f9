import * as z from 'zod';
import { Severity } from '../anomaly/anomaly.ts';
import { EventName } from '../event/event.ts';
import { ServiceName } from '../service/name.ts';
import { Duration } from './duration.ts';

const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z
    .union([item, z.array(item).min(1)])
    .transform((given): z.output<Item>[] => (Array.isArray(given) ? given : [given]));

/** How one receiver is spared: what holds for all of its notices. */
const sparing = {
  quiet_hours: z
    .array(z.string())
    .default([])
    .describe('when only what is grave is told, like "22:00-07:00 Europe/London"; the rest waits until then'),
  wake_for: Severity.default('critical').describe('the least severity that is told in quiet hours too'),
  group_within: Duration.default('5m').describe(
    'after a notice of a service, further anomalies of it wait so long and come as one; graver ones do not wait; 0: none wait',
  ),
  repeat_interval: Duration.optional().describe(
    'what lasts and was not acknowledged is told again so often, and what does not get graver not more often',
  ),
  inhibit: z
    .boolean()
    .default(true)
    .describe('what users feel of a service is not told while the page of what it calls is open, which explains it'),
};

const Target = z
  .strictObject({
    webhook: z.url().optional().describe('the address of a webhook'),
    integration: z.string().min(1).optional().describe('the name, the type or the id of an integration'),
    ...sparing,
  })
  .refine(
    ({ webhook, integration }) => (webhook === undefined) !== (integration === undefined),
    'a target is a webhook or an integration',
  );

const to = oneOrMore(z.string().min(1)).describe('targets, or integrations by their name or type');

const Route = z.strictObject({
  namespace: z.string().optional().describe('the owner of the service'),
  services: z.array(ServiceName).min(1).optional(),
  severity: oneOrMore(Severity).optional().describe('one of these'),
  events: z.array(EventName).min(1).optional(),
  to,
  escalate: z
    .array(z.strictObject({ after: Duration, to }))
    .default([])
    .describe('who is told when nobody acknowledged so long after the first notice'),
});

/** Who is told of what, and how they are spared. What no route names is told of everything. */
export const Notifications = z.strictObject({
  targets: z.record(z.string(), Target).default({}),
  default: to.optional().describe('who is told of what no route fits'),
  routes: z.array(Route).default([]).describe('the first that fits says who is told'),
});
export type Notifications = z.infer<typeof Notifications>;
export type Sparing = Pick<Notifications['targets'][string], keyof typeof sparing>;
export type NoticeRoute = Notifications['routes'][number];

/** How a receiver is spared that no target describes. */
export const usualSparing: Sparing = z.object(sparing).parse({});
