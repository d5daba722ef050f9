import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { AuditVerification } from '#domain/audit/finding.ts';
import { CHAIN } from '#domain/audit/indexed.ts';
import { AuditRecord, GENESIS, hashOf } from '#domain/audit/record.ts';
import { Job } from '#domain/job/job.ts';
import { Action } from '#domain/remediation/action.ts';
import { bookService, local, resource } from '#test/support/aws.ts';
import { toggle } from '#test/support/fleet.ts';
import { api, installation, json } from '#test/support/installation.ts';
import { until } from '#test/support/until.ts';

const SERVICE = 'ledger';
const Page = z.object({ records: z.array(AuditRecord), count: z.number(), next_cursor: z.string().nullable() });
const Made = z.looseObject({ id: z.string() });
const post = (path: string, body: object, more: { key?: string } = {}) =>
  api(path, { method: 'POST', body: JSON.stringify(body), ...more });
/** A key of this file's own, so that it uses up nobody else's calls. */
let key: string;
const records = async (query: string) => (await json(api(`/audit?limit=500&${query}`, { key }), Page)).records;

/** What is found, at once or by a job where other tests have made the chain long. */
async function verify(): Promise<AuditVerification> {
  const answer = await api('/audit/verify', { key });
  if (answer.status === 200) return AuditVerification.parse(await answer.json());
  expect(answer.status).toBe(202);
  const { id } = Job.parse(await answer.json());
  return until(
    'the job has ended',
    async () => {
      const { status, result } = await json(api(`/jobs/${id}`, { key }), Job);
      return status === 'succeeded' && AuditVerification.parse(result);
    },
    { every: 1_000 },
  );
}
/** The first record that is as it should be, once it is recorded. */
const recorded = (what: string, query: string, is: (record: AuditRecord) => boolean) =>
  until(`${what} is recorded`, async () => (await records(query)).find(is), { within: 60_000 });

beforeAll(async () => {
  const made = await json(
    post('/keys', { name: 'auditor', scopes: ['admin'], rate_limit: 100_000 }),
    z.looseObject({ key: z.string() }),
    201,
  );
  key = made.key;
  await bookService(SERVICE);
  await until('the service is watched', async () => (await api(`/services/${SERVICE}`)).ok, { within: 150_000 });
});

