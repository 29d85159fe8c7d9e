import { describe, expect, it } from 'vitest';
import type { ConnectionFacts, InputFacts, Rehearsed, RootDse } from '../../../src/plan/doctor/facts.ts';
import { connection, facts, found, inputs, is, lines, no, rootDse, settings } from './facts.ts';

const skipped = { kind: 'skipped' } as const;

describe('the check of settings and manifests', () => {
  const check = (parts: Partial<InputFacts>): readonly string[] =>
    lines('settings', facts({ inputs: { ...inputs, ...parts } }));

  it('counts what is valid', () => {
    expect(check({})).toEqual(['ok: the settings and 2 manifests are valid']);
    expect(check({ manifests: 1 })).toEqual(['ok: the settings and 1 manifest are valid']);
  });

  it('counts errors and warnings', () => {
    expect(check({ errors: 2 })).toEqual(['error: the settings and 2 manifests have 2 errors']);
    expect(check({ warnings: 1 })).toEqual(['warning: there is 1 warning']);
    expect(check({ warnings: 2 })).toEqual(['warning: there are 2 warnings']);
  });

  it('says when the manifests could not be read at all', () => {
    expect(check({ unread: { message: 'there is no manifest', hint: 'Write one.' } })).toEqual([
      'warning: there is no manifest',
    ]);
  });

  it('names the servers that credentials may go to', () => {
    expect(check({ settings: { ...settings, allowedServers: ['ldaps://a', 'ldaps://b'] } })[1]).toBe(
      'ok: credentials go to ldaps://a, ldaps://b only',
    );
  });

  it('has what is wrong on this machine, which is no fault of the server', () => {
    const given = facts({ connection: { ...no('there is no password'), blame: 'input' } });
    expect(lines('settings', given)).toEqual(['error: there is no password']);
    expect(lines('connection', given)).toEqual([]);
  });
});

describe('the check of the connection', () => {
  const check = (parts: Partial<ConnectionFacts>): readonly string[] =>
    lines('connection', facts({ connection: is({ ...connection, ...parts }) }));

  it('names the server that answers, and those before it that do not', () => {
    expect(check({})).toEqual(['ok: ldaps://ldap.example.net answers']);
    expect(check({ passedOver: ['ldaps://first'] })).toEqual([
      'warning: ldaps://first does not answer',
      'ok: ldaps://ldap.example.net answers',
    ]);
  });

  it('says why there is none', () => {
    expect(found('connection', facts({ connection: no('nothing listens there') }))).toEqual([
      { state: 'error', message: 'nothing listens there', hint: 'About nothing listens there.' },
    ]);
  });
});

describe('the check of encryption', () => {
  const check = (parts: Partial<ConnectionFacts>): readonly string[] =>
    lines('encryption', facts({ connection: is({ ...connection, ...parts }) }));
  const valid = (until: string): readonly string[] => check({ tls: { ...tls, validUntil: new Date(until) } }).slice(1);
  const tls = { protocol: 'TLSv1.3', cipher: 'AES', subject: 'a', issuer: 'b', validUntil: new Date(0) };

  it('names what was agreed on, and who the certificate is of', () => {
    expect(check({})).toEqual([
      'ok: TLSv1.3 with TLS_AES_256_GCM_SHA384; certificate of ldap.example.net, issued by Example CA',
      'ok: the certificate is valid for 90 more days',
    ]);
  });

  it('warns in the last 30 days of a certificate', () => {
    expect(valid('2026-12-22T00:00:00Z')).toEqual(['ok: the certificate is valid for 30 more days']);
    expect(valid('2026-12-21T23:59:59Z')).toEqual(['warning: the certificate is valid for 29 more days']);
    expect(valid('2026-11-23T01:00:00Z')).toEqual(['warning: the certificate is valid for 1 more day']);
    expect(valid('2026-11-22T01:00:00Z')).toEqual(['warning: the certificate is valid for less than a day']);
    expect(valid('no date')).toEqual(['note: the last day of the certificate cannot be told']);
  });

  it('warns without it, except where nothing leaves the machine', () => {
    expect(check({ tls: undefined })[0]).toMatch(/^warning: not encrypted/);
    expect(check({ tls: undefined, reach: 'local' })).toEqual([
      'ok: not encrypted, and it does not leave this machine',
    ]);
  });

  it('offers StartTLS where the server does', () => {
    const hint = (extensions: readonly string[]): string | undefined =>
      found('encryption', {
        ...facts({ connection: is({ ...connection, tls: undefined }) }),
        rootDse: is({ ...rootDse, extensions: new Set(extensions) }),
      })[0]?.hint;
    expect(hint(['1.3.6.1.4.1.1466.20037'])).toContain('offers StartTLS');
    expect(hint([])).toContain('Set up TLS on the server');
  });
});

