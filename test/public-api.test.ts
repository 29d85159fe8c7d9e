import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as source from '../src/index.ts';

/** The built package, as somebody who installed it gets it. */
const built = new URL('../dist/index.js', import.meta.url).href;
const rollcall = (await import(built)) as typeof source;

const ldif = `dn: mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net
objectClass: top
objectClass: organizationalPerson
objectClass: PostfixBookMailAccount
cn: hq
sn: group
mail: hq@example.net
mailGroupMember: user1@example.net
mailGroupMember: old@example.net
`;

const manifest = `address: hq@example.net
members:
  - user1@example.net
  - user2@example.net
`;

const profile = rollcall.postfixBook;

const options: source.PlanOptions = {
  target: { url: 'snapshot.ldif', base: 'ou=Groups,ou=Mail,dc=example,dc=net' },
  profile,
  defaults: {},
  localPart: 'fold',
  prune: 'declared',
  safety: rollcall.defaultSafety,
  requestLimit: 16_000_000,
  today: '2026-11-22',
  upcomingDays: 14,
  overrides: [],
  spelling: 'leave',
};

describe('the package', () => {
  it('plans manifests against an LDIF text', () => {
    const { problems: broken, records } = rollcall.parseLdif(new TextEncoder().encode(ldif));
    expect(broken).toEqual([]);
    const entries = records.flatMap((record) => (record.kind === 'content' ? [record.entry] : []));
    const { groups, problems } = rollcall.decodeEntries(entries, profile);
    expect(problems).toEqual([]);
    const files = [{ file: 'groups/hq.yaml', text: manifest }];
    const { state, diagnostics } = rollcall.resolveManifests(files, {
      profile,
      localPart: 'fold',
      domains: [],
      queries: [],
      today: '2026-11-22',
    });
    expect(rollcall.hasErrors(diagnostics)).toBe(false);

    const plan = rollcall.makePlan(state, { groups, unclear: [], elsewhere: [] }, options);
    for (const step of plan.steps) rollcall.rehearseStep(step, options);

    expect(plan.summary).toMatchObject({ update: 1, membersAdded: 1, membersRemoved: 1, held: 0, conflicts: 0 });
    const changes = `dn: mail=hq@example.net,ou=Groups,ou=Mail,dc=example,dc=net
changetype: modify
delete: mailGroupMember
mailGroupMember: old@example.net
-
add: mailGroupMember
mailGroupMember: user2@example.net
-
`;
    expect(rollcall.formatLdif(plan.steps.flatMap(({ operations }) => operations))).toBe(`version: 1\n\n${changes}`);
    expect(rollcall.planToLdif(plan)).toContain(changes);
    const shown = { style: rollcall.plainStyle, revision: undefined, detail: 'short' } as const;
    expect(rollcall.planToText(plan, shown)).toContain('+ user2@example.net');
    expect(rollcall.planToMarkdown(plan, { revision: undefined, budget: 60_000 })).toContain('user2@example.net');
    expect(JSON.parse(rollcall.planToJson(plan, { tool: 'test' }))).toMatchObject({ format: 'rollcall.plan' });
  });

  it('tells what is wrong with a manifest, and where', () => {
    const files = [{ file: 'groups/hq.yaml', text: 'address: hq@example.net\nmembers: [nobody]\n' }];
    const { diagnostics } = rollcall.resolveManifests(files, {
      profile,
      localPart: 'fold',
      domains: [],
      queries: [],
      today: '2026-11-22',
    });
    expect(rollcall.hasErrors(diagnostics)).toBe(true);
    expect(rollcall.diagnosticsToText(diagnostics, { style: rollcall.plainStyle })).toContain('groups/hq.yaml:2:11');
  });

  it('reads settings, manifests and a directory', async () => {
    const folder = new URL('../dist', import.meta.url).pathname;
    const request = { cwd: folder, config: undefined, environment: undefined, flags: {} };
    const variables = { ROLLCALL_URL: 'missing.ldif', ROLLCALL_BASE: 'dc=example,dc=net' };
    const { settings } = rollcall.loadSettings({ ...request, variables });
    if (settings === undefined) throw new Error('the settings are complete');
    await expect(rollcall.openReader(settings, async () => '')).rejects.toMatchObject({ kind: 'directory' });
    expect(() => rollcall.readWorktree(`${folder}/missing`, 'missing')).toThrow(rollcall.Failure);
  });

  it('offers no way to write to a directory', () => {
    const names = Object.keys(rollcall).sort();
    expect(names.filter((name) => /write|apply|execute|openDirectory/i.test(name))).toEqual([]);
    expect(names).toEqual(
      [
        'Failure',
        'askQueries',
        'colourStyle',
        'decodeEntries',
        'defaultSafety',
        'diagnosticsToText',
        'formatLdif',
        'hasErrors',
        'loadSettings',
        'makePlan',
        'nisMailAlias',
        'openQueries',
        'openReader',
        'parseLdif',
        'plainStyle',
        'planToJson',
        'planToLdif',
        'planToMarkdown',
        'planToText',
        'postfixBook',
        'profiles',
        'readState',
        'readWorktree',
        'rehearseStep',
        'resolveManifests',
        'valuesOf',
        'withAnswers',
      ].sort(),
    );
    expectTypeOf<Awaited<ReturnType<typeof rollcall.openReader>>>().not.toHaveProperty('execute');
  });

  it('is one page, with a type beside every value', () => {
    const text = readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8');
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
    expect(readFileSync(new URL('../dist/index.d.ts', import.meta.url), 'utf8')).toContain('makePlan');
    expect(text).not.toMatch(/export \* from/);
  });
});
