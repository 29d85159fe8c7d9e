import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { editEntry, renameAttribute } from './edit-entry.ts';
import {
  afterPassing,
  answer,
  aside,
  close,
  cutAfter,
  delay,
  drop,
  first,
  gate,
  glue,
  insert,
  replace,
  reset,
  trickle,
} from './fault-actions.ts';
import { type FaultMessage, writeKinds } from './fault-message.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import {
  bindRequest,
  entryResponse,
  extendedRequest,
  intermediateResponse,
  isPresent,
  ldapMessage,
  modifyRequest,
  noticeOfDisconnection,
  referenceResponse,
  searchRequest,
} from './ldap-message.ts';
import { type RawClient, rawClient } from './raw-client.ts';
import { type ProgramResult, runProgram } from './run-program.ts';
import { type Slapd, startSlapd } from './slapd.ts';
import { groupDn, groupLdif, groupsBase } from './texts.ts';

const groups = Array.from({ length: 20 }, (_, n) => `g${n}@example.net`);
const list = searchRequest(groupsBase, 'one', isPresent('mail'), ['mail']);
const whoAmI = extendedRequest('1.3.6.1.4.1.4203.1.11.3');
const addMember = (address: string, member: string): Buffer =>
  modifyRequest(groupDn(address), [{ kind: 'add', attribute: 'mailGroupMember', values: [member] }]);

let slapd: Slapd;
let proxy: FaultProxy;
let clients: RawClient[];
beforeAll(async () => {
  slapd = await startSlapd({ ldif: groups.map((address) => groupLdif(address, [])).join('\n') });
});
afterAll(() => slapd?.stop());
beforeEach(async () => {
  proxy = await startFaultProxy(slapd.port);
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.end();
  await proxy.stop();
});

async function connectRaw(): Promise<RawClient> {
  const client = await rawClient({ port: proxy.port, host: '127.0.0.1' });
  clients.push(client);
  return client;
}

async function bound(): Promise<RawClient> {
  const client = await connectRaw();
  const { dn, password } = slapd.accounts.rollcall;
  expect((await client.result(bindRequest(dn, password))).code).toBe(0);
  return client;
}

/** Counts what comes in one piece. */
function chunks(client: RawClient): Buffer[] {
  const pieces: Buffer[] = [];
  client.socket.on('data', (piece) => pieces.push(piece));
  return pieces;
}

