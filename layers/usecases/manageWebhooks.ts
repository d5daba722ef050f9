import { ulid } from 'ulid';
import { toInstant } from '#domain/time.ts';
import { hostOf, refusal } from '#domain/webhook/address.ts';
import { exampleEvent } from '#domain/webhook/example.ts';
import { newSecret } from '#domain/webhook/signature.ts';
import type { Webhook } from '#domain/webhook/webhook.ts';
import type { Answer, Clock, ReceiverHealth, WebhookSender, WebhookTable } from '#ports';
import { callReceiver, isDelivered } from './callReceiver.ts';

export interface WebhookPorts {
  webhooks: WebhookTable;
  sender: WebhookSender;
  /** every address of a URL's host; none where it does not resolve */
  resolve(url: string): Promise<string[]>;
  allowHosts: readonly string[];
  /** how its receiver fares */
  health: Pick<ReceiverHealth, 'worked'>;
  clock: Clock;
}

/** What a person says of a webhook. */
export interface WebhookWish {
  url: string;
  /** by the address, where it is not said */
  format?: Webhook['format'] | undefined;
  events: Webhook['events'];
  services?: string[] | null | undefined;
  severities?: string[] | null | undefined;
  secret?: string | undefined;
  enabled: boolean;
}

export type Made =
  | { webhook: Webhook; secret: string; warning?: string | undefined; refused?: undefined }
  | { webhook?: undefined; refused: string };

/** Makes a webhook, unless its address is one that may not be called. */
export async function makeWebhook(wish: WebhookWish, ports: WebhookPorts): Promise<Made> {
  const { refused, warning } = await checkAddress(wish, ports);
  if (refused !== undefined) return { refused };
  const at = toInstant(ports.clock.now());
  const webhook: Webhook = {
    id: `webhook_${ulid(ports.clock.now() * 1000)}`,
    ...wished(wish),
    previous_until: null,
    created_at: at,
    updated_at: at,
    version: 1,
  };
  const secret = wish.secret ?? newSecret();
  await ports.webhooks.create(webhook, secret);
  return { webhook, secret, warning };
}

export type Replaced =
  | { webhook: Webhook; warning?: string | undefined; refused?: undefined; lost?: undefined }
  | { refused: string; lost?: undefined }
  | { lost: true; refused?: undefined };

/** Replaces what a person says of a webhook. `lost`: somebody else changed it meanwhile. */
export async function changeWebhook(webhook: Webhook, wish: WebhookWish, ports: WebhookPorts): Promise<Replaced> {
  const { refused, warning } = await checkAddress(wish, ports);
  if (refused !== undefined) return { refused };
  const changed: Webhook = {
    ...webhook,
    ...wished(wish),
    ...(wish.secret === undefined ? {} : { previous_until: null }),
    updated_at: toInstant(ports.clock.now()),
    version: webhook.version + 1,
  };
  const secret = wish.secret === undefined ? undefined : { secret: wish.secret, keepPrevious: false };
  if (!(await ports.webhooks.replace(changed, secret))) return { lost: true };
  if (changed.enabled) await ports.health.worked(changed.id); // whoever enables it gives it a new beginning
  return { webhook: changed, warning };
}

/** Sends one real, signed delivery of an example. */
export async function tryWebhook(webhook: Webhook, ports: WebhookPorts): Promise<Answer & { delivered: boolean }> {
  const at = toInstant(ports.clock.now());
  const answer = await callReceiver(webhook, exampleEvent(webhook.id, at, ulid()), ports);
  return { ...answer, delivered: isDelivered(answer) };
}

const wished = ({ url, format, events, services, severities, enabled }: WebhookWish) => ({
  url,
  format: format ?? (hostOf(url) === 'hooks.slack.com' ? ('slack' as const) : ('standard' as const)),
  events,
  services: services ?? null,
  severities: severities ?? null,
  enabled,
  disabled_reason: null,
});

async function checkAddress(
  { url }: WebhookWish,
  { resolve, allowHosts }: WebhookPorts,
): Promise<{ refused?: string | undefined; warning?: string | undefined }> {
  const addresses = await resolve(url);
  const refused = refusal(url, addresses, allowHosts);
  if (refused !== undefined) return { refused };
  if (addresses.length > 0) return {};
  return { warning: `${hostOf(url)} does not resolve yet: deliveries are tried again for a day` };
}
