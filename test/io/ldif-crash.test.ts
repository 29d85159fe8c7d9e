import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { parseLdif } from '../../src/ldap/ldif.ts';
import { valuesOf } from '../../src/model/entry.ts';

const count = 400;
const member = 'x'.repeat(1000);

/** Gives every entry of the file the next generation, again and again. */
const script = `
import { openLdifDirectory } from ${JSON.stringify(`${import.meta.dirname}/../../src/io/ldif-directory.ts`)};
for (let generation = 1; generation < 2000; generation++) {
  const { writer } = await openLdifDirectory(process.argv[1], 'crash.ldif', () => 'caseExact');
  for (let n = 0; n < ${count}; n++) {
    const modifications = [{ kind: 'replace', attribute: 'title', values: [String(generation)] }];
    await writer.execute({ kind: 'modify', dn: 'cn=n' + n + ',dc=x', modifications });
  }
  await writer.settle();
  if (generation === 1) process.stdout.write('ready');
}`;

/** The generation that all entries of the file have. */
function generationOf(bytes: Uint8Array): number {
  const { records, problems } = parseLdif(bytes);
  expect(problems).toEqual([]);
  expect(records).toHaveLength(count);
  const titles = records.map((record) => (record.kind === 'content' ? valuesOf(record.entry, 'title')[0] : ''));
  expect(new Set(titles).size).toBe(1);
  return Number(titles[0]);
}

it('a writer that is killed leaves the old file or the new one, and a reader never sees anything else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crash-'));
  const path = join(folder, 'directory.ldif');
  const seen = new Set<number>();
  for (let round = 0; round < 6; round++) {
    const entries = Array.from({ length: count }, (_, n) => `dn: cn=n${n},dc=x\ntitle: 0\nmember: ${member}\n`);
    await writeFile(path, entries.join('\n'));
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
      expect(child.exitCode).toBeNull();
      for (let read = 0; read < 10; read++) seen.add(generationOf(await readFile(path)));
      await wait(Math.random() * 20); // the moment of the crash; any one will do
    } finally {
      child.kill('SIGKILL');
    }
    await once(child, 'exit');
    expect(generationOf(await readFile(path))).toBeGreaterThan(0);
    const strangers = (await readdir(folder)).filter((name) => !/^\.directory\.ldif\..*\.rollcall-tmp$/.test(name));
    expect(strangers).toEqual(['directory.ldif']);
  }
  expect(seen.size).toBeGreaterThan(1);
  await rm(folder, { recursive: true });
});
