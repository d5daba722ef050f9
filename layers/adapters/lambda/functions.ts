import {
  DeleteFunctionConcurrencyCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  InvokeCommand,
  type LambdaClient,
  ProvisionedConcurrencyConfigNotFoundException,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import type { Functions, ProvisionedConcurrency } from '#ports';

const STATES: Record<string, ProvisionedConcurrency['state']> = { READY: 'ready', FAILED: 'failed' };

/**
 * Lambda functions of the account.
 * @param once a client that tries once: an invocation whose answer is lost may have been done
 */
export function functionsOf(client: LambdaClient, once: LambdaClient): Functions {
  return {
    async describe(name) {
      try {
        const { Tags } = await client.send(new GetFunctionCommand({ FunctionName: name }));
        return { consents: Tags?.['forestall:act'] === 'true' };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async invoke(name, payload) {
      try {
        const { FunctionError, Payload } = await once.send(
          new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }),
        );
        const said = Payload ? Buffer.from(Payload).toString('utf8') : '';
        return FunctionError === undefined ? { ok: true, said } : { ok: false, said: `${FunctionError}: ${said}` };
      } catch (error) {
        return { ok: false, said: reasonOf(error) };
      }
    },
    async reserved(name) {
      const found = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: name }));
      return found.ReservedConcurrentExecutions ?? null;
    },
    async setReserved(name, to) {
      if (to === null) await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: name }));
      else
        await client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: to }));
    },
    async provisioned(name, qualifier) {
      try {
        const found = await client.send(
          new GetProvisionedConcurrencyConfigCommand({ FunctionName: name, Qualifier: qualifier }),
        );
        const wanted = found.RequestedProvisionedConcurrentExecutions ?? 0;
        return { wanted, state: STATES[found.Status ?? ''] ?? 'moving' };
      } catch (error) {
        if (error instanceof ProvisionedConcurrencyConfigNotFoundException) return null;
        throw error;
      }
    },
    async setProvisioned(name, qualifier, to) {
      const of = { FunctionName: name, Qualifier: qualifier };
      if (to === null) await client.send(new DeleteProvisionedConcurrencyConfigCommand(of));
      else
        await client.send(new PutProvisionedConcurrencyConfigCommand({ ...of, ProvisionedConcurrentExecutions: to }));
    },
  };
}

/** A time-out says that nobody knows whether it was done. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the call failed';
  return error.name === 'TimeoutError'
    ? 'no answer in time: whether it was done is not known'
    : `${error.name}: ${error.message}`;
}
