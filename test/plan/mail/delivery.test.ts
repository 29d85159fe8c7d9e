import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostfix } from '../../kit/postfix.ts';
import { delivered, foretold, movedTo, openPostOffice, type PostOffice } from './post-office.ts';
import { people, type World } from './world.ts';

let office: PostOffice;

beforeAll(async () => {
  office = await openPostOffice();
});

afterAll(async () => {
  await office?.stop();
});

const chain = (length: number): World =>
  Object.fromEntries(
    Array.from({ length }, (_, index) => [`g${index}@x`, [index + 1 === length ? 'u@x' : `g${index + 1}@x`]]),
  );

const cases: readonly (readonly [
  what: string,
  world: World,
  address: string,
  outcome: 'delivered' | 'deferred' | 'refused',
  recipients?: number,
])[] = [
  ['members', { 'a@x': ['u@x', 'v@y.example'] }, 'a@x', 'delivered', 2],
  ['nested groups', { 'a@x': ['b@x', 'u@x'], 'b@x': ['c@x', 'v@x'], 'c@x': ['w@x'] }, 'a@x', 'delivered', 3],
  ['the group itself among its members', { 'a@x': ['u@x', 'A@x'] }, 'a@x', 'delivered', 2],
  [
    'two groups in each other and in themselves',
    { 'a@x': ['a@x', 'b@x'], 'b@x': ['b@x', 'a@x'] },
    'a@x',
    'delivered',
    2,
  ],
  ['a loop', { 'a@x': ['b@x'], 'b@x': ['a@x'] }, 'a@x', 'deferred'],
  ['a loop behind other members', { 'a@x': ['u@x', 'b@x'], 'b@x': ['v@x', 'a@x'] }, 'a@x', 'deferred'],
  [
    'two ways to one member',
    { 'a@x': ['b@x', 'c@x'], 'b@x': ['u@x', 'v@x'], 'c@x': ['U@x', 'w@x'] },
    'a@x',
    'delivered',
    3,
  ],
  ['an extension', { 'a@x': ['u@x', 'b@x'], 'b@x': ['v@x'] }, 'a+news@x', 'delivered', 2],
  ['an extension that a group has', { 'a@x': ['u@x'], 'a+news@x': ['v@x', 'w@x'] }, 'a+news@x', 'delivered', 2],
  ['a member with an extension', { 'a@x': ['b+news@x'], 'b@x': ['u@x'] }, 'a@x', 'delivered', 1],
  ['upper case', { 'a@x': ['B@x'], 'b@x': ['u@x'] }, 'A@X', 'delivered', 1],
  ['no members', { 'a@x': [] }, 'a@x', 'refused'],
  ['no members in a member', { 'a@x': ['u@x', 'b@x'], 'b@x': [] }, 'a@x', 'delivered', 2],
  ['an empty value alone', { 'a@x': [''] }, 'a@x', 'refused'],
  ['an empty value', { 'a@x': ['', 'u@x'] }, 'a@x', 'delivered', 1],
  ['a blank alone', { 'a@x': [' '] }, 'a@x', 'deferred'],
  ['a blank among others', { 'a@x': [' ', 'u@x'] }, 'a@x', 'delivered', 1],
  ['a comma in a value', { 'a@x': ['u@x, v@x', 'w@x'] }, 'a@x', 'delivered', 3],
  ['a line end in a value', { 'a@x': ['u@x\nv@x'] }, 'a@x', 'delivered', 2],
  ['a NUL in a value', { 'a@x': ['u@x\u0000v@x'] }, 'a@x', 'delivered', 1],
  ['a name before the address', { 'a@x': ['Uli Example <u@x>'] }, 'a@x', 'delivered', 1],
  ['two words', { 'a@x': ['u v@x'] }, 'a@x', 'delivered', 2],
  ['a quoted local part', { 'a@x': ['"u v"@x'] }, 'a@x', 'delivered', 1],
  ['a dot before the @, which is asked for in quotes', { 'a@x': ['b.@x'], 'b.@x': ['u@x'] }, 'a@x', 'delivered', 1],
  ['an open quote', { 'a@x': ['"u@x', 'v@x'] }, 'a@x', 'delivered', 1],
  ['an open comment', { 'a@x': ['u@x (see', 'v@x'] }, 'a@x', 'delivered', 1],
  ['an address group', { 'a@x': ['friends: u@x, v@x;', 'w@x'] }, 'a@x', 'delivered', 3],
  ['a hyphen at the beginning of a group', { '-a@x': ['u@x'] }, '-a@x', 'refused'],
  ['the same inside another group', { 'a@x': ['-b@x'], '-b@x': ['u@x'] }, 'a@x', 'delivered', 1],
  ['a hyphen at the beginning of a member', { 'a@x': ['-u@x', 'v-@x'] }, 'a@x', 'delivered', 1],
  ['no domain', { 'a@x': ['bare'] }, 'a@x', 'delivered', 1],
  [
    'a percent sign, a bang, a route, a dot',
    { 'a@x': ['u%y.example', 'y.example!v', '@r.example:w@x', 'z@x.'] },
    'a@x',
    'delivered',
    4,
  ],
  ['a command and a file', { 'a@x': ['|/bin/false', '/dev/null', ':include:/etc/passwd'] }, 'a@x', 'delivered', 3],
  ['a whole domain', { '@x': ['p@y.example'], 'a@x': ['u@x'] }, 'a@x', 'delivered', 1],
  ['a whole domain to another', { '@x': ['@y.example'] }, 'ann@x', 'delivered', 1],
  ['an address of 1,000 bytes', { 'a@x': [`${'u'.repeat(980)}@y.example`] }, 'a@x', 'delivered', 1],
  ['an address of 1,001 bytes', { 'a@x': [`${'u'.repeat(991)}@y.example`] }, 'a@x', 'deferred'],
  ['999 recipients', { 'a@x': people(999) }, 'a@x', 'delivered', 999],
  ['1,000 recipients', { 'a@x': people(1000) }, 'a@x', 'delivered', 1000],
  ['1,001 recipients', { 'a@x': people(1001) }, 'a@x', 'deferred'],
  [
    '1,000 in two groups',
    { 'a@x': ['b@x', 'c@x'], 'b@x': people(500), 'c@x': people(500, 'v') },
    'a@x',
    'delivered',
    1000,
  ],
  ['1,001 with a duplicate', { 'a@x': ['b@x', 'c@x'], 'b@x': people(500), 'c@x': people(501) }, 'a@x', 'deferred'],
  ['999 groups in a row', chain(999), 'g0@x', 'delivered', 1],
  ['1,000 groups in a row', chain(1000), 'g0@x', 'deferred'],
];

