import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withFolderLock } from './folder-lock.ts';

describe('the folder lock', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets one in at a time', async () => {
    let inside = 0;
    const work = (): Promise<number> =>
      withFolderLock(join(folder, 'lock'), async () => {
        const seen = ++inside;
        await sleep(20);
        inside -= 1;
        return seen;
      });
    expect(await Promise.all([work(), work(), work()])).toEqual([1, 1, 1]);
  });

  it('is taken over from a holder that is gone', async () => {
    await mkdir(join(folder, 'lock'));
    await writeFile(join(folder, 'lock', 'pid'), '999999999');
    expect(await withFolderLock(join(folder, 'lock'), async () => 'done')).toBe('done');
  });

  it('is free again after an error', async () => {
    const failing = withFolderLock(join(folder, 'lock'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withFolderLock(join(folder, 'lock'), async () => 'done')).toBe('done');
  });
});
