import type { Answer } from '#ports';

/** What came of a call of an AWS client, as the answer of a receiver. Nothing is thrown: what went wrong is said. */
export async function answerOfCall(call: () => Promise<{ $metadata: { httpStatusCode?: number } }>): Promise<Answer> {
  const began = performance.now();
  const answer = (status: number | undefined, error: string | null): Answer => ({
    status: status ?? null,
    error,
    retryAfter: undefined,
    body: '',
    duration_ms: Math.round(performance.now() - began),
  });
  try {
    const { $metadata } = await call();
    return answer($metadata.httpStatusCode, null);
  } catch (error) {
    if (!(error instanceof Error)) return answer(undefined, 'the call failed');
    return answer(statusOf(error), `${error.name}: ${error.message}`);
  }
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return undefined;
  const status: unknown = Reflect.get(error.$metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}
