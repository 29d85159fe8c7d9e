import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { formatManifest, type ManifestDraft } from '../../src/manifest/format.ts';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { draft, options, withoutFile } from './sample.ts';

const full: ManifestDraft = {
  address: 'hq@example.net',
  description: 'Everyone at headquarters',
  members: ['ann@example.net', '#odd@example.net', 'bob@example.net'],
  reasons: new Map([['bob@example.net', 'Migration: ticket 12']]),
  aliases: ['headquarters@example.net'],
  previously: ['all-hq@example.net'],
  enabled: true,
  owners: ['alice@example.net'],
  mode: 'additive',
  protected: true,
  attributes: new Map([
    ['telephoneNumber', ['+49 30 1234']],
    ['ou', ['no', 'Head Office']],
    ['mailQuota', []],
  ]),
  allow: { removals: 40, until: '2026-12-05', reason: 'Hamburg: closes' },
  exceptions: [
    { rule: 'own-member', reason: 'A copy: wanted', until: undefined, for: undefined, level: 'off' },
    {
      rule: 'managed-domains',
      reason: 'Moves in March',
      until: '2027-03-31',
      for: ['hq@example.net'],
      level: 'warning',
    },
  ],
  composition: undefined,
};

const empty: ManifestDraft = {
  address: 'hq@example.net',
  description: undefined,
  members: [],
  reasons: new Map(),
  aliases: undefined,
  previously: [],
  enabled: undefined,
  owners: [],
  mode: 'authoritative',
  protected: false,
  attributes: new Map(),
  allow: undefined,
  exceptions: [],
  composition: undefined,
};

describe('formatManifest', () => {
  it('writes keys in canonical order and quotes only what needs quotes', () => {
    expect(
      formatManifest(full, '../schema/group.schema.json'),
    ).toBe(`# yaml-language-server: $schema=../schema/group.schema.json
address: hq@example.net
description: Everyone at headquarters
members:
  - ann@example.net
  - "#odd@example.net"
  - address: bob@example.net
    reason: "Migration: ticket 12"
aliases:
  - headquarters@example.net
previously: all-hq@example.net
enabled: true
owners:
  - alice@example.net
mode: additive
protected: true
attributes:
  telephoneNumber: "+49 30 1234"
  ou:
    - "no"
    - Head Office
  mailQuota: []
allow:
  removals: 40
  until: 2026-12-05
  reason: "Hamburg: closes"
exceptions:
  - rule: own-member
    reason: "A copy: wanted"
  - rule: managed-domains
    reason: Moves in March
    until: 2027-03-31
    for:
      - hq@example.net
    level: warning
`);
  });

  it('leaves out what has its default', () => {
    expect(formatManifest(empty, undefined)).toBe('address: hq@example.net\nmembers: []\n');
  });

  it('folds a long description and keeps the lines of a long one', () => {
    const long = `${'word '.repeat(30)}end`;
    expect(formatManifest({ ...empty, description: long }, undefined)).toContain('description: >-\n  word word');
    expect(formatManifest({ ...empty, description: 'one\n\ntwo' }, undefined)).toContain(
      'description: |-\n  one\n\n  two\n',
    );
  });

  it('is read back as what was written', () => {
    fc.assert(
      fc.property(draft, (group) => {
        const { state, diagnostics } = resolveManifests(
          [{ file: 'g.yaml', text: formatManifest(group, undefined) }],
          options,
        );
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(state.groups.map(withoutFile)).toEqual([group]);
      }),
      { numRuns: 1000 },
    );
  });

  it('means the same to readers of YAML 1.1 and 1.2', () => {
    fc.assert(
      fc.property(draft, (group) => {
        const text = formatManifest({ ...group, reasons: new Map() }, undefined);
        for (const schema of [YAML11_SCHEMA, CORE_SCHEMA]) {
          expect(load(text, { schema })).toMatchObject({
            address: group.address,
            members: (group.composition?.own ?? group.members).map((member) =>
              group.composition?.days.has(member) === true ? expect.objectContaining({ address: member }) : member,
            ),
            ...(group.description === undefined ? {} : { description: group.description }),
            ...(group.attributes.size === 0
              ? {}
              : {
                  attributes: Object.fromEntries(
                    [...group.attributes].map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
                  ),
                }),
          });
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is the same when it is written again', () => {
    fc.assert(
      fc.property(draft, (group) => {
        const text = formatManifest(group, undefined);
        const [again] = resolveManifests([{ file: 'g.yaml', text }], options).state.groups;
        expect(again && formatManifest(again, undefined)).toBe(text);
      }),
    );
  });
});