describe('mail to a group goes where expand says', () => {
  const worlds = cases.map(([, world, address], index) => {
    const domain = `c${index}.example`;
    const [to = ''] = Object.keys(movedTo(domain, { [address]: [] }));
    return { world: movedTo(domain, world), to };
  });

  beforeAll(() => office.load(...worlds.map(({ world }) => world)));

  it.each(cases.map(([what, , , outcome, count = 0], index) => [what, outcome, count, index] as const))(
    '%s: %s',
    async (_, outcome, count, index) => {
      const { world, to } = worlds[index] ?? { world: {}, to: '' };
      const found = await delivered(office, to);
      expect(found).toEqual(foretold(world, to));
      expect([found.outcome, found.recipients.length]).toEqual([outcome, count]);
    },
  );
});

describe('a large group', () => {
  it('of 100,000 members is answered whole by the table, and expand tells that nobody gets the mail', async () => {
    const world: World = { 'large@large.example': people(100_000) };
    await office.load(world);
    const { code, stdout } = await office.postfix.postmap('large@large.example');
    expect([code, stdout.trimEnd().split(',').length]).toEqual([0, 100_000]);
    expect(foretold(world, 'large@large.example').outcome).toBe('deferred');
  });
});

describe('a disabled group', () => {
  const disabled = (address: string, switchLines: readonly string[]): string =>
    [
      `dn: mail=${address},ou=Groups,ou=Mail,dc=example,dc=net`,
      ...['top', 'organizationalPerson', 'PostfixBookMailAccount'].map((name) => `objectClass: ${name}`),
      ...['cn: group', 'sn: group', ...switchLines, 'mailGroupMember: u@off.example', ''],
    ].join('\n');

  it('delivers all the same, and does not where the map asks for the switch', async () => {
    const { slapd } = office;
    await slapd.ldapadd(
      [disabled('off@off.example', ['mailEnabled: FALSE']), disabled('none@off.example', [])].join('\n'),
    );
    await office.load({ 'on@off.example': ['off@off.example', 'v@off.example'] });
    for (const address of ['off@off.example', 'none@off.example']) {
      expect((await delivered(office, address)).recipients).toEqual(['u@off.example']);
    }
    const asking = await startPostfix({
      ...{ ldapUrl: slapd.url, groupsBase: slapd.groupsBase, peopleBase: slapd.peopleBase },
      filter: '(&(mail=%s)(mailEnabled=TRUE))',
    });
    try {
      expect((await asking.deliver('off@off.example')).outcome).toBe('refused');
      expect((await asking.deliver('none@off.example')).outcome).toBe('refused');
      expect((await asking.deliver('on@off.example')).recipients).toEqual(['off@off.example', 'v@off.example']);
    } finally {
      await asking.stop();
    }
  });
});
