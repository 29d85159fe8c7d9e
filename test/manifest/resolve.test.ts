import { describe, expect, it } from 'vitest';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import { options } from './sample.ts';

describe('resolveManifests', () => {
  it('reads every key', () => {
    const text = `address: HQ@example.net
description: Everyone
members:
  - Ann@Example.net
  - address: bob@example.net
    reason: Ticket 12
aliases: [headquarters@example.net]
previously: all-hq@example.net
enabled: false
owners: [alice@example.net]
mode: ignored
protected: true
attributes:
  telephoneNumber: [00123, 12, true]
  ou: 1.50
`;
    expect(resolveManifests([{ file: 'groups/hq.yaml', text }], options)).toEqual({
      diagnostics: [],
      state: {
        groups: [
          {
            file: 'groups/hq.yaml',
            address: 'HQ@example.net',
            description: 'Everyone',
            members: ['Ann@Example.net', 'bob@example.net'],
            reasons: new Map([['bob@example.net', 'Ticket 12']]),
            aliases: ['headquarters@example.net'],
            previously: ['all-hq@example.net'],
            enabled: false,
            exceptions: [],
            owners: ['alice@example.net'],
            mode: 'ignored',
            protected: true,
            attributes: new Map([
              ['telephoneNumber', ['00123', '12', 'true']],
              ['ou', ['1.50']],
            ]),
          },
        ],
      },
    });
  });

  it('leaves absent keys undefined and gives the rest its default', () => {
    const { state } = resolveManifests([{ file: 'g.yaml', text: 'address: a@x.y\nmembers: []\n' }], options);
    expect(state.groups).toEqual([
      {
        file: 'g.yaml',
        address: 'a@x.y',
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
      },
    ]);
  });

  it('gives an exception with its number, day and reason', () => {
    const allow = 'allow: { removals: 40, until: 2026-12-05, reason: "Hamburg: closes" }';
    const { state } = resolveManifests([{ file: 'g.yaml', text: `address: a@x.y\nmembers: []\n${allow}\n` }], options);
    expect(state.groups[0]?.allow).toEqual({ removals: 40, until: '2026-12-05', reason: 'Hamburg: closes' });
  });

  it('takes addresses that differ in letter case as two when local parts are exact', () => {
    const text = 'address: a@x.y\nmembers: [b@x.y, B@x.y, b@X.y]\n';
    const found = resolveManifests([{ file: 'g.yaml', text }], { ...options, localPart: 'exact' }).diagnostics;
    expect(found.map(({ code, source }) => [code, source.column])).toEqual([['RC212', 25]]);
  });

  it('points from a second spelling to the first', () => {
    const text = 'address: a@x.y\nmembers:\n  - b@x.y\n  - B@X.Y\n';
    expect(resolveManifests([{ file: 'g.yaml', text }], options).diagnostics).toEqual([
      {
        code: 'RC212',
        severity: 'error',
        message: 'the member "B@X.Y" is already on line 3, spelled "b@x.y"',
        hint: 'Keep one of the two.',
        source: { file: 'g.yaml', line: 4, column: 5, endColumn: 10, text: '  - B@X.Y' },
      },
    ]);
  });

  it('offers the ASCII form of a domain', () => {
    const text = 'address: a@x.y\nmembers: [b@bücher.example]\n';
    expect(resolveManifests([{ file: 'g.yaml', text }], options).diagnostics[0]?.hint).toBe(
      'Write the domain in its ASCII form: b@xn--bcher-kva.example.',
    );
  });

  it('names the first 1000 problems of a file with more', () => {
    const text = `address: a@x.y\nmembers:\n${'  - b@x.y\n'.repeat(5000)}`;
    const { diagnostics } = resolveManifests([{ file: 'g.yaml', text }], options);
    expect(diagnostics).toHaveLength(1000);
    expect(diagnostics.at(-1)?.source.line).toBe(1003);
  });
});
