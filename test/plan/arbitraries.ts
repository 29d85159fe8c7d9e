import fc from 'fast-check';
import { escapeDnValue } from '../../src/ldap/dn.ts';
import { memberKey } from '../../src/ldap/group-key.ts';
import { nisMailAlias, postfixBook, storedAddress } from '../../src/ldap/profile.ts';
import { uniqueValues } from '../../src/ldap/unique-values.ts';
import type { Entry, Value } from '../../src/model/entry.ts';
import type { DesiredGroup, Mode } from '../../src/model/group.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { SafetyLimits, Threshold } from '../../src/model/safety.ts';
import type { DesiredState } from '../../src/model/state.ts';
import type { PlanOptions } from '../../src/plan/options.ts';
import { base, desiredGroup, plainOptions } from './directory.ts';
import { allowEverything } from './overrides.ts';

/** A situation to plan for: what is declared, what is there, and how to plan. */
export interface Scene {
  readonly desired: DesiredState;
  readonly entries: readonly Entry[];
  readonly options: PlanOptions;
}

const domain = 'x.example';

/** Few addresses, so that the two states meet often; some need escaping in a DN. */
const groupPool = ['g1', 'g2', 'g3', 'a+b', '#5', "o'neil", 'g7', 'g8'].map((local) => `${local}@${domain}`);
const memberPool = ['ann', 'bob', 'cleo', 'd+d', '=e', 'g1'].map((local) => `${local}@${domain}`);

/** Values that no manifest can declare. */
const oddValues: readonly Value[] = [
  '',
  ' ',
  'bare',
  'Ann <ann@x.example>',
  'ann@x.example, bob@x.example',
  'a b@x.example',
  'nul\u0000@x.example',
  'line\nfeed@x.example',
  'zoë@x.example',
  '@x.example',
  Uint8Array.of(0xff, 0x41),
  Uint8Array.of(0x80),
];

const profiles: readonly Profile[] = [postfixBook, { ...nisMailAlias, domain }];

/** An address with other letters in upper case and blanks around it. */
function respelled(address: string): fc.Arbitrary<string> {
  const [local = '', host = ''] = address.split('@');
  return fc
    .record({
      local: fc.constantFrom(local, local, local.toUpperCase()),
      host: fc.constantFrom(host, host, host.toUpperCase()),
      blanks: fc.constantFrom(['', ''], ['', ''], [' ', ''], ['', '  ']),
    })
    .map((parts) => parts.blanks.join(`${parts.local}@${parts.host}`));
}

/** What a directory may hold for members: any spelling of an address, and values that are none. */
function storedMembers(profile: Profile): fc.Arbitrary<readonly Value[]> {
  const bare = fc.constantFrom(...memberPool).map((address) => address.split('@')[0] ?? '');
  const value: fc.Arbitrary<Value> = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...memberPool).chain(respelled) },
    { weight: 1, arbitrary: fc.constantFrom(...oddValues) },
    { weight: 1, arbitrary: profile.domain === undefined ? fc.constantFrom(...oddValues) : bare },
  );
  return fc.array(value, { maxLength: 8 }).map((values) => uniqueValues(values, profile.memberRule));
}

/** The addresses of some groups: each address belongs to one of them. */
const ownership: fc.Arbitrary<readonly (readonly string[])[]> = fc
  .tuple(fc.shuffledSubarray(groupPool), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 8 }))
  .map(([addresses, sizes]) => {
    const rest = [...addresses];
    return sizes.map((size) => rest.splice(0, size)).filter((group) => group.length > 0);
  });

const texts = fc.option(fc.constantFrom('Staff', 'Everyone, Zürich', '  two  blanks '), { nil: undefined });

function entryWith(addresses: readonly string[], profile: Profile): fc.Arbitrary<Entry> {
  return fc
    .record({
      spelled: fc.constantFrom(
        addresses,
        addresses,
        addresses.map((address) => address.toUpperCase()),
      ),
      named: fc.constantFrom('first', 'first', 'last', 'elsewhere'),
      members: storedMembers(profile),
      description: texts,
      enabled: fc.constantFrom(undefined, 'TRUE', 'FALSE'),
      places: fc.option(fc.shuffledSubarray(['Berlin', 'Bonn', 'BREMEN']), { nil: undefined }),
    })
    .map(({ spelled, named, members, description, enabled, places }) => {
      const stored = spelled.map((address) => storedAddress(address, profile));
      const unit = `old ${stored[0]}`;
      const rdn = named === 'elsewhere' ? `ou=${escapeDnValue(unit)},ou=Old` : '';
      const own = `${profile.address}=${escapeDnValue((named === 'first' ? stored[0] : stored.at(-1)) ?? '')}`;
      const attributes = [
        { name: 'objectClass', values: profile.objectClasses },
        { name: profile.address, values: stored },
        { name: 'description', values: description === undefined ? [] : [description] },
        { name: 'mailEnabled', values: enabled === undefined ? [] : [enabled] },
        { name: 'ou', values: [...(rdn === '' ? [] : [unit]), ...(places ?? [])] },
        { name: profile.member, values: members },
        { name: 'entryCSN', values: ['20261122120000.000000Z#000000#000#000000'] },
      ];
      return { dn: `${rdn || own},${base}`, attributes: attributes.filter(({ values }) => values.length > 0) };
    });
}

