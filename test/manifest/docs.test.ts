import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codes } from '../../src/manifest/codes.ts';
import { type ManifestFile, resolveManifests } from '../../src/manifest/resolve.ts';
import { ruleCatalog } from '../../src/manifest/rule-catalog.ts';
import { type RuleName, ruleNames } from '../../src/manifest/rule-names.ts';
import type { ManifestOptions } from '../../src/manifest/rules/rule.ts';
import { manifestSchema } from '../../src/manifest/schema.ts';
import { keysAt } from '../../src/manifest/schema-walk.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { DesiredGroup } from '../../src/model/group.ts';
import { lintDirectory, lintManifests } from '../../src/plan/lint.ts';
import { postfixRules } from '../../src/plan/mail/mail-rules.ts';
import type { LintOptions } from '../../src/plan/rules/lint-rule.ts';
import { mailboxes } from '../../src/plan/rules/mailboxes.ts';
import { lintOptions, only } from '../plan/lint-scene.ts';
import { options, profile } from './sample.ts';

const page = readFileSync(new URL('../../docs/diagnostics.md', import.meta.url), 'utf8');
const sections = page.split(/^## /m).slice(1);

describe('docs/diagnostics.md', () => {
  it('has one heading for each code, with its title, in the order of the table', () => {
    expect([...page.matchAll(/^## (RC\d+) (.+)$/gm)].map(([, code, title]) => [code, title])).toEqual(
      Object.entries(codes),
    );
  });

  const examples = sections.flatMap((section) => {
    const [bad, good] = [...section.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');
    const code = section.slice(0, 5);
    return /^RC[125]/.test(code) && bad !== undefined && good !== undefined ? [{ code, bad, good }] : [];
  });

  it('has examples for the codes about what a manifest says', () => {
    expect(examples.length).toBeGreaterThan(25);
  });

  it.each(examples)(
    'shows for $code a bad example that gives this code and a good one that gives none',
    ({ code, bad, good }) => {
      expect(problems(bad, code)).toContain(code);
      expect(problems(good, code)).toEqual([]);
    },
  );
});

describe('docs/manifest', () => {
  it.each(keysAt(manifestSchema, []))('shows an example of %s that is accepted', (key) => {
    const text = readFileSync(new URL(`../../docs/manifest/${key}.md`, import.meta.url), 'utf8');
    const examples = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, example]) => example ?? '');
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(problems(example, '')).toEqual([]);
  });
});

/** What an example needs in the settings, by its code. */
const settings: Readonly<Record<string, Partial<LintOptions>>> = {
  RC216: { domains: ['example.net'] },
  RC502: { mail: { ...postfixRules, expansionLimit: 3 } },
  RC503: { mail: { ...postfixRules, nestingLimit: 2 } },
  RC509: { domains: ['example.net'], internal: ['all@example.net'] },
  RC510: { forbiddenDomains: ['old.example'] },
  RC514: { domains: ['example.net'] },
  RC504: { mail: { ...postfixRules, expansionLimit: 3 } },
};

/** The codes for an example; one about two manifests is separated by a line `# other file`. */
function problems(example: string, code: string): string[] {
  const restricted: Readonly<Record<string, ManifestOptions>> = {
    RC217: { ...options, profile: { ...profile, domain: 'example.net' } },
    RC225: { ...options, profile: { ...profile, enabled: undefined } },
  };
  const files = example
    .replaceAll('<U+202E>', '\u202e')
    .split(/^# other file\n/m)
    .map((text, index) => ({ file: `${index}.yaml`, text }));
  const { state, diagnostics } = resolveManifests(files, restricted[code] ?? options);
  const rule = ruleNames.find((name) => ruleCatalog[name].code === code || (code === 'RC232' && name === 'own-member'));
  const judged = { ...lintOptions, ...settings[code] };
  const found = rule === undefined ? [] : judge(rule, state.groups, files, { ...judged, rules: only(rule) });
  return [...diagnostics, ...found].map((diagnostic) => diagnostic.code);
}

/** The examples about accounts are for a directory with one for Ann. */
function judge(
  rule: RuleName,
  groups: readonly DesiredGroup[],
  files: readonly ManifestFile[],
  given: LintOptions,
): readonly Diagnostic[] {
  if (ruleCatalog[rule].reads === 'manifests') return lintManifests(groups, files, [], given);
  const hasGroup = (address: string): boolean => groups.some((group) => group.address === address);
  const ann = mailboxes([{ dn: 'uid=ann', addresses: ['ann@example.net'], state: 'open' }], '+');
  return lintDirectory(groups, files, { groups: [], entries: [], conflicts: [], hasGroup, mailboxes: ann }, given);
}
