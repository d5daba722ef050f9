import { ulid } from 'ulid';
import { BadCursor } from '#adapters/dynamodb/page.ts';
import { integrationNotifier } from '#adapters/notifiers/integration.ts';
import { pagerdutyProvisioner } from '#adapters/notifiers/pagerdutyProvisioner.ts';
import { addressesOf } from '#adapters/webhook/resolve.ts';
import {
  createIntegration,
  createPagerdutyIntegration,
  createSlackWebhook,
  deleteIntegration,
  getIntegration,
  IntegrationRequest,
  listIntegrations,
  testIntegration,
} from '#contract/integrations.ts';
import { derivedId } from '#domain/id.ts';
import type { Integration, Secrets } from '#domain/integration/integration.ts';
import { grants } from '#domain/key/key.ts';
import {
  type Answer,
  answers,
  Forbidden,
  type HttpContext,
  Invalid,
  NotFound,
  onHttp,
  PreconditionFailed,
  requireVersion,
  Unavailable,
} from '#runtime/http/http.ts';
import { type IntegrationPorts, makeIntegration } from '#usecases/manageIntegrations.ts';
import { pageOf } from '#usecases/pageOf.ts';
import { tryIntegration } from '#usecases/tryIntegration.ts';
import { allowedHosts, integrationPorts, integrations, systems } from '../notifierPorts.ts';

const EXCERPT = 2_000;

const ports = ({ clock }: Pick<HttpContext, 'clock'>): IntegrationPorts => ({
  integrations: integrations(),
  pagerduty: pagerdutyProvisioner(systems()),
  resolve: addressesOf,
  allowHosts: allowedHosts(),
  clock,
});

async function found(id: string): Promise<Integration> {
  const integration = await integrations().get(id);
  if (!integration) throw new NotFound(`there is no integration ${id}`);
  return integration;
}

/** The older spellings say nothing of a name: what is secret about it tells one from another. */
const byItsSecrets = (type: string) => (secrets: Secrets) => derivedId('integration', type, ...Object.values(secrets));

async function made(
  wish: IntegrationRequest,
  idOf: (secrets: Secrets) => string,
  baseUrl: string,
  context: HttpContext,
): Promise<Answer> {
  const result = await makeIntegration(wish, { idOf, linksTo: baseUrl }, ports(context));
  if (result.unanswered !== undefined) throw new Unavailable(result.unanswered);
  if (result.refused !== undefined)
    throw new Invalid([{ pointer: result.pointer, message: result.refused, in: 'body' }]);
  const { integration, isNew, warning } = result;
  return {
    status: isNew ? 201 : 200,
    body: { ...integration, ...(warning === undefined ? {} : { warning }) },
    headers: { location: `${baseUrl}/integrations/${integration.id}` },
  };
}

/** Who has buttons decide gives away what `act` allows. */
function mayGiveButtons(wish: IntegrationRequest, { caller }: HttpContext): void {
  if (wish.type !== 'slack' || wish.signing_secret === undefined || grants(caller.scopes, 'act')) return;
  throw new Forbidden(
    `buttons that approve need the scope act; the key ${caller.name} has ${caller.scopes.join(', ')}`,
  );
}

/** Integrations: Slack, PagerDuty and others who are told of events, each in its own way. */
export const handler = onHttp([
  answers(listIntegrations, async ({ query }) => {
    const page = pageOf(await integrations().all(), ({ created_at, id }) => `${created_at}#${id}`, query);
    if (!page) throw new BadCursor();
    return { status: 200, body: { integrations: page.items, count: page.items.length, next_cursor: page.next_cursor } };
  }),
  answers(createIntegration, async ({ body, baseUrl }, context) => {
    mayGiveButtons(body, context);
    return made(body, () => `integration_${ulid(context.clock.now() * 1000)}`, baseUrl, context);
  }),
  answers(getIntegration, async ({ params: { id } }) => ({ status: 200, body: await found(id) })),
  answers(deleteIntegration, async ({ params: { id }, ifMatch }) => {
    const { version } = await found(id);
    requireVersion(ifMatch, version);
    const removed = await integrations().remove(id, ifMatch === undefined ? undefined : version);
    if (removed === 'unknown') throw new NotFound(`there is no integration ${id}`);
    if (removed === 'stale') throw new PreconditionFailed(`${id} was changed meanwhile: read it again`);
    return { status: 204 };
  }),
  answers(testIntegration, async ({ params: { id } }, context) => {
    const { type } = await found(id);
    const notifier = integrationNotifier(id, integrationPorts(context));
    const tried = await tryIntegration({ id, clock: context.clock }, ulid(), notifier);
    const { delivered, status, error, duration_ms, body } = tried;
    context.log.info('integration tested', { integration_id: id, type, delivered, status, error });
    return { status: 200, body: { delivered, status, error, duration_ms, body: body.slice(0, EXCERPT) } };
  }),
  answers(createSlackWebhook, ({ body, baseUrl }, context) => {
    const wish = IntegrationRequest.parse({ type: 'slack', ...body });
    return made(wish, byItsSecrets('slack'), baseUrl, context);
  }),
  answers(createPagerdutyIntegration, ({ body, baseUrl }, context) => {
    const wish = IntegrationRequest.parse({ type: 'pagerduty', ...body });
    return made(wish, byItsSecrets('pagerduty'), baseUrl, context);
  }),
]);
