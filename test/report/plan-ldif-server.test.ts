import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planToLdif, undoToLdif } from '../../src/report/plan-ldif.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import { attacks } from './hostile.ts';
import { createStep, current, deleteStep, planWith, updateStep } from './plans.ts';

let server: Slapd;

beforeAll(async () => {
  server = await startSlapd({ tls: 'none' });
});
afterAll(() => server.stop());

describe('ldapmodify', () => {
  it('accepts a plan with hostile text in its header and values, and its undo brings back what was there', async () => {
    const hostile = attacks.filter((text) => /^[\0-\x7f]+$/.test(text.trim()));
    const before = await groups();
    const members = ['kept@example.net', ...hostile];
    const old = current('old@example.net', members);
    const create = createStep('old@example.net', { members });
    const attributes = [
      { name: 'objectClass', values: ['top', 'organizationalPerson', 'PostfixBookMailAccount'] },
      { name: 'cn', values: ['group'] },
      { name: 'sn', values: ['group'] },
      { name: 'mail', values: ['old@example.net'] },
      { name: 'mailGroupMember', values: members },
    ];
    const made = { ...create, operations: [{ kind: 'add' as const, dn: old.dn, attributes }] };
    const update = updateStep('old@example.net', hostile, ['ann@example.net'], {});
    const gone = deleteStep('old@example.net', []);
    const first = planWith({ target: { url: attacks.join(''), base: attacks.join('\n') }, steps: [made, update] });

    expect(await server.ldapmodify(planToLdif(first))).toMatchObject({ code: 0, stderr: '' });
    expect(await groups()).toContain('mailGroupMember: ann@example.net\n');
    expect(await server.ldapmodify(undoToLdif(first.steps))).toMatchObject({ code: 0, stderr: '' });
    expect(await groups()).toBe(before);

    await server.ldapmodify(planToLdif(first));
    expect(await server.ldapmodify(planToLdif(planWith({ steps: [gone] })))).toMatchObject({ code: 0, stderr: '' });
    expect(await groups()).toBe(before);
  });

  it('accepts a plan with nothing to do', async () => {
    expect(await server.ldapmodify(planToLdif(planWith({})))).toMatchObject({ code: 0, stderr: '' });
  });
});

async function groups(): Promise<string> {
  return (await server.ldapsearch(['-b', server.groupsBase])).stdout;
}
