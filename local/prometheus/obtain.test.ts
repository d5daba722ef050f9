import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { obtainPrometheus } from './obtain.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'forestall-prometheus-'));
  await mkdir(join(dir, 'bin'));
});
afterEach(() => rm(dir, { recursive: true }));

async function put(name: string, script: string): Promise<void> {
  const path = join(dir, 'bin', name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
}
const here = () => obtainPrometheus(join(dir, 'laid'), { PATH: join(dir, 'bin') });

test('what is on PATH is used, by whichever name, if it is the version that the tests know', async () => {
  await put('prometheus', 'echo "prometheus, version 2.42.0+ds (branch: x)"');
  await put('alertmanager', 'echo "alertmanager, version 0.25.0 (branch: x)" >&2');
  expect(await here()).toEqual({
    prometheus: [join(dir, 'bin', 'prometheus')],
    alertmanager: [join(dir, 'bin', 'alertmanager')],
  });
});

test('where neither is there and Debian has none, a person is told what to do, and nothing is left behind', async () => {
  await put('prometheus', 'echo "prometheus, version 3.1.0 (branch: x)"');
  await put('apt-get', 'exit 100');
  await expect(here()).rejects.toMatchObject({
    message: expect.stringContaining('Prometheus 2.42.0 and Alertmanager 0.25.0'),
    advice: expect.stringContaining('PATH'),
  });
});

test("Debian's programs are laid out of their packages, once", async () => {
  await put('apt-get', 'case "$*" in *download*) /bin/touch prometheus.deb prometheus-alertmanager.deb;; esac');
  await put(
    'dpkg-deb',
    [
      '/bin/mkdir -p root/usr/bin root/usr/share',
      'printf "#!/bin/sh\\necho prometheus, version 2.42.0+ds" > root/usr/bin/prometheus',
      'printf "#!/bin/sh\\necho alertmanager, version 0.25.0" > root/usr/bin/prometheus-alertmanager',
      '/bin/chmod +x root/usr/bin/*',
    ].join('\n'),
  );
  await put('unshare', 'while [ "$1" != sh ]; do shift; done; shift 5; exec "$@"'); // as if it had mounted
  const laid = await here();
  expect(laid.alertmanager.slice(-2)).toEqual([
    join(dir, 'laid', 'usr', 'share'),
    join(dir, 'laid', 'usr', 'bin', 'prometheus-alertmanager'),
  ]);
  await put('apt-get', 'exit 100');
  expect(await here()).toEqual(laid);
});