describe('what is recorded', () => {
  test('a policy that is written, changed in vain and removed, with whoever did it', async () => {
    const friend = await json(
      post('/keys', { name: 'an auditor’s friend', scopes: ['read', 'write'] }),
      Made.extend({ key: z.string() }),
      201,
    );
    const policy = await json(
      post(
        '/policies',
        { name: 'audited', condition: 'cpu_usage > 99', action: 'alert', service: SERVICE },
        { key: friend.key },
      ),
      Made,
      201,
    );
    expect((await api(`/keys/${friend.id}`, { method: 'DELETE', key: friend.key })).status).toBe(403);
    expect((await api(`/policies/${policy.id}`, { method: 'DELETE', key: friend.key })).status).toBe(204);

    const by = `actor=key:${friend.id}`;
    await recorded('the removal', by, ({ action }) => action === 'policy.deleted');
    expect((await records(by)).map(({ action, target }) => `${action} ${target}`)).toEqual([
      `policy.deleted policy:${policy.id}`,
      `access.refused key:${friend.id}`,
      `policy.created policy:${policy.id}`,
    ]);
    const made = await recorded('the key', `target=key:${friend.id}`, ({ action }) => action === 'key.created');
    expect(JSON.stringify(made)).not.toContain(friend.key.split('_')[2]);
  });

  test('the kill switch with its reason, what it held back and why, and what became of an action', async () => {
    await toggle(false, 'a test of the audit');
    const held = await json(
      post('/actions/execute', { action: 'restart_container', service: SERVICE, reason: 'in vain' }),
      Action,
      202,
    );
    await toggle(true, 'the test of the audit goes on');
    const alert = await json(
      post('/actions/execute', { action: 'alert', service: SERVICE, reason: 'told' }),
      Action,
      202,
    );

    const off = await recorded('the switch', 'target=engine', ({ detail }) =>
      JSON.stringify(detail).includes('a test of the audit'),
    );
    expect(off).toMatchObject({
      actor: 'key:admin',
      action: 'engine.toggled',
      detail: { body: { enabled: false, reason: 'a test of the audit' } },
    });
    const of =
      (id: string) =>
      ({ detail }: AuditRecord) =>
        detail.action === id;
    const why = await recorded(
      'what was held',
      `target=service:${SERVICE}`,
      (record) => record.action === 'action.held' && of(held.id)(record),
    );
    expect(JSON.stringify(why.detail.guards)).toContain('a test of the audit');
    await recorded(
      'the alert',
      `target=service:${SERVICE}`,
      (record) => record.action === 'action.succeeded' && of(alert.id)(record),
    );
  });

  test('each in its place, chained by hashes that anybody can compute, and asked for by time and page by page', async () => {
    const head = (await verify()).head?.seq ?? 0;
    const small = await json(api('/audit?limit=2', { key }), Page);
    const next = await json(api(`/audit?limit=2&cursor=${small.next_cursor}`, { key }), Page);
    expect(new Set([...small.records, ...next.records].map(({ seq }) => seq)).size).toBe(4);
    const all: AuditRecord[] = [];
    let cursor = '';
    do {
      const page = await json(api(`/audit?limit=500${cursor}`, { key }), Page);
      all.push(...page.records);
      cursor = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`;
    } while (cursor !== '');
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    const chain = all.filter(({ seq }) => seq <= head).sort((a, b) => a.seq - b.seq);
    expect(chain.length).toBeGreaterThan(7);
    for (const [index, record] of chain.entries()) {
      expect(record.seq).toBe(index + 1);
      expect(record.previous).toBe(chain[index - 1]?.hash ?? GENESIS);
      expect(record.hash).toBe(hashOf(record));
    }
    const since = all[3]?.at ?? '';
    expect((await records(`since=${since}`)).every(({ at }) => at >= since)).toBe(true);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  test('for nobody but an admin', async () => {
    const curious = await json(
      post('/keys', { name: 'curious', scopes: ['read', 'write', 'act'] }),
      z.looseObject({ key: z.string() }),
      201,
    );
    for (const path of ['/audit', '/audit/verify']) expect((await api(path, { key: curious.key })).status).toBe(403);
  });
});

describe('tampering with the table', () => {
  const client = () => DynamoDBDocumentClient.from(new DynamoDBClient(local()));
  const TableName = () => resource('AWS::DynamoDB::GlobalTable', 'Audit');
  type Item = Record<string, unknown>;
  const at = async (seq: number): Promise<Item> =>
    (await client().send(new GetCommand({ TableName: TableName(), Key: { chain: CHAIN, seq }, ConsistentRead: true })))
      .Item ?? {};
  const put = (item: Item) => client().send(new PutCommand({ TableName: TableName(), Item: item }));
  const remove = (seq: number) =>
    client().send(new DeleteCommand({ TableName: TableName(), Key: { chain: CHAIN, seq } }));
  const kinds = async () =>
    (await verify()).findings.map(({ kind, seq, to }) => [kind, seq, to].filter((part) => part !== null).join(' '));
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const take of undo.splice(0).reverse()) await take();
  });
  const cliVerify = () =>
    new Promise<{ code: number; out: string }>((done) => {
      const { api_url, admin_key } = installation();
      const env = { PATH: process.env.PATH, FORESTALL_URL: api_url, FORESTALL_API_KEY: admin_key };
      const child = execFile(
        process.execPath,
        [resolve(import.meta.dirname, '../../cli/forestall.mjs'), 'audit', 'verify'],
        { env, timeout: 60_000 },
        (_error, out) => done({ code: child.exitCode ?? -1, out }),
      );
    });
  /** Nothing is on its way any more, so that what is missing is missing. */
  const settled = async (): Promise<number> =>
    until('the audit is quiet', async () => {
      const { intact, settling, head } = await verify();
      expect(intact).toBe(true);
      return settling === 0 && head !== null && head.seq > 5 && head.seq;
    });

  test('before anyone tampers all is as it was recorded, and the command says so', async () => {
    await settled();
    const { code, out } = await cliVerify();
    expect(out).toContain('as it was recorded');
    expect(code).toBe(0);
  });

  test('a changed record is named with what was changed; the command has the exit code 1', async () => {
    await settled();
    const was = await at(2);
    undo.push(() => put(was));
    await put({ ...was, actor: 'key:innocent' });
    expect((await verify()).findings).toMatchObject([{ kind: 'changed', seq: 2, members: ['actor'] }]);
    const { code, out } = await cliVerify();
    expect(code).toBe(1);
    expect(out).toContain('record 2 (');
  });

  test('removed, inserted, reordered: each is named', async () => {
    const last = await settled();
    const [two, three, four] = await Promise.all([at(2), at(3), at(4)]);
    undo.push(
      () => put(two),
      () => put(three),
      () => put(four),
      () => remove(last + 1_000),
    );
    await remove(2);
    await put({ ...four, seq: 3 });
    await put({ ...three, seq: 4 });
    await put({ ...two, seq: last + 1_000, id: 'forged' });
    expect(await kinds()).toEqual(['removed 2', 'reordered 3 4', 'reordered 4 3', `inserted ${last + 1_000}`]);
  });

  test('an end that is cut off is named, from its first record on', async () => {
    const last = await settled();
    const cut = Array.from({ length: 4 }, (_, n) => last - 3 + n);
    const items = await Promise.all(cut.map(at));
    undo.push(() => Promise.all(items.map(put)));
    await Promise.all(cut.map(remove));
    // of the newest segment, while it is young, nobody can tell yet whether it is on its way; of all before it one can
    const findings = await until(
      'all of the end is missed',
      async () => {
        const found = await verify();
        return found.settling === 0 && found.findings;
      },
      { within: 100_000, every: 3_000 },
    );
    // what is recorded meanwhile makes a gap of the end
    for (const { kind } of findings) expect(['cut_off', 'removed']).toContain(kind);
    for (const seq of cut)
      expect(
        findings.some((one) => one.seq <= seq && seq <= (one.to ?? one.seq)),
        `${seq}`,
      ).toBe(true);
  });

  test('what was put back is as it was recorded', async () => {
    await settled();
  });
});
