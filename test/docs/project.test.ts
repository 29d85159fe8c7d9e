import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeIn, existsInProject, page, pages, project, section, tableRows } from './pages.ts';

interface PackageFile {
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest: PackageFile = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const dependencies = page('docs/dependencies.md');
const guide = page('CONTRIBUTING.md');

describe('docs/dependencies.md', () => {
  it.each([
    ['At run time', manifest.dependencies],
    ['To work on Rollcall', manifest.devDependencies],
  ])('lists what package.json has: %s', (title, declared) => {
    const listed = tableRows(section(dependencies, title)).map(([name, version]) => [codeIn(name), version]);
    expect(Object.fromEntries(listed)).toEqual(declared);
  });

  it('is right that every version is pinned exactly', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it.each(['js-yaml', 'ldapts', 'diff', 'simple-git', 'commander', '@clack/prompts'])(
    'is right that one file imports %s',
    (name) => {
      const importing = sourceFiles().filter((path) => readFileSync(path, 'utf8').includes(`from '${name}'`));
      expect(importing).toHaveLength(1);
    },
  );
});

function sourceFiles(): readonly string[] {
  const names = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(project, 'src', name));
}

describe('CONTRIBUTING.md', () => {
  const listed = tableRows(section(guide, 'Where things are')).flatMap(([cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? ''),
  );

  it('maps only folders that exist', () => {
    expect(listed.filter((path) => !path.endsWith('/') || !existsInProject(path))).toEqual([]);
  });

  it('maps every folder of the source', () => {
    const folders = readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${relative(project, join(entry.parentPath, entry.name))}/`);
    expect(folders.filter((folder) => !listed.includes(folder))).toEqual([]);
  });

  it('names only files of the project that exist', () => {
    const named = [...guide.text.matchAll(/`((?:src|test|bench|docs|schema|\.ci)\/[^`*\s]*)`/g)].map(
      ([, path]) => path ?? '',
    );
    expect(named.filter((path) => !existsInProject(path))).toEqual([]);
  });
});

describe('docs/threat-model.md', () => {
  const rows = pages
    .filter(({ path }) => path === 'docs/threat-model.md')
    .flatMap(({ text }) => text.split('\n').filter((line) => /^\| (?!tries|--)/.test(line)));

  it('names at least one test for everything that somebody tries, and only tests that exist', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const named = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path ?? '');
      expect(named.length, row).toBeGreaterThan(0);
      expect(named.filter((path) => !existsInProject(path))).toEqual([]);
    }
  });
});

describe('LICENSE', () => {
  it('is the licence that package.json names', () => {
    expect(readFileSync(join(project, 'LICENSE'), 'utf8')).toMatch(new RegExp(`^${manifest.license} License\n`));
  });
});
