import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cacheRoot } from '../kit/debian-cache.ts';
import { withFolderLock } from '../kit/folder-lock.ts';
import { runProgram } from '../kit/run-program.ts';

/**
 * The folder with the programs that check how Rollcall runs elsewhere, installed from a lockfile of their own into
 * `.cache/`: the project itself does not depend on them.
 */
export async function runningTools(): Promise<string> {
  const folder = join(cacheRoot, 'running-tools');
  await withFolderLock(`${folder}.lock`, async () => {
    if (existsSync(join(folder, 'node_modules/.bin/gitlab-ci-local'))) return;
    await mkdir(folder, { recursive: true });
    await cp(resolve(import.meta.dirname, 'tools'), folder, { recursive: true });
    const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
    const { code, stderr } = await runProgram('npm', words, { cwd: folder, env });
    if (code !== 0) throw new Error(`npm could not install what the tests of docs/running need:\n${stderr}`);
  });
  return join(folder, 'node_modules');
}
