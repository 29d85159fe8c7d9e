import { afterEach, describe, expect, it } from 'vitest';
import { applySchema } from '../../src/report/apply-schema.ts';
import { answer, first } from '../kit/fault-actions.ts';
import { writeKinds } from '../kit/fault-message.ts';
import { access, constraint, failing, retcode, together, unique } from '../kit/slapd-options.ts';
import { groupDn, manifest } from '../kit/texts.ts';
import { expectEnd, type FaultStage, longPatience, openFaultStage, real, wholeGroup } from './fault-stage.ts';
import { type Laws, lawsOf } from './invariants.ts';

const addresses = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@example.net`);
const third = groupDn('c@example.net');
let stage: FaultStage;
afterEach(() => stage?.end());

/** Five groups that get one member each. */
async function open(scene: Partial<Parameters<typeof openFaultStage>[0]> = {}): Promise<Laws> {
  stage = await openFaultStage({
    entries: addresses.map((address) => wholeGroup(address, ['ann@example.net'])),
    manifests: Object.fromEntries(
      addresses.map((address) => [`${address}.yaml`, manifest(address, ['ann@example.net', 'new@example.net'])]),
    ),
    ...scene,
  });
  return lawsOf(stage);
}

const others = addresses.map(groupDn).filter((dn) => dn !== third);

describe('a refusal of one request', () => {
  it.each([
    [17, 'undefinedAttributeType'],
    [19, 'constraintViolation'],
    [21, 'invalidAttributeSyntax'],
    [50, 'insufficientAccessRights'],
    [53, 'unwillingToPerform'],
    [65, 'objectClassViolation'],
    [80, 'other'],
  ])('row 16: %i is final: sent once, reported, the other groups are done', async (code, name) => {
    const law = await open();
    stage.proxy.when(real({ kind: 'modify', dn: third }), answer({ code, text: 'by the rules' }));
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(stage.proxy.count(real({ kind: 'modify', dn: third }))).toBe(1);
    expect(result.stdout).toMatch(/^FAILED {3}~ c@example.net/m);
    expect(result.stdout).toMatch(
      new RegExp(`reason: modify ${third} was refused with ${name} \\(${code}\\): by the rules\n +hint: \\S`),
    );
    expect(result.stdout).toContain('Applied 4 of 5 steps; 1 failed.');
    expect((await law.hold(result)).map(({ dn }) => dn).sort()).toEqual(others);
    await law.converges();
  });

  it.each([
    [16, 'noSuchAttribute'],
    [20, 'attributeOrValueExists'],
    [32, 'noSuchObject'],
    [68, 'entryAlreadyExists'],
  ])(
    'row 16: after %i the entry is read again; as it did not change, the same request is not sent again',
    async (code, name) => {
      const law = await open();
      const reads = stage.proxy.count({ kind: 'search', dn: third });
      stage.proxy.when(real({ kind: 'modify', dn: third }), answer({ code }));
      const result = await stage.apply();
      expectEnd(result, 5);
      expect(stage.proxy.count(real({ kind: 'modify', dn: third }))).toBe(1);
      expect(stage.proxy.count({ kind: 'search', dn: third })).toBe(reads + 1);
      expect(result.stdout).toContain(`was refused with ${name} (${code})`);
      expect((await law.hold(result)).map(({ dn }) => dn).sort()).toEqual(others);
      await law.converges();
    },
  );

  it('row 16: after 122 and no change, the request goes once more without its condition; what was read is the guard', async () => {
    const law = await open();
    const conditional = real({ kind: 'modify', dn: third, where: ({ controls }) => controls.includes('1.3.6.1.1.12') });
    stage.proxy.when(conditional, answer({ code: 122 }));
    expectEnd(await stage.apply(), 0);
    expect(stage.proxy.count(conditional)).toBe(1);
    expect(stage.proxy.count(real({ kind: 'modify', dn: third }))).toBe(2);
    expect((await law.hold()).length).toBe(5);
    await law.undoes();
  });

  it('row 16: 122 without a condition too is final', async () => {
    const law = await open();
    stage.proxy.when(real({ kind: 'modify', dn: third }), answer({ code: 122 }));
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(stage.proxy.count(real({ kind: 'modify', dn: third }))).toBe(2);
    expect(result.stdout).toContain('was refused with assertionFailed (122)');
    await law.hold(result);
  });

  it('row 5: a write that a server sends elsewhere is not followed, and the hint names the setting', async () => {
    const law = await open();
    stage.proxy.when(real({ kind: 'modify', dn: third }), answer({ code: 10, referral: ['ldap://127.0.0.1:1/'] }));
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(result.stdout).toMatch(/refused with referral \(10\)\n +hint: .*directory.url/);
    await law.hold(result);
  });
});

describe('one of many groups that a real server refuses', () => {
  it('row 17: the others are done, the report lists done and failed, and the next run does the rest', async () => {
    const law = await open({ slapd: retcode });
    await stage.slapd.ldapmodify(failing(third, 'modify', 53, 'frozen until Monday'));
    const result = await stage.apply(['--no-preflight', '--format', 'json']);
    expect(result).toMatchObject({ code: 5 });
    const { summary, steps, undo } = applySchema.parse(JSON.parse(result.stdout));
    expect(summary).toMatchObject({ applied: 4, failed: 1, skipped: 0 });
    expect(steps.map(({ change, outcome }) => `${change.address} ${outcome.kind}`)).toEqual(
      addresses.map((address) => `${address} ${address === 'c@example.net' ? 'failed' : 'applied'}`),
    );
    expect((await law.hold(result)).map(({ dn }) => dn).sort()).toEqual(others);
    expect(undo === null ? '' : stage.workspace.read(undo)).not.toContain(third);
  });

  it('row 17: with the check beforehand nothing is written at all, and every reason is told at once', async () => {
    const law = await open({ slapd: together(retcode, constraint('mailGroupMember', 'regex ^[^@]+@example\\.net$')) });
    stage.workspace.write(
      'groups/a@example.net.yaml',
      manifest(addresses[0] ?? '', ['ann@example.net', 'x@elsewhere.org']),
    );
    await law.planAgain();
    await stage.slapd.ldapmodify(failing(third, 'modify', 53, 'frozen until Monday'));
    const result = await stage.apply();
    expectEnd(result, 5);
    expect(result.stdout.match(/^FAILED /gm)?.length).toBe(2);
    expect(result.stdout.match(/^skipped /gm)?.length).toBe(3);
    expect(result.stdout).toContain('would be refused with unwillingToPerform (53): frozen until Monday');
    expect(result.stdout).toMatch(/would be refused with constraintViolation \(19\): .*mailGroupMember/);
    expect(result.stdout).not.toContain('Undo:');
    expect(await law.hold(result)).toEqual([]);
    expect(stage.proxy.count(real({ kind: writeKinds }))).toBe(0);
  });

  it('row 16: a missing right is told per group, by the check and without it', async () => {
    const mayNot = access({ account: 'rollcall', level: 'read', attributes: ['mailGroupMember'], dns: [third] });
    const law = await open({ slapd: mayNot });
    const checked = await stage.apply();
    expectEnd(checked, 5);
    expect(checked.stdout).toContain('would be refused with insufficientAccessRights (50)');
    expect(await law.hold(checked)).toEqual([]);
    const result = await stage.apply(['--no-preflight']);
    expectEnd(result, 5);
    expect(result.stdout).toMatch(
      /was refused with insufficientAccessRights \(50\)\n +hint: Give the bind DN the right/,
    );
    expect((await law.hold(result)).map(({ dn }) => dn).sort()).toEqual(others);
  });
});

describe('a server that cannot test conditions on an attribute (slapo-unique searches under our own condition: 122)', () => {
  const openUnique = (alias: string): Promise<Laws> =>
    open({
      slapd: unique('mail'),
      entries: [
        wholeGroup('a@example.net', ['ann@example.net'], ['description: by hand']),
        wholeGroup('b@example.net', ['ann@example.net']),
      ],
      manifests: {
        'a.yaml': manifest('a@example.net', ['ann@example.net'], ['description: A', `aliases: [${alias}]`]),
        'b.yaml': manifest('b@example.net', ['ann@example.net', 'new@example.net']),
      },
    });

  it.each([[[]], [['--no-preflight']]])('row 16: a new alias is written, with %j', async (flags) => {
    const law = await openUnique('free@example.net');
    const result = await stage.apply(flags);
    expectEnd(result, 0);
    expect((await law.hold(result)).length).toBe(2);
    await law.undoes();
    await law.converges();
  });

  it.each([
    [[], 'would be', 0],
    [['--no-preflight'], 'was', 1],
  ] as const)(
    'row 16: an alias that another entry has is refused with the reason, with %j',
    async (flags, words, writes) => {
      const law = await openUnique('taken@example.net');
      const person = ['objectClass: inetOrgPerson', 'cn: p', 'sn: p', 'mail: taken@example.net'];
      await stage.slapd.ldapadd(['dn: cn=p,dc=example,dc=net', ...person, ''].join('\n'));
      const result = await stage.apply(flags);
      expectEnd(result, 5);
      expect(result.stdout).toMatch(
        new RegExp(
          `${words} refused with constraintViolation \\(19\\): some attributes not unique|${words} refused with constraintViolation \\(19\\): non-unique`,
        ),
      );
      expect((await law.hold(result)).length).toBe(writes);
    },
  );

  it('row 16: an alias that went comes back when the run is taken back', async () => {
    const law = await open({
      slapd: together(unique('mail'), retcode),
      entries: [
        wholeGroup('a@example.net', ['ann@example.net'], ['mail: gone@example.net']),
        wholeGroup('b@example.net', ['ann@example.net']),
      ],
      manifests: {
        'a.yaml': manifest('a@example.net', ['ann@example.net'], ['aliases: []']),
        'b.yaml': manifest('b@example.net', ['ann@example.net', 'new@example.net']),
      },
    });
    await stage.slapd.ldapmodify(failing(groupDn('b@example.net'), 'modify', 53, 'frozen'));
    const result = await stage.apply(['--no-preflight', '--undo-on-failure']);
    expectEnd(result, 5);
    expect(result.stdout).toMatch(/^undone {3}~ a@example.net/m);
    expect((await stage.tree())[groupDn('a@example.net')]).toEqual(law.before[groupDn('a@example.net')]);
  });

  it('row 23: an edit in the meantime is still seen there', async () => {
    const law = await openUnique('free@example.net');
    const dn = groupDn('a@example.net');
    const edit = async (): Promise<void> => {
      const lines = ['changetype: modify', 'add: mailGroupMember', 'mailGroupMember: drift@example.net', ''];
      await stage.slapd.ldapmodify([`dn: ${dn}`, ...lines].join('\n'));
      await law.planAgain();
    };
    stage.proxy.when(real({ kind: 'modify', dn, nth: 1 }), first(edit));
    const result = await stage.apply([], { variables: longPatience });
    expectEnd(result, 0);
    await law.hold(result);
  });
});

describe('values that no server takes', () => {
  it('row 33: an address that is not ASCII is refused by validate, before any connection', async () => {
    await open();
    stage.workspace.write('groups/c.yaml', manifest('x@example.net', ['jörg@example.net']));
    const seen = stage.proxy.connections();
    for (const words of [['validate'], ['plan'], ['apply', '--yes']]) {
      const { code, stdout, stderr } = await stage.workspace.run(words);
      expect(code).toBe(1);
      expect(stdout + stderr).toMatch(/groups\/c.yaml:3:\d+/);
      expect(stdout + stderr).toContain('jörg@example.net');
    }
    expect(stage.proxy.connections()).toBe(seen);
  });

  it('row 33: a value that only the server refuses is told with its reason', async () => {
    const law = await open({ slapd: constraint('mailGroupMember', 'count 1') });
    const result = await stage.apply(['--no-preflight']);
    expectEnd(result, 5);
    expect(result.stdout.match(/refused with constraintViolation \(19\)/g)?.length).toBe(5);
    expect(await law.hold(result)).toEqual([]);
  });
});