describe('without a rule', () => {
  it('the programs of OpenLDAP do not notice the proxy', async () => {
    const { rollcall } = slapd.accounts;
    const run = (program: 'ldapsearch' | 'ldapmodify', args: readonly string[], stdin = ''): Promise<ProgramResult> => {
      const who = ['-x', '-H', proxy.url, '-D', rollcall.dn, '-y', rollcall.passwordFile];
      return runProgram(slapd.openLdap[program], [...who, ...args], { env: slapd.openLdap.env, stdin });
    };
    const found = await run('ldapsearch', ['-LLL', '-b', groupsBase, '-E', 'pr=7/noprompt', '(mail=*)', 'mail']);
    expect(found.stdout.match(/^mail:/gm)).toHaveLength(20);
    const change = `dn: ${groupDn('g0@example.net')}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: tool@x\n`;
    expect((await run('ldapmodify', [], change)).code).toBe(0);
    expect(proxy.connections()).toBe(2);
    expect(proxy.count({ kind: 'entry' })).toBe(20);
    expect(proxy.seen({ kind: 'search' }).map(({ controls }) => controls)).toEqual(
      Array.from({ length: 3 }, () => ['1.2.840.113556.1.4.319']),
    );
    expect(proxy.seen({ kind: 'bind' })).toMatchObject(
      Array.from({ length: 2 }, () => ({ bind: 'simple', dn: rollcall.dn })),
    );
    expect(proxy.seen({ kind: ['modify', 'modifyResult'] })).toMatchObject([
      { direction: 'request', dn: groupDn('g0@example.net'), code: undefined, boundAs: rollcall.dn },
      { direction: 'response', dn: groupDn('g0@example.net'), code: 0, boundAs: rollcall.dn },
    ]);
  });

  it('StartTLS passes, and nobody looks into it', async () => {
    const trust = ['-o', `TLS_CACERT=${slapd.tls?.ca}`];
    const { rollcall } = slapd.accounts;
    const answer = await slapd.ldapwhoami([
      ...['-x', '-ZZ', '-H', proxy.url, ...trust],
      ...['-D', rollcall.dn, '-y', rollcall.passwordFile],
    ]);
    expect(answer.stdout).toBe(`dn:${rollcall.dn}\n`);
    expect(proxy.seen({ kind: 'extended' })).toMatchObject([{ oid: '1.3.6.1.4.1.1466.20037' }]);
    expect(proxy.count({ kind: 'bind' })).toBe(0);
    expect(proxy.count({ kind: 'opaque' })).toBeGreaterThan(2);
  });

  it('a message of 15 MB passes, and one that comes byte by byte', async () => {
    const client = await bound();
    const members = Array.from({ length: 450_000 }, (_, n) => `member-number-${n}@example.net`);
    const large = modifyRequest(groupDn('g19@example.net'), [
      { kind: 'add', attribute: 'mailGroupMember', values: members },
    ]);
    expect((await client.result(large)).code).toBe(0);
    expect(proxy.seen({ kind: 'modify' })[0]?.size).toBeGreaterThan(14_900_000);
    for (const byte of ldapMessage(99, list)) client.send(Buffer.from([byte]));
    expect((await client.ask(whoAmI)).at(-1)?.code).toBe(0);
    expect(proxy.count({ kind: 'search' })).toBe(1);
  });

  it('it tells who is anonymous', async () => {
    const client = await connectRaw();
    await client.ask(list);
    await client.result(bindRequest('', ''));
    const { dn, password } = slapd.accounts.reader;
    await client.result(bindRequest(dn, 'wrong'));
    await client.result(bindRequest(dn, ''));
    await client.ask(list);
    await client.result(bindRequest(dn, password));
    await client.ask(list);
    await client.result(bindRequest(dn, 'wrong'));
    await client.ask(list);
    expect(proxy.seen({ kind: 'bind' }).map(({ bind }) => bind)).toEqual([
      ...['anonymous', 'simple', 'unauthenticated'],
      ...['simple', 'simple'],
    ]);
    expect(proxy.seen({ kind: 'bindResult' }).map(({ code }) => code)).toEqual([0, 49, 53, 0, 49]);
    expect(proxy.seen({ kind: 'search' }).map(({ boundAs }) => boundAs)).toEqual(['', '', dn, '']);
  });
});

describe('a rule', () => {
  it('acts for the message with its number alone', async () => {
    const rule = proxy.when({ kind: 'modify', nth: 3 }, answer({ code: 51, text: 'come back' }));
    const client = await bound();
    const codes: number[] = [];
    for (const n of [1, 2, 3, 4])
      codes.push((await client.result(addMember('g1@example.net', `${n}@example.net`))).code);
    expect(codes).toEqual([0, 0, 51, 0]);
    expect(rule.hits()).toBe(1);
    expect(await rule.acted).toMatchObject({ kind: 'modify', dn: groupDn('g1@example.net') });
  });

  it('acts twice for one DN, however it is spelled', async () => {
    proxy.when({ kind: writeKinds, dn: groupDn('G2@example.net'), times: 2 }, answer({ code: 52 }));
    const client = await bound();
    const one = async (address: string): Promise<number> => (await client.result(addMember(address, 'a@x'))).code;
    expect([await one('g2@example.net'), await one('g3@example.net')]).toEqual([52, 0]);
    expect([await one('g2@example.net'), await one('g2@example.net')]).toEqual([52, 0]);
  });

  it('gives way to an older one, and to none when it is removed', async () => {
    proxy.when({ kind: 'extended', nth: 2 }, answer({ code: 2 }));
    const rule = proxy.when({ kind: 'extended' }, answer({ code: 1 }));
    const client = await connectRaw();
    expect([(await client.result(whoAmI)).code, (await client.result(whoAmI)).code]).toEqual([1, 2]);
    rule.remove();
    expect((await client.result(whoAmI)).code).toBe(0);
  });

  it('that throws fails the test when the proxy stops', async () => {
    const broken = await startFaultProxy(slapd.port);
    broken.when({ kind: 'extended' }, () => {
      throw new Error('the hook is wrong');
    });
    const client = await rawClient({ port: broken.port, host: '127.0.0.1' });
    client.send(ldapMessage(1, whoAmI));
    await expect.poll(() => broken.count({ kind: 'extended' })).toBe(1);
    await expect(broken.stop()).rejects.toThrow('the hook is wrong');
  });
});

