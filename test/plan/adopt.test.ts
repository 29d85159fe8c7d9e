import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { postfixBook } from '../../src/ldap/profile.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import type { Adoption } from '../../src/model/adoption.ts';
import { type Entry, valuesOf } from '../../src/model/entry.ts';
import { adoptState } from '../../src/plan/adopt.ts';
import type { AdoptOptions } from '../../src/plan/adopt-group.ts';
import { checkAdoption } from '../../src/plan/check-adoption.ts';
import { makePlan } from '../../src/plan/plan.ts';
import { scene } from './arbitraries.ts';
import { base, groupEntry, plainOptions, stateOf } from './directory.ts';

const options: AdoptOptions = {
  profile: postfixBook,
  localPart: 'fold',
  domains: [],
  queries: [],
  today: '2026-11-22',
};
const place = { join: (name: string): string => `groups/${name}`, schema: undefined };
const inclusion = 'include:\n  - berlin@example.net # never by import\n';
const hq = groupEntry('hq@example.net', ['ann@example.net', 'bob@example.net']);

describe('an import', () => {
  it('writes a manifest for each group of an empty repository', () => {
    const { files, missing, skipped } = adopt([hq, groupEntry('ops@example.net', [])], {});
    expect(files.map(({ kind, file, address }) => [kind, file, address])).toEqual([
      ['created', 'groups/hq@example.net.yaml', 'hq@example.net'],
      ['created', 'groups/ops@example.net.yaml', 'ops@example.net'],
    ]);
    expect([...missing, ...skipped]).toEqual([]);
  });

  it('leaves a manifest that agrees as it is', () => {
    const text = '# ours\naddress: HQ@example.net\nmembers: [bob@example.net, Ann@example.net] # all\n';
    expect(adopt([hq], { 'groups/hq.yaml': text }).files).toEqual([
      { kind: 'unchanged', file: 'groups/hq.yaml', address: 'HQ@example.net', text },
    ]);
  });

  it('edits a manifest in place and keeps its comments', () => {
    const text = '# ours\naddress: hq@example.net\nmembers:\n  - ann@example.net # first\n  - old@example.net\n';
    const [file] = adopt([hq], { 'groups/hq.yaml': text }).files;
    expect(file).toMatchObject({ kind: 'updated', file: 'groups/hq.yaml' });
    expect(file?.text).toBe(
      '# ours\naddress: hq@example.net\nmembers:\n  - ann@example.net # first\n  - bob@example.net\n',
    );
  });

  it('takes over the keys that a manifest has, and no others', () => {
    const entry = groupEntry(
      'hq@example.net',
      [],
      { name: 'mailEnabled', values: ['FALSE'] },
      { name: 'description', values: ['All'] },
    );
    const [file] = adopt([entry], { 'groups/hq.yaml': 'address: hq@example.net\nenabled: true\nmembers: []\n' }).files;
    expect(file?.text).toBe('address: hq@example.net\nenabled: false\nmembers: []\n');
  });

  it.each(['a\u001b[31m', 'a\u202eb', '\u001b', 'zero\u200bwidth', 'a\ud800'])(
    'leaves out a description that nobody could see whole (%#), and does not adopt what a manifest declares as such',
    (text) => {
      const entry = groupEntry('hq@example.net', [], { name: 'description', values: [text] });
      expect(adopt([entry], {}).files[0]?.text).toBe('address: hq@example.net\nmembers: []\n');
      const declared = 'address: hq@example.net\ndescription: ours\nmembers: []\n';
      const { files, skipped } = adopt([entry], { 'groups/hq.yaml': declared });
      expect(files).toEqual([]);
      expect(skipped).toMatchObject([{ problem: 'its description is no text that a manifest can hold' }]);
      const ignored = `${declared}mode: ignored\n`;
      expect(adopt([entry], { 'groups/hq.yaml': ignored }).files).toMatchObject([{ kind: 'unchanged' }]);
    },
  );

  it('does not adopt an attribute that is no text, and leaves a description of several lines that agrees', () => {
    const title = groupEntry('hq@example.net', [], { name: 'title', values: [Uint8Array.of(0xff)] });
    const manifest = 'address: hq@example.net\nmembers: []\nattributes:\n  title: ours\n';
    const { skipped } = adopt([title], { 'groups/hq.yaml': manifest });
    expect(skipped).toMatchObject([{ problem: 'its title is no text that a manifest can hold' }]);
    const lines = groupEntry('hq@example.net', [], { name: 'description', values: ['one\ntwo'] });
    const agrees = 'address: hq@example.net\ndescription: "one\\ntwo"\nmembers: []\n';
    expect(adopt([lines], { 'groups/hq.yaml': agrees }).files).toMatchObject([{ kind: 'unchanged' }]);
  });

  it('does not touch an ignored manifest, and only takes out of an additive one', () => {
    const text = (mode: string): string => `address: hq@example.net\nmode: ${mode}\nmembers:\n  - gone@example.net\n`;
    expect(adopt([hq], { 'groups/hq.yaml': text('ignored') }).files[0]).toMatchObject({ kind: 'unchanged' });
    const [file] = adopt([hq], { 'groups/hq.yaml': text('additive') }).files;
    expect(file?.text).not.toMatch(/gone|ann|bob/);
  });

  it('names declared groups that the directory does not hold', () => {
    const { files, missing } = adopt([], { 'groups/hq.yaml': 'address: hq@example.net\nmembers: []\n' });
    expect(files).toEqual([]);
    expect(missing).toMatchObject([{ address: 'hq@example.net' }]);
  });

  it('passes over two entries with one address, and entries that no manifest can declare', () => {
    const twin = { ...hq, dn: `cn=twin,${base}` };
    const odd = groupEntry('odd@example.net', ['no address']);
    const { files, skipped } = adopt([hq, twin, odd], {});
    expect(files).toEqual([]);
    expect(skipped.map(({ dn }) => dn)).toEqual([hq.dn, twin.dn, odd.dn]);
    expect(skipped[0]?.problem).toBe('another entry answers for hq@example.net too');
  });

  it('keeps an exception, in a manifest that is edited and in one that is written anew', () => {
    const allow = 'allow: { removals: 40, until: 2026-12-05, reason: Hamburg closes }';
    const texts = [
      `address: hq@example.net\nmembers: []\n${allow}\n`,
      `{address: hq@example.net, members: [], ${allow}}\n`,
    ];
    for (const text of texts) {
      const { files } = adopt([hq], { 'groups/hq.yaml': text });
      expect(files).toMatchObject([{ kind: 'updated' }]);
      const [group] = resolveManifests(files, options).state.groups;
      expect(group?.allow).toEqual({ removals: 40, until: '2026-12-05', reason: 'Hamburg closes' });
    }
  });

  it('warns about an address that came from the name of the entry', () => {
    const mail = { name: 'mail', values: ['hq@example', 'hq@example.email'] };
    const entry = {
      dn: `mail=hq@example.email,${base}`,
      attributes: [...hq.attributes.filter(({ name }) => name !== 'mail'), mail],
    };
    expect(adopt([entry], {}).diagnostics).toMatchObject([{ code: 'RC401', severity: 'warning' }]);
  });

  it('never takes a file name twice, whatever its case', () => {
    const existing = { 'groups/HQ@example.net.yaml': 'address: other@example.net\nmembers: []\n' };
    expect(adopt([hq], existing).files[0]?.file).toBe('groups/hq@example.net-2.yaml');
  });

  it('edits the plain members of a group that includes others, and never its inclusions', () => {
    const berlin = groupEntry('berlin@example.net', ['dora@example.net', 'fred@example.net']);
    const entry = groupEntry('hq@example.net', ['new@example.net', 'dora@example.net', 'fred@example.net']);
    const texts = {
      'groups/berlin.yaml': 'address: berlin@example.net\nmembers:\n  - dora@example.net\n  - eve@example.net\n',
      'groups/hq.yaml': `address: hq@example.net\nmembers:\n  - old@example.net\n${inclusion}`,
    };
    const { files } = adopt([entry, berlin], texts);
    expect(files.map(({ file, text }) => [file, text])).toEqual([
      ['groups/berlin.yaml', 'address: berlin@example.net\nmembers:\n  - dora@example.net\n  - fred@example.net\n'],
      ['groups/hq.yaml', `address: hq@example.net\nmembers:\n  - new@example.net\n${inclusion}`],
    ]);
  });

  it.each([
    [
      'lacks an included member',
      '',
      ['ann'],
      'it does not have the member dora@example.net, who comes through berlin@example.net',
    ],
    [
      'has an excluded member',
      'exclude: [bob@example.net]\n',
      ['ann', 'bob', 'dora'],
      'its member bob@example.net is excluded in groups/hq.yaml',
    ],
    [
      'has a member of another time',
      '',
      ['ann', 'dora', 'past'],
      'its member past@example.net is in groups/hq.yaml for other days only',
    ],
  ])('leaves a manifest alone whose group %s', (_name, more, members, problem) => {
    const past = '  - { address: past@example.net, until: 2026-11-21 }\n';
    const texts = {
      'groups/hq.yaml': `address: hq@example.net\nmembers:\n  - ann@example.net\n${past}${inclusion}${more}`,
      'groups/berlin.yaml': 'address: berlin@example.net\nmembers: [bob@example.net, dora@example.net]\n',
    };
    const there = more === '' ? ['dora'] : ['bob', 'dora'];
    const at = (names: readonly string[]): string[] => names.map((name) => `${name}@example.net`);
    const { files, skipped } = adopt(
      [groupEntry('hq@example.net', at(members)), groupEntry('berlin@example.net', at(there))],
      texts,
    );
    expect(files.map(({ file }) => file)).toEqual(['groups/berlin.yaml']);
    expect(skipped).toMatchObject([{ address: 'hq@example.net', problem }]);
  });

  it('keeps inclusions and days in a manifest that is written anew', () => {
    const own = '{ address: ann@example.net, reason: guest, from: 2026-01-01 }, old@example.net';
    const texts = {
      'groups/hq.yaml': `{address: hq@example.net, members: [${own}], include: [berlin@example.net], exclude: [eve@example.net]}\n`,
      'groups/berlin.yaml': 'address: berlin@example.net\nmembers: [dora@example.net, eve@example.net]\n',
    };
    const { files } = adopt([groupEntry('hq@example.net', ['ann@example.net', 'dora@example.net'])], texts);
    expect(files[0]?.text).toBe(`address: hq@example.net
members:
  - address: ann@example.net
    reason: guest
    from: 2026-01-01
include:
  - berlin@example.net
exclude:
  - eve@example.net
`);
  });

  it('of any directory leads to manifests that differ from it in nothing', () => {
    fc.assert(
      fc.property(scene, ({ entries, options: chosen }) => {
        const adoptOptions = { ...options, profile: chosen.profile, localPart: chosen.localPart };
        const current = stateOf(entries, chosen.profile);
        const adoption = adoptState(current, { groups: [] }, [], adoptOptions, place);
        checkAdoption(adoption, [], current, new Map(), adoptOptions);
        const { state } = resolveManifests(adoption.files, adoptOptions);
        const plan = makePlan(state, current, { ...chosen, prune: 'never', spelling: 'leave' });
        expect([...plan.steps, ...plan.conflicts]).toEqual([]);
        expect(adoption.files.length + adoption.skipped.length).toBe(entries.length);
        for (const { dn } of adoption.skipped) expect(entries.map((entry) => entry.dn)).toContain(dn);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the proof of an import', () => {
  const current = stateOf([hq], postfixBook);
  const created = adopt([hq], {});

  it('finds a manifest that is not valid', () => {
    const broken = withText(created, 'address: hq@example.net\n');
    expect(() => checkAdoption(broken, [], current, new Map(), options)).toThrow(
      /would write an invalid manifest: groups\/hq@example.net.yaml/,
    );
  });

  it('finds a manifest that says something else', () => {
    const other = withText(created, 'address: hq@example.net\nmembers: [ann@example.net]\n');
    expect(() => checkAdoption(other, [], current, new Map(), options)).toThrow(
      /would not declare hq@example.net as the directory holds it/,
    );
  });

  it('finds a manifest that is about another group', () => {
    const other = withText(created, 'address: other@example.net\nmembers: []\n');
    expect(() => checkAdoption(other, [], current, new Map(), options)).toThrow(
      /would not find other@example.net again/,
    );
  });
});

function withText(adoption: Adoption, text: string): Adoption {
  return { ...adoption, files: adoption.files.map((file) => ({ ...file, text })) };
}

function adopt(entries: readonly Entry[], texts: Readonly<Record<string, string>>): Adoption {
  const files = Object.entries(texts).map(([file, text]) => ({ file, text }));
  const { state, diagnostics } = resolveManifests(files, options);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(entries.every((entry) => valuesOf(entry, 'mail').length > 0)).toBe(true);
  const current = stateOf(entries, plainOptions.profile);
  const adoption = adoptState(current, state, files, options, place);
  checkAdoption(adoption, files, current, new Map(), options);
  return adoption;
}
