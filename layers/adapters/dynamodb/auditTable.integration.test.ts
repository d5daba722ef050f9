import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pRetry from 'p-retry';
import { beforeEach, expect, test } from 'vitest';
import { auditArchive, auditArchiveReader } from '#adapters/s3/auditArchive.ts';
import { keyOf } from '#adapters/s3/segmentObject.ts';
import type { AuditEntry } from '#ports';
import { local } from '#test/support/aws.ts';
import { silent } from '#test/support/events.ts';
import { ownTable } from '#test/support/table.ts';
import { auditWriter } from '#usecases/appendAudit.ts';
import { verifyAudit } from '#usecases/verifyAudit.ts';
import { auditTable } from './auditTable.ts';

let now: number;
let bucket: string;
let s3: S3Client;
let own: Awaited<ReturnType<typeof ownTable>>;
beforeEach(async () => {
  now = 1_800_000_000;
  own = await ownTable({ chain: 'S', seq: 'N' });
  s3 = new S3Client({ ...local(), forcePathStyle: true });
  bucket = `audit-${own.table.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}`.slice(0, 60);
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
});
const table = () => auditTable(own.client, own.table);
const clock = { now: () => now };
const writer = () => auditWriter({ archive: auditArchive(s3, bucket), table: table(), clock, log: silent });
const verify = () => verifyAudit({ archive: auditArchiveReader(s3, bucket), table: table(), clock });
const entry = (id: string): AuditEntry => ({
  id,
  at: '2027-01-15T08:00:00.000Z',
  actor: 'engine',
  action: 'action.held',
  target: 'service:orders',
  detail: { of: id, share: 0.1 + 0.2, text: 'ü€𝄞\u2028', none: null, deep: [{ empty: '' }] },
});

test('four writers at once, each entry given to two of them: each is recorded once, and the table is what is under lock', async () => {
  const ids = Array.from({ length: 24 }, (_, n) => `entry-${n}`);
  const writers = [writer(), writer(), writer(), writer()];
  const recorded = await Promise.all(
    writers.map(async (one, w) => {
      let count = 0;
      for (let from = 0; from < ids.length; from += 6) {
        const batch = ids.slice(from, from + 6).filter((_, n) => n % 4 === w || (n + 1) % 4 === w);
        // who is overtaken again and again gives up, and the queue gives it the batch once more
        count += (await pRetry(() => one.append(batch.map(entry)), { retries: 20, minTimeout: 10, randomize: true }))
          .length;
      }
      return count;
    }),
  );
  expect(recorded.reduce((sum, count) => sum + count)).toBe(ids.length);
  now += 3_600;
  expect(await verify()).toMatchObject({ intact: true, records: ids.length, head: { seq: ids.length }, settling: 0 });
  const standing = await table().after(0, 100);
  expect(standing.map(({ item }) => item.id).sort()).toEqual([...ids].sort());
  expect(await writer().append(ids.map(entry)), 'all of them come once more').toEqual([]);
});

test('an object under lock that is covered or hidden is named, and its first version believed', async () => {
  const one = writer();
  for (const id of ['a', 'b', 'c']) await one.append([entry(id)]);
  now += 3_600;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(2), Body: 'nothing happened' }));
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(3) }));
  const { findings, records, head } = await verify();
  expect(findings.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(['copy_overwritten 2', 'copy_overwritten 3']);
  expect([records, head?.seq]).toEqual([3, 3]);
});
