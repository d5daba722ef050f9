import {
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { clientDouble } from '../double.fixture.ts';

/** What goes wrong: a status for every call, or something that happens to the next write alone. */
export type Mishap = number | 'answer lost' | 'conflict' | 'conflict, but written';

interface Stored {
  bytes: Uint8Array;
  etag: string;
}

/** A bucket that honours conditions and ranges as S3 does, and answers wrongly when it is told to. */
export class BucketDouble {
  readonly objects = new Map<string, Stored>();
  writes = 0;
  /** of what was really sent: a range, or the whole */
  reads: { key: string; range: string }[] = [];
  mishap: Mishap | undefined;
  readonly s3 = clientDouble<S3Client>({
    PutObjectCommand: (input: PutObjectCommandInput) => this.#put(input),
    GetObjectCommand: (input: GetObjectCommandInput) => this.#get(input),
  });

  clear(): void {
    this.objects.clear();
    this.writes = 0;
    this.reads = [];
    this.mishap = undefined;
  }

  #put({ Key = '', Body, IfMatch, IfNoneMatch }: PutObjectCommandInput): { ETag: string } {
    const now = this.mishap;
    if (typeof now === 'number') return refuse(now);
    this.mishap = undefined;
    if (now === 'conflict') return refuse(409);
    const there = this.objects.get(Key);
    if (IfMatch !== undefined && there?.etag !== IfMatch) return refuse(412);
    if (IfNoneMatch === '*' && there) return refuse(412);
    this.writes += 1;
    const etag = `"${this.writes}"`;
    this.objects.set(Key, { bytes: typeof Body === 'string' ? Buffer.from(Body) : (Body as Uint8Array), etag });
    // the client tries a call again whose answer it did not get: its condition does not hold any more
    if (now === 'answer lost') return refuse(412);
    if (now === 'conflict, but written') return refuse(409);
    return { ETag: etag };
  }

  #get({ Key = '', IfNoneMatch, Range }: GetObjectCommandInput) {
    if (typeof this.mishap === 'number') return refuse(this.mishap);
    const there = this.objects.get(Key);
    if (!there) return refuse(404);
    if (IfNoneMatch !== undefined && there.etag === IfNoneMatch) return refuse(304);
    this.reads.push({ key: Key, range: Range ?? 'whole' });
    const bytes = there.bytes.slice(0, Range === undefined ? undefined : Number(Range.split('-')[1]) + 1);
    return {
      ETag: there.etag,
      Body: { transformToByteArray: async () => bytes, transformToString: async () => Buffer.from(bytes).toString() },
    };
  }
}

const refuse = (status: number): never => {
  throw new S3ServiceException({
    name: `Status${status}`,
    $fault: 'client',
    $metadata: { httpStatusCode: status },
    message: '',
  });
};