describe('a message', () => {
  it('is swallowed', async () => {
    proxy.when({ kind: 'extendedResult', nth: 1 }, drop);
    const client = await connectRaw();
    const lost = client.result(whoAmI).then(String, String);
    expect((await client.result(whoAmI)).id).toBe(2);
    expect(await Promise.race([lost, 'no answer'])).toBe('no answer');
  });

  it('is the last one before a polite end', async () => {
    proxy.when({ kind: 'entry', nth: 7 }, afterPassing(close));
    const client = await bound();
    const ended = new Promise((resolve) => client.socket.once('close', resolve));
    await expect(client.ask(list)).rejects.toThrow('closed');
    expect(await ended).toBe(false);
    expect(proxy.count({ kind: 'entry' })).toBe(7);
  });

  it('is the last thing before the connection breaks', async () => {
    proxy.when({ kind: 'modify' }, reset);
    const client = await bound();
    const before = (await slapd.auditRecords()).length;
    await expect(client.result(addMember('g4@example.net', 'lost@x'))).rejects.toThrow('ECONNRESET');
    expect(await slapd.auditRecords()).toHaveLength(before);
  });

  it('is done at the server, and the answer is lost', async () => {
    proxy.when({ kind: 'modifyResult' }, reset);
    const client = await bound();
    await expect(client.result(addMember('g4@example.net', 'done@x'))).rejects.toThrow('ECONNRESET');
    expect((await slapd.auditRecords()).at(-1)?.changes[0]?.values).toEqual(['done@x']);
  });

  it('is cut in the middle', async () => {
    proxy.when({ kind: 'done' }, cutAfter(5));
    const client = await bound();
    const pieces = chunks(client);
    await expect(client.ask(list)).rejects.toThrow('closed');
    expect(Buffer.concat(pieces).subarray(-5, -4)).toEqual(Buffer.from([0x30]));
  });

  it('is late, or comes in small pieces', async () => {
    proxy.when({ kind: 'extended', nth: 1 }, delay(80));
    proxy.when({ kind: 'extendedResult', nth: 2 }, trickle(4, 10));
    const client = await connectRaw();
    const pieces = chunks(client);
    await client.result(whoAmI);
    const [request, result] = proxy.seen();
    expect((result?.at ?? 0) - (request?.at ?? 0)).toBeGreaterThanOrEqual(78);
    expect(pieces).toHaveLength(1);
    expect((await client.result(whoAmI)).code).toBe(0);
    expect(pieces).toHaveLength(5);
  });

  it('travels with the next one in one packet', async () => {
    proxy.when({ kind: 'entry' }, glue);
    const client = await bound();
    const pieces = chunks(client);
    expect(await client.ask(list)).toHaveLength(21);
    expect(pieces).toHaveLength(1);
  });

  it('waits at a gate, and what is behind it waits too', async () => {
    const barrier = gate();
    proxy.when({ kind: 'modify', nth: 1 }, barrier.action);
    const client = await bound();
    const both = Promise.all([client.result(addMember('g5@example.net', 'held@x')), client.result(whoAmI)]);
    expect((await barrier.reached).dn).toBe(groupDn('g5@example.net'));
    await sleep(20);
    expect(proxy.count({ kind: 'extended' })).toBe(0);
    barrier.open();
    expect((await both).map(({ code }) => code)).toEqual([0, 0]);
  });

  it('lets others overtake it', async () => {
    const barrier = gate();
    proxy.when({ kind: 'extendedResult', nth: 1 }, aside(barrier.action));
    const client = await connectRaw();
    const late = client.result(whoAmI);
    expect((await client.result(whoAmI)).id).toBe(2);
    barrier.open();
    expect((await late).id).toBe(1);
  });

  it('goes on after somebody else made an edit', async () => {
    const edit = `dn: ${groupDn('g6@example.net')}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: a@x\n`;
    proxy.when(
      { kind: 'modify', nth: 1 },
      first(() => slapd.ldapmodify(edit)),
    );
    const client = await bound();
    expect((await client.result(addMember('g6@example.net', 'a@x'))).code).toBe(20);
  });

  it('is another one', async () => {
    proxy.when({ kind: 'done', nth: 1 }, answer({ code: 4, text: 'enough' }));
    proxy.when({ kind: 'done', nth: 2 }, answer({ code: 10, referral: ['ldap://127.0.0.1:9/'] }));
    proxy.when({ kind: 'entry', dn: groupsBase, from: 41, times: 1 }, replace(fakeEntry));
    const client = await bound();
    const results = [await client.ask(list), await client.ask(list), await client.ask(list)];
    expect(results.map((all) => all.at(-1)?.code)).toEqual([4, 10, 0]);
    expect(results[0]?.at(-1)?.text).toBe('enough');
    expect(results[2]?.[0]?.parts[0]?.content.toString()).toBe('cn=nobody');
  });

  it('is an entry with other attributes', async () => {
    const entry = groupDn('g7@example.net');
    const of = (who: FaultMessage): boolean => who.entryDn === entry;
    proxy.when({ kind: 'entry', where: of, nth: 1 }, renameAttribute('mail', 'mail;range=0-0'));
    proxy.when(
      { kind: 'entry', where: of, nth: 2 },
      editEntry(() => []),
    );
    const client = await bound();
    const own = async (): Promise<string> =>
      String((await client.ask(list)).find(({ bytes }) => bytes.includes(entry))?.bytes.subarray(-40));
    expect(await own()).toContain('mail;range=0-0');
    expect(await own()).toMatch(/dc=net0\0$/);
    expect(await own()).toContain('g7@example.net');
  });

  it('has others in front of it', async () => {
    const news = { reference: referenceResponse(['ldap://127.0.0.1:9/']), between: intermediateResponse('1.2.3') };
    proxy.when(
      { kind: 'done' },
      insert(({ id }) => Buffer.concat([ldapMessage(id, news.reference), ldapMessage(id, news.between)])),
    );
    const client = await bound();
    expect((await client.ask(list)).slice(-3).map(({ tag }) => tag)).toEqual([0x73, 0x79, 0x65]);
  });

  it('is a goodbye of the server', async () => {
    proxy.when({ kind: 'search' }, ({ back, close: end }) => {
      back(noticeOfDisconnection(52, 'going down'));
      end();
    });
    const client = await bound();
    const pieces = chunks(client);
    await expect(client.ask(list)).rejects.toThrow('closed');
    expect(Buffer.concat(pieces).toString('latin1')).toContain('going down');
  });
});

function fakeEntry({ id }: { readonly id: number }): Buffer {
  return ldapMessage(id, entryResponse('cn=nobody', { cn: ['nobody'] }));
}

describe('the connections', () => {
  it.each([
    ['reset', true],
    ['close', false],
  ] as const)('end all at once (%s)', async (how, hadError) => {
    const both = [await bound(), await bound()];
    const ends = both.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve)));
    expect(proxy.open()).toBe(2);
    proxy.killAll(how);
    expect(await Promise.all(ends)).toEqual([hadError, hadError]);
    await expect.poll(() => proxy.open()).toBe(0);
  });

  it('are refused for a while, at the same port', async () => {
    const old = await bound();
    await proxy.refuse();
    await expect(connectRaw()).rejects.toThrow('ECONNREFUSED');
    expect((await old.result(whoAmI)).code).toBe(0);
    await proxy.accept();
    await bound();
    expect(proxy.connections()).toBe(2);
  });
});
