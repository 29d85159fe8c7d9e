import { describe, expect, it } from 'vitest';
import type { DirectoryProbe, Rehearsal } from '../../src/io/directory.ts';
import { probeWrites } from '../../src/io/doctor-writes.ts';
import type { Settings } from '../../src/io/run-settings.ts';
import { serverFacts } from '../../src/io/server-facts.ts';
import { present } from '../../src/ldap/filter.ts';
import { postfixBook } from '../../src/ldap/profile.ts';
import { Failure } from '../../src/model/failure.ts';
import type { CurrentGroup } from '../../src/model/group.ts';
import type { Operation } from '../../src/model/operation.ts';
import { defaultSafety } from '../../src/model/safety.ts';
import { ScriptedDirectory } from './scripted-directory.ts';

const base = 'ou=Groups,dc=example,dc=net';
const settings: Settings = {
  directory: {
    ...{ url: 'ldap://localhost', urls: ['ldap://localhost'], ldifFile: undefined, base, filter: present('mail') },
    ...{ bind: { kind: 'anonymous' }, startTls: false, ca: undefined, cert: undefined, key: undefined },
    ...{
      plaintextPassword: 'refuse',
      sharedPasswordFile: 'refuse',
      timeout: 1,
      pageSize: 1,
      inFlight: 1,
      requestLimit: undefined,
    },
    retry: { tries: 1, seconds: 0 },
  },
  ...{ profile: postfixBook, defaults: {}, prune: 'never', safety: defaultSafety, allowedServers: undefined },
  mail: {
    localPart: 'fold',
    domains: [],
    expansionLimit: 1000,
    recipientDelimiter: '+',
    internal: [],
    forbiddenDomains: [],
    accounts: undefined,
  },
  calendar: { timeZone: 'UTC', upcomingDays: 14 },
  owners: { handles: {}, default: [], settings: [] },
  ...{ rules: {}, folders: {}, pins: {}, queries: {} },
};
const openLdap = serverFacts({
  dn: '',
  attributes: [{ name: 'objectClass', values: ['top', 'OpenLDAProotDSE'] }],
});

function group(dn: string, members: readonly string[], further: readonly string[] = []): CurrentGroup {
  const attributes = [
    { name: 'objectClass', values: ['top'] },
    { name: 'mail', values: ['hq@example.net'] },
    { name: 'entryUUID', values: ['1'] },
    ...(members.length > 0 ? [{ name: 'mailGroupMember', values: members }] : []),
    ...further.map((name) => ({ name, values: ['x'] })),
  ];
  return { dn, address: 'hq@example.net', addresses: ['hq@example.net'], members, entry: { dn, attributes } };
}

/** What was asked, and what came of it, as `write: result`. */
async function ask(
  groups: readonly CurrentGroup[],
  answer: (operation: Operation) => Rehearsal = () => ({ kind: 'would succeed' }),
  parts: Partial<Settings> = {},
  facts = openLdap,
): Promise<{ readonly asked: readonly Operation[]; readonly results: readonly string[] }> {
  const asked: Operation[] = [];
  const reader = Object.assign(new ScriptedDirectory(() => Promise.reject(new Error('nothing is written here'))), {
    server: {
      facts,
      isAnonymous: true,
      whoAmI: async () => undefined,
      tls: async () => undefined,
      unpaged: async () => ({ code: 0, entries: 0 }),
    },
  });
  const probe: DirectoryProbe = {
    reader,
    check: async (operation) => {
      asked.push(operation);
      return answer(operation);
    },
  };
  const probes = await probeWrites(probe, { ...settings, ...parts }, groups);
  const results = probes.map(({ write, result }) => {
    const said = result.kind === 'known' ? result.fact.kind : result.kind;
    return `${write}: ${said}`;
  });
  return { asked, results };
}

