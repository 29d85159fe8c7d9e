import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Postfix, startPostfix } from './postfix.ts';
import { type Slapd, startSlapd } from './slapd.ts';
import { groupLdif } from './texts.ts';

/** Without root there is only the other way. */
const roots = process.getuid?.() === 0 ? (['real', 'fake'] as const) : (['fake'] as const);

describe.each(roots)('a Postfix of the tests with a %s root', (root) => {
  let slapd: Slapd;
  let postfix: Postfix;

  beforeAll(async () => {
    slapd = await startSlapd({
      tls: 'none',
      ldif: groupLdif('hq@example.net', ['ann@example.net', 'bob@example.net']),
    });
    postfix = await startPostfix({
      ldapUrl: slapd.url,
      groupsBase: slapd.groupsBase,
      peopleBase: slapd.peopleBase,
      root,
    });
  });

  afterAll(async () => {
    await postfix?.stop();
    await slapd?.stop();
    if (postfix !== undefined) expect(existsSync(postfix.folder)).toBe(false);
  });

  it('delivers to the members that the directory names', async () => {
    expect(await postfix.deliver('hq@example.net')).toMatchObject({
      outcome: 'delivered',
      recipients: ['ann@example.net', 'bob@example.net'],
    });
  });

  it('refuses an address that nobody has', async () => {
    const { outcome, reply } = await postfix.deliver('nobody@example.net');
    expect([outcome, reply]).toEqual(['refused', expect.stringMatching(/^rcpt 550 5\.1\.1 /)]);
  });

  it('sees a change with the next message', async () => {
    await slapd.ldapadd(groupLdif('new@example.net', ['eve@example.net']));
    expect((await postfix.deliver('new@example.net')).recipients).toEqual(['eve@example.net']);
  });

  it('answers postmap', async () => {
    expect(await postfix.postmap('hq@example.net')).toEqual({
      code: 0,
      stdout: 'ann@example.net,bob@example.net\n',
      stderr: '',
    });
    expect(await postfix.postmap('nobody@example.net')).toEqual({ code: 1, stdout: '', stderr: '' });
  });
});
