import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Segment } from '#domain/audit/record.ts';
import type { ArchivedObject, AuditArchive, AuditArchiveReader } from '#ports';
import { firstOf, KEYS, keyOf, segmentOf, textOf } from './segmentObject.ts';

const status = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

async function textIn(s3: S3Client, bucket: string, key: string, version?: string): Promise<string | undefined> {
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: version }));
    return await object.Body?.transformToString();
  } catch (error) {
    if (status(error) === 404) return undefined;
    throw error;
  }
}

/** The chain in a bucket whose objects are locked by its default retention, an object a segment, each made once. */
export function auditArchive(s3: S3Client, bucket: string): AuditArchive {
  async function get(first: number): Promise<Segment | undefined> {
    const text = await textIn(s3, bucket, keyOf(first));
    if (text === undefined) return undefined;
    const segment = segmentOf(first, text);
    // nothing is chained to what cannot be read: it must be looked into by a person
    if (!segment) throw new Error(`${keyOf(first)} is no segment of the audit`);
    return segment;
  }
  return {
    get,
    async newest() {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: KEYS, MaxKeys: 1 }));
      const [newest] = Contents;
      if (newest?.Key === undefined) return undefined;
      const first = firstOf(newest.Key);
      if (first === undefined) throw new Error(`${newest.Key} is no key of the audit`);
      return get(first);
    },
    async add(segment) {
      try {
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(segment.first),
            Body: textOf(segment),
            ContentType: 'application/x-ndjson',
            IfNoneMatch: '*',
            ChecksumAlgorithm: 'SHA256', // a bucket that locks by itself takes nothing without a checksum
          }),
        );
        return true;
      } catch (error) {
        const code = status(error);
        // 412: there is one; 409: another write of it was under way
        if (code === 412 || code === 409) return false;
        throw error;
      }
    },
  };
}

/** The same for who checks it, by every version that there is: what was locked cannot go, it can only be covered. */
export function auditArchiveReader(s3: S3Client, bucket: string): AuditArchiveReader {
  return {
    async list() {
      const objects = new Map<number, ArchivedObject>();
      let KeyMarker: string | undefined;
      let VersionIdMarker: string | undefined;
      do {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket: bucket, Prefix: KEYS, KeyMarker, VersionIdMarker }),
        );
        // newest first, so the last one of a key is what was written first
        for (const { Key = '', VersionId = 'null' } of page.Versions ?? []) {
          const first = firstOf(Key);
          if (first !== undefined) objects.set(first, { first, version: VersionId, overwritten: objects.has(first) });
        }
        for (const { Key = '' } of page.DeleteMarkers ?? []) {
          const first = firstOf(Key);
          const there = first === undefined ? undefined : objects.get(first);
          if (first !== undefined) objects.set(first, { first, version: there?.version ?? '', overwritten: true });
        }
        KeyMarker = page.IsTruncated ? page.NextKeyMarker : undefined;
        VersionIdMarker = page.IsTruncated ? page.NextVersionIdMarker : undefined;
      } while (KeyMarker !== undefined);
      return [...objects.values()].sort((a, b) => a.first - b.first);
    },
    async read({ first, version }) {
      const text = await textIn(s3, bucket, keyOf(first), version === 'null' ? undefined : version);
      return text === undefined ? undefined : segmentOf(first, text);
    },
  };
}
