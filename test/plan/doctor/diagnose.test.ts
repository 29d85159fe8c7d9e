import { describe, expect, it } from 'vitest';
import { checkNames, postfixCheckNames, worstState } from '../../../src/model/diagnosis.ts';
import { diagnose } from '../../../src/plan/doctor/diagnose.ts';
import type { DoctorFacts } from '../../../src/plan/doctor/facts.ts';
import { facts, group, inputs, is, no, settings } from './facts.ts';

const skipped = { kind: 'skipped' } as const;
const nothing: Partial<DoctorFacts> = {
  ...{ identity: skipped, rootDse: skipped, base: skipped, schema: skipped, groups: skipped },
  ...{ accounts: skipped, unpaged: skipped, hidden: skipped, requestLimit: skipped, writes: [] },
};

/** The checks that are made when no configuration of Postfix is named, no accounts and no queries. */
const usual = checkNames.filter((name) => !postfixCheckNames.includes(name) && !['accounts', 'queries'].includes(name));

function made(given: DoctorFacts): readonly string[] {
  return diagnose(given).checks.flatMap(({ check, findings }) => (findings.length > 0 ? [check] : []));
}

describe('a diagnosis', () => {
  it('has every check once, in order', () => {
    expect(diagnose(facts()).checks.map(({ check }) => check)).toEqual(usual);
  });

  it('looks at the accounts where the settings name some', () => {
    const named = { ...inputs, settings: { ...settings, accountsBase: 'ou=People' } };
    const accountsIn = (accounts: DoctorFacts['accounts']): unknown =>
      diagnose(facts({ inputs: named, accounts })).checks.find(({ check }) => check === 'accounts')?.findings;
    expect(accountsIn(is({ open: 1, disabled: 0 }))).toEqual([
      { state: 'ok', message: '1 account below ou=People takes mail; read completely', hint: undefined },
    ]);
    expect(accountsIn(is({ open: 40, disabled: 2 }))).toEqual([
      {
        state: 'ok',
        message: '40 accounts below ou=People take mail, and 2 that take none; read completely',
        hint: undefined,
      },
    ]);
    expect(accountsIn(no('hidden'))).toMatchObject([{ state: 'error', message: 'hidden' }]);
    expect(accountsIn(skipped)).toEqual([]);
  });

  it('of a directory where all is well finds nothing but ok', () => {
    const findings = diagnose(facts()).checks.flatMap((check) => check.findings);
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(made(facts())).toEqual(usual);
  });

  it('gives a hint with every warning and every error', () => {
    const given = facts({ groups: no('cut'), base: no('gone'), identity: no('lost'), unpaged: skipped });
    for (const { state, hint } of diagnose(given).checks.flatMap((check) => check.findings)) {
      if (state === 'warning' || state === 'error') expect(hint).toMatch(/\.$/);
    }
  });

  it('without sound settings is about the settings alone', () => {
    const given = facts({ ...nothing, connection: skipped, inputs: { ...inputs, settings: undefined, errors: 1 } });
    expect(made(given)).toEqual(['settings']);
    expect(diagnose(given).target).toEqual({ url: '', base: '' });
  });

  it('without a connection is about settings and connection alone', () => {
    expect(made(facts({ ...nothing, connection: no('nothing listens there') }))).toEqual(['settings', 'connection']);
  });

  it('of an LDIF file leaves out what only a server has', () => {
    const file = { ...inputs, settings: { ...settings, url: 'directory.ldif', isFile: true } };
    const read = { groups: [group('hq@example.net', ['ann@example.net'], [])], problems: [] };
    const given = facts({ ...nothing, inputs: file, base: is('exists'), groups: is(read) });
    expect(made(given)).toEqual(['settings', 'connection', 'base', 'groups', 'sizes']);
  });
});

describe('the worst of several findings', () => {
  it('is the one that matters most', () => {
    const finding = (state: 'ok' | 'note' | 'warning' | 'error') => ({ state, message: '', hint: undefined });
    expect(worstState([finding('note'), finding('warning'), finding('ok')])).toBe('warning');
    expect(worstState([finding('error'), finding('ok')])).toBe('error');
    expect(worstState([])).toBeUndefined();
  });
});