function manifestFor(addresses: readonly string[], { profile, localPart }: PlanOptions): fc.Arbitrary<DesiredGroup> {
  const [address = '', ...others] = addresses;
  const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
  const hasSwitch = profile.enabled !== undefined;
  return fc
    .record({
      members: fc.uniqueArray(
        fc.constantFrom(...memberPool).chain((member) => fc.constantFrom(member, member, member.toUpperCase())),
        { maxLength: 6, selector: (member) => memberKey(member, profile, localPart) },
      ),
      aliases: fc.boolean(),
      description: hasSwitch ? texts : fc.constant(undefined),
      enabled: hasSwitch ? some(fc.boolean()) : fc.constant(undefined),
      places: hasSwitch ? some(fc.shuffledSubarray(['Berlin', 'bonn', 'berlin'])) : fc.constant(undefined),
      mode: fc.constantFrom<Mode>('authoritative', 'authoritative', 'authoritative', 'additive', 'ignored'),
      protected: fc.boolean(),
    })
    .map(({ aliases, places, ...parts }) =>
      desiredGroup(address, {
        ...parts,
        aliases: aliases ? others : undefined,
        attributes: new Map(places === undefined ? [] : [['ou', places]]),
      }),
    );
}

function all<T>(items: readonly fc.Arbitrary<T>[]): fc.Arbitrary<T[]> {
  return fc.tuple(...items);
}

/** Options without limits: even those that no setting lifts are lifted by an exception for each group. */
export const options: fc.Arbitrary<PlanOptions> = fc
  .record({
    profile: fc.constantFrom(...profiles),
    localPart: fc.constantFrom('fold' as const, 'exact' as const),
    prune: fc.constantFrom('never' as const, 'declared' as const, 'all' as const),
    spelling: fc.constantFrom('leave' as const, 'leave' as const, 'fix' as const),
  })
  .map((parts) => ({ ...plainOptions, ...parts, overrides: allowEverything(groupPool) }));

/** Any situation without limits: some groups agree, some differ, some contradict each other. */
export const scene: fc.Arbitrary<Scene> = options.chain((chosen) =>
  fc.record({
    options: fc.constant(chosen),
    entries: ownership
      .chain((groups) => all(groups.map((addresses) => entryWith(addresses, chosen.profile))))
      .chain((entries) => withTwin(entries, chosen.profile)),
    desired: ownership
      .chain((groups) =>
        fc.tuple(fc.constant(groups), all(groups.map((addresses) => manifestFor(addresses, chosen)))).chain(withFormer),
      )
      .map((groups) => ({ groups })),
  }),
);

/** Addresses that nobody has any more are former ones of some groups, and one group may take that of another. */
function withFormer([owned, groups]: [readonly (readonly string[])[], DesiredGroup[]]): fc.Arbitrary<DesiredGroup[]> {
  const taken = new Set(owned.flat());
  const free = groupPool.filter((address) => !taken.has(address));
  const size = groups.length;
  if (size === 0) return fc.constant(groups);
  return fc
    .record({
      heirs: fc.array(fc.nat({ max: size * 2 }), { minLength: free.length, maxLength: free.length }),
      keeps: fc.array(fc.boolean(), { minLength: free.length, maxLength: free.length }),
      passes: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
    })
    .map(({ heirs, keeps, passes }) => {
      const made: DesiredGroup[] = [];
      for (const [index, group] of groups.entries()) {
        const own = free.filter((_, at) => heirs[at] === index);
        const kept = free.filter((_, at) => heirs[at] === index && keeps[at]);
        const before = made.at(-1);
        const passed = passes[index] && before !== undefined && before.previously.length > 0 ? [before.address] : [];
        const aliases = group.aliases && [...group.aliases, ...kept];
        made.push({ ...group, aliases, previously: [...passed, ...own] });
      }
      return made;
    });
}

/** Now and then, a second entry for an address. */
function withTwin(entries: readonly Entry[], profile: Profile): fc.Arbitrary<readonly Entry[]> {
  const twin = fc.constantFrom(...groupPool).chain((address) => entryWith([address], profile));
  return fc.option(twin, { nil: undefined, freq: 5 }).map((more) => {
    const dns = new Set(entries.map(({ dn }) => dn.toLowerCase()));
    return more === undefined || dns.has(more.dn.toLowerCase()) ? entries : [...entries, more];
  });
}

const threshold: fc.Arbitrary<Threshold> = fc.record({
  percent: fc.constantFrom(0, 10, 25, 50, 100),
  floor: fc.integer({ min: 0, max: 4 }),
});

/** Any safety limits. */
export const limits: fc.Arbitrary<SafetyLimits> = fc.record({
  perGroup: threshold,
  perRun: threshold,
  deletions: threshold,
});