describe('the check of the identity', () => {
  const check = (identity: string | undefined, bind = settings.bind): readonly string[] =>
    lines('identity', facts({ identity: is(identity), inputs: { ...inputs, settings: { ...settings, bind } } }));

  it('knows the bind DN in any spelling', () => {
    expect(check('dn:CN=Rollcall, dc=example,dc=net')).toEqual(['ok: we are CN=Rollcall, dc=example,dc=net']);
  });

  it('says when the server takes us for somebody else, for nobody, or does not tell', () => {
    expect(check('u:rollcall')[0]).toContain('takes us for u:rollcall');
    expect(check('dn:cn=other')[0]).toMatch(/^note: we bind as cn=rollcall,/);
    expect(check('')).toEqual(['error: the server takes us for nobody, though we bound']);
    expect(check(undefined)).toEqual(['note: the server does not tell who we are for it']);
  });

  it('says when nobody was bound, on purpose', () => {
    expect(check('', { kind: 'anonymous' })).toEqual(['warning: we are nobody (anonymous)']);
  });

  it('takes what SASL EXTERNAL gives', () => {
    expect(check('dn:cn=rollcall', { kind: 'external' })).toEqual(['ok: we are dn:cn=rollcall']);
  });

  it('says when asking failed', () => {
    expect(lines('identity', facts({ identity: no('broken') }))).toEqual(['error: broken']);
    expect(lines('identity', facts({ identity: skipped }))).toEqual([]);
  });
});

describe('the check of the server', () => {
  const check = (parts: Partial<RootDse>): readonly string[] =>
    lines('server', facts({ rootDse: is({ ...rootDse, ...parts }) }));

  it('names the product and its version', () => {
    expect(check({})).toEqual(['ok: OpenLDAP, which does not tell its version']);
    expect(check({ kind: '389-ds', vendor: '389 Project 2.3' })).toEqual(['ok: 389 Directory Server: 389 Project 2.3']);
    expect(check({ kind: 'active-directory' })).toEqual(['note: Active Directory or Samba']);
    expect(check({ kind: 'other', vendor: 'ACME 1' })).toEqual([
      'note: a server that is not known to Rollcall: ACME 1',
    ]);
  });

  it('says when it does not tell', () => {
    expect(lines('server', facts({ rootDse: no('not allowed') }))).toEqual([
      'warning: the server does not say what it is: not allowed',
    ]);
  });
});

describe('the check of the base', () => {
  it('says whether it is there', () => {
    expect(lines('base', facts())).toEqual(['ok: ou=Groups,ou=Mail,dc=example,dc=net exists']);
    expect(lines('base', facts({ base: no('the base does not exist') }))).toEqual(['error: the base does not exist']);
  });
});

describe('the check of controls', () => {
  const check = (controls: readonly string[]): readonly string[] =>
    lines('controls', facts({ rootDse: is({ ...rootDse, controls: new Set(controls) }) }));

  it('says what is there, and that transactions are never used', () => {
    expect(lines('controls', facts()).map((line) => line.slice(0, 25))).toEqual([
      'ok: searches in pages (RF',
      'ok: assertions (RFC 4528)',
      'ok: read entry (RFC 4527)',
      'ok: no-op: the server say',
      'ok: transactions (RFC 580',
    ]);
  });

  it('says what is different without them', () => {
    expect(check([]).slice(0, 3)).toEqual([
      expect.stringMatching(/^warning: no searches in pages/),
      expect.stringMatching(/^note: no assertions/),
      expect.stringMatching(/^note: no read entry control/),
    ]);
  });

  it('says when the server cannot be asked without writing, and nothing where nobody asked', () => {
    const unsupported = [{ write: 'modify', dn: 'x', result: is<Rehearsed>({ kind: 'unsupported' }) }] as const;
    expect(lines('controls', facts({ writes: unsupported }))[3]).toMatch(/^note: no no-op control/);
    expect(lines('controls', facts({ writes: [] })).join()).not.toContain('no-op');
  });

  it('says nothing about transactions that are not offered', () => {
    const given = facts({ rootDse: is({ ...rootDse, extensions: new Set<string>() }) });
    expect(lines('controls', given).join()).not.toContain('transactions');
  });
});
