import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { findPython } from './python.ts';

const run = promisify(execFile);

test("the launcher's own tests pass", async () => {
  const { found } = await findPython();
  if (!found) throw new Error('This test needs Python 3.10 or newer, as npm start does.');
  const { stderr } = await run(found.path, ['-B', '-m', 'unittest', 'launch_test'], { cwd: import.meta.dirname });
  expect(stderr).toMatch(/Ran \d+ tests.*\n\nOK/s);
});
