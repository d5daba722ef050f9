import { delimiter, dirname } from 'node:path';

/** What a child may inherit from the person's shell. Everything else stays out: the emulator hands its environment on
 *  to every function, and a profile or an endpoint of the person's own must not reach a local deploy. */
const INHERITED = [
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

export type Environment = Readonly<Record<string, string | undefined>>;

/** A small environment for a child process, with the Node that runs this program first on its PATH. */
export function childEnvironment(from: Environment = process.env): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = from[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), PATH: pathWithNode(from.PATH ?? '') };
}

/** PATH with this program's own Node first, so that children and the functions run on the version we test with. */
export function pathWithNode(path: string): string {
  const own = dirname(process.execPath);
  return [own, ...path.split(delimiter).filter((entry) => entry !== '' && entry !== own)].join(delimiter);
}

/** Credentials and region for calls to the emulator: `test` is its root-like key; no real account is ever meant. */
export function emulatorCredentials(emulatorUrl: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: emulatorUrl,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...NO_PERSONAL_AWS,
  };
}

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

/** Keeps the SDKs away from the person's AWS files and from the metadata service. */
export const NO_PERSONAL_AWS: Record<string, string> = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};
