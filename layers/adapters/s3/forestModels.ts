import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { decodeForest, decodeForestHead, encodeForest, forestHeadEnd } from '#domain/forest/codec.ts';
import type { ForestModels } from '#ports';

/** Enough for the summary of a service of some hundred metrics. */
const FIRST_READ = 16 * 1024;

const key = (service: string): string => `forests/${service}`;
const status = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** Forests as objects, one a service, written only if nobody wrote since they were read. */
export function forestModels(s3: S3Client, bucket: string): ForestModels {
  async function head(service: string, bytes: number) {
    const object = await s3.send(
      new GetObjectCommand({ Bucket: bucket, Key: key(service), Range: `bytes=0-${bytes - 1}` }),
    );
    return { bytes: (await object.Body?.transformToByteArray()) ?? new Uint8Array(), etag: object.ETag ?? '' };
  }

  return {
    async get(service, known) {
      try {
        const object = await s3.send(
          new GetObjectCommand({ Bucket: bucket, Key: key(service), IfNoneMatch: known?.etag }),
        );
        const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
        return { model: decodeForest(bytes), etag: object.ETag ?? '' };
      } catch (error) {
        if (status(error) === 304 && known) return known;
        if (status(error) === 404) return undefined;
        throw error;
      }
    },
    async summary(service) {
      try {
        let read = await head(service, FIRST_READ);
        const end = forestHeadEnd(read.bytes);
        if (read.bytes.length < end) read = await head(service, end);
        return { summary: decodeForestHead(read.bytes), etag: read.etag };
      } catch (error) {
        if (status(error) === 404) return undefined;
        throw error;
      }
    },
    async put(model, etag) {
      const condition = etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag };
      try {
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key(model.summary.service),
            Body: encodeForest(model),
            ...condition,
          }),
        );
        return 'saved';
      } catch (error) {
        const code = status(error);
        // 412: another version is there; 409: another write was under way. It is as good as this one.
        if (code === 412 || code === 409) return 'conflict';
        throw error;
      }
    },
  };
}
