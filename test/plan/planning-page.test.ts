import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exitCodeMeanings } from '../../src/commands/exit-code.ts';
import { defaultSafety } from '../../src/model/safety.ts';

const page = readFileSync(new URL('../../docs/planning.md', import.meta.url), 'utf8');

describe('docs/planning.md', () => {
  it.each(Object.entries(defaultSafety))('names the default of safety.%s', (name, { percent, floor }) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`safety.${name}\``));
    expect(row).toMatch(new RegExp(`\\| ${percent} %, floor ${floor} \\|$`));
  });

  it('names the exit codes that a plan can end with, and no others', () => {
    const rows = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(rows).toEqual([...exitCodeMeanings.keys()]);
  });

  it('has the titles that the text of a plan has', () => {
    const text = readFileSync(new URL('../../src/report/plan-text.ts', import.meta.url), 'utf8');
    for (const title of ['Held back', 'Exceptions', 'Conflicts', 'Different spelling', 'Unmanaged', 'Upcoming']) {
      expect(page).toContain(title);
      expect(text).toContain(`'${title}`);
    }
  });
});
