import { describe, expect, it } from 'vitest';
import { codes } from '../../src/manifest/codes.ts';
import { ruleCatalog } from '../../src/manifest/rule-catalog.ts';
import { ruleNames } from '../../src/manifest/rule-names.ts';
import { codeIn, page, section, tableRows } from './pages.ts';

const rows = tableRows(section(page('docs/rules.md'), 'All rules'));

describe('docs/rules.md', () => {
  it('lists every rule in the order of the command', () => {
    expect(rows.map(([name]) => codeIn(name))).toEqual([...ruleNames]);
  });

  it.each([...ruleNames])('says of %s what the command says', (name) => {
    const row = rows[ruleNames.indexOf(name)];
    const { code, level, needs, summary } = ruleCatalog[name];
    const anchor = `${code} ${codes[code]}`
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-');
    const wants = needs === undefined ? '–' : `\`${needs}\``;
    expect(row).toEqual([`\`${name}\``, `[${code}](diagnostics.md#${anchor})`, level, wants, summary]);
  });

  it.each([...ruleNames])('is right that the code of %s has a heading that names the rule', (name) => {
    const { code } = ruleCatalog[name];
    expect(section(page('docs/diagnostics.md'), `${code} ${codes[code]}`)).toContain(`\`${name}\``);
  });
});
