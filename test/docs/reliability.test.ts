import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultKinds } from '../faults/random-round.ts';
import { existsInProject, page, project, section, tableRows } from './pages.ts';

const reliability = page('docs/reliability.md');
const rows = tableRows(section(reliability, 'Fault by fault'));

/** A file with the titles of tests that are quoted behind it. */
interface Proof {
  readonly file: string;
  readonly titles: readonly string[];
}

function proofsIn(cell: string): readonly Proof[] {
  return [...cell.matchAll(/`([^`]+)`((?: “[^”]+”)*)/g)].map(([, file = '', quoted = '']) => ({
    file,
    titles: [...quoted.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  }));
}

describe('docs/reliability.md', () => {
  it('has each of the 41 rows once', () => {
    const numbers = rows.map(([number]) => Number(number)).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
  });

  it.each(rows.map(([number, what, does, shown]) => [number, what, does, shown] as const))(
    'row %s is shown by tests that there are, or says that it is not there yet',
    (number, _what, does = '', shown = '') => {
      const proofs = proofsIn(shown);
      if (proofs.length === 0) expect(does).toContain('**not there yet**');
      for (const { file, titles } of proofs) {
        expect(existsInProject(file), file).toBe(true);
        const text = readFileSync(join(project, file), 'utf8');
        for (const title of titles) {
          expect(text, file).toContain(title);
          const own = /^row (\d+)/.exec(title)?.[1];
          expect(own ?? number, title).toBe(number);
        }
        if (file.startsWith('test/')) expect(titles.length, file).toBeGreaterThan(0);
      }
    },
  );

  it('names files that exist everywhere', () => {
    const named = [...reliability.text.matchAll(/`((?:test|bench|src|docs)\/[^`]+)`/g)].map(([, path = '']) => path);
    expect(named.filter((path) => !existsInProject(path))).toEqual([]);
  });

  it('counts the kinds of random faults', () => {
    expect(reliability.text).toContain(`random faults of ${faultKinds.length} kinds`);
  });
});
