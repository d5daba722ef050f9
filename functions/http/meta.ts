import { jobTable } from '#adapters/dynamodb/jobTable.ts';
import { allRoutes } from '#contract/index.ts';
import { getJob, getLivez, getOpenApi } from '#contract/meta.ts';
import { openApiDocument } from '#contract/openapi.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, NotFound, onHttp } from '#runtime/http/http.ts';

// made at the first call that asks for it, then kept: the contract does not change while a function lives
let document: ReturnType<typeof openApiDocument> | undefined;

/** What the API says about itself, and the answer to what no route takes. */
export const handler = onHttp(
  [
    answers(getLivez, () => ({ status: 200, body: { status: 'ok' } })),
    answers(getOpenApi, () => {
      document ??= openApiDocument(allRoutes);
      return { status: 200, body: document, headers: { 'cache-control': 'public, max-age=300' } };
    }),
    answers(getJob, async ({ params: { id } }, { clock }) => {
      const job = await jobTable(dynamo(), environment('JOBS_TABLE'), clock).get(id);
      if (!job) throw new NotFound(`there is no job ${id}`);
      return { status: 200, body: job };
    }),
  ],
  { all: allRoutes },
);
