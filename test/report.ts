import * as z from 'zod';

/** What Vitest's JSON reporter says of a run, as far as it is read here. */
export const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});
export type Report = z.infer<typeof Report>;

/** What failed: each test with its reasons, or the file where no test of it could be run. */
export function failuresOf({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((one) => one.status === 'failed');
    if (tests.length === 0) return status === 'failed' ? [`${name}: ${message}`] : [];
    return tests.map(({ fullName, failureMessages }) =>
      [`${name} > ${fullName}`, ...(failureMessages ?? [])].join('\n  '),
    );
  });
}
