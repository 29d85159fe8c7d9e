import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/model/diagnosis.ts';
import { doctorToJson } from '../../src/report/doctor-json.ts';
import { doctorSchema } from '../../src/report/doctor-schema.ts';
import { doctorToText } from '../../src/report/doctor-text.ts';
import { colourStyle, plainStyle } from '../../src/report/style.ts';

const diagnosis: Diagnosis = {
  target: { url: 'ldap://ldap.example.net', base: 'ou=Groups,dc=example,dc=net' },
  checks: [
    { check: 'settings', findings: [{ state: 'ok', message: 'the settings are valid', hint: undefined }] },
    {
      check: 'encryption',
      findings: [{ state: 'warning', message: 'not encrypted', hint: 'Set directory.tls.startTls: true.' }],
    },
    {
      check: 'controls',
      findings: [
        { state: 'ok', message: 'searches in pages', hint: undefined },
        { state: 'note', message: 'no assertions', hint: undefined },
      ],
    },
    { check: 'groups', findings: [{ state: 'error', message: 'cut short', hint: 'Raise the limit.' }] },
    { check: 'sizes', findings: [] },
    { check: 'writing', findings: [] },
  ],
};

describe('a diagnosis as text', () => {
  it('shows each finding with its hint, what was not looked at, and the counts last', () => {
    expect(doctorToText(diagnosis, { style: plainStyle })).toMatchInlineSnapshot(`
      "Doctor for ldap://ldap.example.net  ou=Groups,dc=example,dc=net

      ok       settings    the settings are valid
      warning  encryption  not encrypted
                           hint: Set directory.tls.startTls: true.
      ok       controls    searches in pages
      note                 no assertions
      error    groups      cut short
                           hint: Raise the limit.

      Not looked at: sizes, writing.

      6 checks: 1 ok, 1 with notes, 1 with warnings, 1 with errors, 2 not made.
      "
    `);
  });

  it('leaves out what there is nothing of', () => {
    const settings = diagnosis.checks.slice(0, 1);
    const text = doctorToText({ target: { url: '', base: '' }, checks: settings }, { style: plainStyle });
    expect(text).toBe('ok       settings    the settings are valid\n\n1 check: 1 ok.\n');
  });

  it('says with colours what it says without', () => {
    const coloured = doctorToText(diagnosis, { style: colourStyle });
    expect(coloured).toContain('\u001b[31merror\u001b[39m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(doctorToText(diagnosis, { style: plainStyle }));
  });
});

describe('a diagnosis as JSON', () => {
  const document = doctorSchema.parse(JSON.parse(doctorToJson(diagnosis, { tool: '0.1.0' })));

  it('agrees with its schema, and counts checks by their worst finding', () => {
    expect(document).toMatchObject({ format: 'rollcall.doctor', version: 1, tool: '0.1.0' });
    expect(document.summary).toEqual({ ok: 1, note: 1, warning: 1, error: 1, skipped: 2 });
    expect(document.checks.map(({ check, state }) => `${check} ${state}`)).toEqual([
      ...['settings ok', 'encryption warning', 'controls note', 'groups error', 'sizes skipped', 'writing skipped'],
    ]);
  });

  it('has no hint as null', () => {
    expect(document.checks[0]?.findings).toEqual([{ state: 'ok', message: 'the settings are valid', hint: null }]);
  });
});