/** Every attribute that an operation would bring. */
function named(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'add':
      return operation.attributes.map(({ name }) => name);
    case 'modify':
      return operation.modifications.map(({ attribute }) => attribute);
    default:
      return [];
  }
}

const whole = group(`mail=hq@example.net,${base}`, ['ann@example.net', 'bob@example.net'], ['cn', 'sn', 'mailEnabled']);
const small = group(`mail=hq@example.net,${base}`, ['ann@example.net', 'bob@example.net'], ['title']);

describe('asking whether a write would work', () => {
  it.each(['declared', 'all'] as const)(
    'asks for a member more, a new group, and with prune: %s for a deletion',
    async (prune) => {
      const { asked, results } = await ask([whole], undefined, { prune });
      expect(results).toEqual(['modify: would succeed', 'add: would succeed', 'delete: would succeed']);
      expect(asked.map(({ kind, dn }) => [kind, dn])).toEqual([
        ['modify', whole.dn],
        ['add', `mail=rollcall-doctor@invalid.invalid,${base}`],
        ['delete', whole.dn],
      ]);
      expect((await ask([whole])).results).toHaveLength(2);
    },
  );

  it('never names an attribute that was not seen, because OpenLDAP would be damaged', async () => {
    const groups = [
      whole,
      small,
      group(`mail=x,${base}`, []),
      group(`mail=x,${base}`, [], ['cn', 'sn', 'mailEnabled']),
    ];
    for (const one of groups) {
      const seen = one.entry.attributes.map(({ name }) => name);
      for (const operation of (await ask([one], undefined, { prune: 'all' })).asked) {
        expect(named(operation).filter((name) => !seen.includes(name))).toEqual([]);
      }
    }
  });

  it('asks with a copy where a new group would have attributes that were not seen', async () => {
    const { asked } = await ask([small]);
    expect(asked[1]).toEqual({
      kind: 'add',
      dn: `mail=rollcall-doctor@invalid.invalid,${base}`,
      attributes: [
        { name: 'objectClass', values: ['top'] },
        { name: 'mail', values: ['rollcall-doctor@invalid.invalid'] },
        { name: 'mailGroupMember', values: ['ann@example.net'] },
        { name: 'title', values: ['x'] },
      ],
    });
  });

  it('believes of a copy only what is about rights', async () => {
    const refuse = (code: number) => (): Rehearsal => ({ kind: 'refused', code, message: '' });
    expect((await ask([small], refuse(19))).results).toEqual(['modify: refused', 'add: unsafe']);
    expect((await ask([small], refuse(50))).results).toEqual(['modify: refused', 'add: refused']);
    expect((await ask([whole], refuse(19))).results).toEqual(['modify: refused', 'add: refused']);
  });

  it('does not ask where no group shows what it needs', async () => {
    expect(await ask([])).toEqual({ asked: [], results: ['modify: unsafe', 'add: unsafe'] });
    const elsewhere = group(`mail=hq@example.net,ou=Below,${base}`, ['ann@example.net'], ['cn', 'sn', 'mailEnabled']);
    expect((await ask([elsewhere])).results).toEqual(['modify: would succeed', 'add: unsafe']);
  });

  it('asks nobody but OpenLDAP: others may not know the control and write', async () => {
    const { asked, results } = await ask([whole], undefined, {}, serverFacts(undefined));
    expect(asked).toEqual([]);
    expect(results).toEqual(['modify: unsupported', 'add: unsupported']);
  });

  it('asks no more after the server said that it cannot tell, or after a failure', async () => {
    const { asked, results } = await ask([whole], () => ({ kind: 'unsupported' }));
    expect([asked.length, results]).toEqual([1, ['modify: unsupported', 'add: unsupported']]);
    const broken = await ask([whole], () => {
      throw new Failure('directory', 'broken', 'Look.');
    });
    expect([broken.asked.length, broken.results]).toEqual([1, ['modify: failed', 'add: unsupported']]);
  });
});
