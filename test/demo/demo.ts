import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

const project = resolve(import.meta.dirname, '../..');
const directory = '.cache/demo/directory.ldif';

mkdirSync(resolve(project, '.cache/demo'), { recursive: true });
copyFileSync(resolve(import.meta.dirname, 'directory.ldif'), resolve(project, directory));

say('The directory is an LDIF file here; groups/ says what it should hold. This is what would change:');
rollcall('plan');
say('Make it so, without a question:');
rollcall('apply', '--yes');
say('A second plan finds nothing to do:');
rollcall('plan', '--detailed-exitcode');
say(`Try next:
  edit groups/ops@example.net.yaml    add or remove a member
  node dist/cli.js plan --diff        see the change, entry by entry
  node dist/cli.js plan --format ldif the same as ldapmodify takes it
  node dist/cli.js apply              make it so, after a question
  node dist/cli.js --help             all commands
Then copy rollcall.yaml, point directory.url at your own server, and adopt your groups: rollcall import
(README.md shows the settings for OpenLDAP).`);

function rollcall(...words: readonly string[]): void {
  process.stdout.write(`\n$ rollcall ${words.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...words], { cwd: project, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n`);
}
