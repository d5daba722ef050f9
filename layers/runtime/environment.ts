/** A setting that the deployment gives. Throws, naming it, when the deployment did not. */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`the environment variable ${name} is not set: the stack gives it to each function that needs it`);
  return value;
}
