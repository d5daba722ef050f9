import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';

const child = `
  import { endWith } from '${import.meta.resolve('./parent.ts')}';
  endWith(process.ppid, () => process.exit(0));
  setInterval(() => {}, 1_000);
  console.log(process.pid);
`;
const parent = `
  import { spawn } from 'node:child_process';
  spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(child)}], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
  setInterval(() => {}, 1_000);
`;

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('what was started ends when its parent is killed', async () => {
  const killed = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: killed.stdout }), 'line');
  const pid = Number(line);
  try {
    expect(runs(pid)).toBe(true);
    killed.kill('SIGKILL');
    await vi.waitFor(() => expect(runs(pid)).toBe(false), { timeout: 20_000 });
  } finally {
    if (runs(pid)) process.kill(pid, 'SIGKILL');
  }
});
