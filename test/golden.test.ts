import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from './kit/workspace.ts';

const root = resolve(import.meta.dirname, 'golden');
const bless = process.env['BLESS'] === '1';
const { version }: { version: string } = JSON.parse(readFileSync(resolve(root, '../../package.json'), 'utf8'));
const stories = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/**
 * Every story is a folder: `input/` is the folder that a command line runs in, `commands.txt` has one command line a
 * line, `expected/` what each of them does in a fresh copy. `npm run bless` writes `expected/` anew.
 */
describe.each(stories.map(({ name }) => name))('the story %s', (story) => {
  const lines = readFileSync(join(root, story, 'commands.txt'), 'utf8')
    .trim()
    .split('\n');
  const expected = join(root, story, 'expected');

  it.each(lines)('rollcall %s', async (line) => {
    const workspace = copyOf(join(root, story, 'input'));
    try {
      const text = await transcript(workspace, line);
      const file = join(expected, fileName(line));
      if (bless) write(file, text);
      expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : `no ${file}: run npm run bless`);
    } finally {
      workspace.end();
    }
  });

  it('expects nothing of other command lines', () => {
    const names = lines.map(fileName).sort();
    const strays = readdirSync(expected).filter((name) => !names.includes(name));
    if (bless) for (const name of strays) rmSync(join(expected, name));
    expect(readdirSync(expected).sort()).toEqual(names);
  });
});

function copyOf(folder: string): Workspace {
  const workspace = makeWorkspace({}, []);
  const paths = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  for (const entry of paths) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    workspace.write(path.slice(folder.length + 1), readFileSync(path));
  }
  return workspace;
}

/** The command line, its exit code, both outputs, and the files that are other than before. */
async function transcript(workspace: Workspace, line: string): Promise<string> {
  const before = workspace.files();
  const { code, stdout, stderr } = await workspace.run(line === '(nothing)' ? [] : line.split(' '));
  const after = Object.entries(workspace.files()).filter(([path, text]) => before[path] !== text);
  const sections: readonly (readonly [string, string])[] = [['stdout', stdout], ['stderr', stderr], ...after];
  const shown = sections.map(
    ([title, text]) => `--- ${title}\n${text === '' || text.endsWith('\n') ? text : `${text}⏎\n`}`,
  );
  return `$ rollcall ${line}\nexit ${code}\n${shown.join('')}`
    .replaceAll(version, 'VERSION')
    .replaceAll(workspace.folder, 'FOLDER')
    .split('\n')
    .map(withoutTime)
    .join('\n');
}

/** How long something took, and when it was, is another number each time. */
function withoutTime(line: string): string {
  return line
    .replace(/(\(|\| )\d+\.\d\d s(?=\)$| \|$)/, '$1SECONDS s')
    .replace(/^(\s*"seconds": )[\d.]+/, '$1"SECONDS"')
    .replace(/^(\s*"startedAt": )".*"/, '$1"TIME"')
    .replace(
      /^(rollcall_\w+_(?:timestamp|duration)_seconds(?:\{.*\})?) [1-9][\d.]*$|^(rollcall_\w+_duration_seconds(?:\{.*\})?) [\d.]+$/,
      '$1$2 SECONDS',
    );
}

function fileName(line: string): string {
  return `${line.replace(/[^A-Za-z0-9.-]+/g, '_').replace(/^[_-]+|_+$/g, '')}.txt`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
