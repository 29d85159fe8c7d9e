import { describe, expect, it } from 'vitest';
import { checkNames, postfixCheckNames, worstState } from '../../../src/model/diagnosis.ts';
import { diagnose } from '../../../src/plan/doctor/diagnose.ts';
import type { DoctorFacts } from '../../../src/plan/doctor/facts.ts';
import { facts, group, inputs, is, no, settings } from './facts.ts';

const skipped = { kind: 'skipped' } as const;
const nothing: Partial<DoctorFacts> = {
  ...{ identity: skipped, rootDse: skipped, base: skipped, schema: skipped, groups: skipped },
  ...{ unpaged: skipped, hidden: skipped, requestLimit: skipped, writes: [] },
};

/** The checks that are made when no configuration of Postfix is named, and there are no queries. */
const usual = checkNames.filter((name) => !postfixCheckNames.includes(name) && name !== 'queries');

function made(given: DoctorFacts): readonly string[] {
  return diagnose(given).checks.flatMap(({ check, findings }) => (findings.length > 0 ? [check] : []));
}

describe('a diagnosis', () => {
  it('has every check once, in order', () => {
    expect(diagnose(facts()).checks.map(({ check }) => check)).toEqual(usual);
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
