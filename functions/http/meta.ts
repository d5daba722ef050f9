import { gzipSync } from 'node:zlib';
import { jobTable } from '#adapters/dynamodb/jobTable.ts';
import { type ReferenceFile, referenceFile } from '#adapters/reference/files.ts';
import { allRoutes } from '#contract/index.ts';
import { getDocs, getDocsFile, getJob, getLivez, getOpenApi } from '#contract/meta.ts';
import { openApiDocument } from '#contract/openapi.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, NotFound, onHttp } from '#runtime/http/http.ts';

// made at the first call that asks for it, then kept: the contract does not change while a function lives
let document: ReturnType<typeof openApiDocument> | undefined;

// of what the page loads the script alone is 1.7 MB: compressed once a process, whoever asks first pays 60 ms
const compressed = new Map<ReferenceFile, Buffer>();
function gzipped(file: ReferenceFile): Buffer {
  const bytes = compressed.get(file) ?? gzipSync(referenceFile(file));
  compressed.set(file, bytes);
  return bytes;
}

const READ_FOR = { 'cache-control': 'public, max-age=300' };
const SAFE = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
/** The page loads and asks nothing but this address, and stands in no other's frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What the API says about itself, and the answer to what no route takes. */
export const handler = onHttp(
  [
    answers(getLivez, () => ({ status: 200, body: { status: 'ok' } })),
    answers(getOpenApi, () => {
      document ??= openApiDocument(allRoutes);
      return { status: 200, body: document, headers: READ_FOR };
    }),
    answers(getDocs, () => ({
      status: 200,
      body: referenceFile('page.html').toString('utf8'),
      contentType: 'text/html',
      headers: { ...READ_FOR, ...SAFE, 'content-security-policy': POLICY },
    })),
    answers(getDocsFile, ({ params: { file } }) => ({
      status: 200,
      body: gzipped(file),
      contentType: file.endsWith('.css') ? 'text/css' : 'text/javascript',
      headers: { ...READ_FOR, ...SAFE, 'content-encoding': 'gzip' },
    })),
    answers(getJob, async ({ params: { id } }, { clock }) => {
      const job = await jobTable(dynamo(), environment('JOBS_TABLE'), clock).get(id);
      if (!job) throw new NotFound(`there is no job ${id}`);
      return { status: 200, body: job };
    }),
  ],
  { all: allRoutes },
);
