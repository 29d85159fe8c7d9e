import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
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
import type { FaultMessage } from './fault-message.ts';
import { addMember, faultScene, list, whoAmI } from './fault-scene.ts';
import {
  entryResponse,
  intermediateResponse,
  ldapMessage,
  noticeOfDisconnection,
  referenceResponse,
} from './ldap-message.ts';
import type { RawClient } from './raw-client.ts';
import { groupDn, groupsBase } from './texts.ts';

const { slapd, proxy, stranger, bound } = faultScene();

describe('a message', () => {
  it('is swallowed', async () => {
    proxy().when({ kind: 'extendedResult', nth: 1 }, drop);
    const client = await stranger();
    const lost = client.result(whoAmI).then(String, String);
    expect((await client.result(whoAmI)).id).toBe(2);
    expect(await Promise.race([lost, 'no answer'])).toBe('no answer');
  });

  it('is the last one before a polite end', async () => {
    proxy().when({ kind: 'entry', nth: 7 }, afterPassing(close));
    const client = await bound();
    const ended = new Promise((resolve) => client.socket.once('close', resolve));
    await expect(client.ask(list)).rejects.toThrow('closed');
    expect(await ended).toBe(false);
    expect(proxy().count({ kind: 'entry' })).toBe(7);
  });

  it('is the last thing before the connection breaks', async () => {
    proxy().when({ kind: 'modify' }, reset);
    const client = await bound();
    const before = (await slapd().auditRecords()).length;
    await expect(client.result(addMember('g4@example.net', 'lost@x'))).rejects.toThrow('ECONNRESET');
    expect(await slapd().auditRecords()).toHaveLength(before);
  });

  it('is done at the server, and the answer is lost', async () => {
    proxy().when({ kind: 'modifyResult' }, reset);
    const client = await bound();
    await expect(client.result(addMember('g4@example.net', 'done@x'))).rejects.toThrow('ECONNRESET');
    expect((await slapd().auditRecords()).at(-1)?.changes[0]?.values).toEqual(['done@x']);
  });

  it('is cut in the middle', async () => {
    proxy().when({ kind: 'done' }, cutAfter(5));
    const client = await bound();
    const pieces = chunks(client);
    await expect(client.ask(list)).rejects.toThrow('closed');
    expect(Buffer.concat(pieces).subarray(-5, -4)).toEqual(Buffer.from([0x30]));
  });

  it('is late, or comes in small pieces', async () => {
    proxy().when({ kind: 'extended', nth: 1 }, delay(80));
    proxy().when({ kind: 'extendedResult', nth: 2 }, trickle(4, 10));
    const client = await stranger();
    const pieces = chunks(client);
    await client.result(whoAmI);
    const [request, result] = proxy().seen();
    expect((result?.at ?? 0) - (request?.at ?? 0)).toBeGreaterThanOrEqual(78);
    expect(pieces).toHaveLength(1);
    expect((await client.result(whoAmI)).code).toBe(0);
    expect(pieces).toHaveLength(5);
  });

  it('travels with the next one in one packet', async () => {
    proxy().when({ kind: 'entry' }, glue);
    const client = await bound();
    const pieces = chunks(client);
    expect(await client.ask(list)).toHaveLength(21);
    expect(pieces).toHaveLength(1);
  });

  it('waits at a gate, and what is behind it waits too', async () => {
    const barrier = gate();
    proxy().when({ kind: 'modify', nth: 1 }, barrier.action);
    const client = await bound();
    const both = Promise.all([client.result(addMember('g5@example.net', 'held@x')), client.result(whoAmI)]);
    expect((await barrier.reached).dn).toBe(groupDn('g5@example.net'));
    await sleep(20);
    expect(proxy().count({ kind: 'extended' })).toBe(0);
    barrier.open();
    expect((await both).map(({ code }) => code)).toEqual([0, 0]);
  });

  it('lets others overtake it', async () => {
    const barrier = gate();
    proxy().when({ kind: 'extendedResult', nth: 1 }, aside(barrier.action));
    const client = await stranger();
    const late = client.result(whoAmI);
    expect((await client.result(whoAmI)).id).toBe(2);
    barrier.open();
    expect((await late).id).toBe(1);
  });

  it('goes on after somebody else made an edit', async () => {
    const edit = `dn: ${groupDn('g6@example.net')}\nchangetype: modify\nadd: mailGroupMember\nmailGroupMember: a@x\n`;
    proxy().when(
      { kind: 'modify', nth: 1 },
      first(() => slapd().ldapmodify(edit)),
    );
    const client = await bound();
    expect((await client.result(addMember('g6@example.net', 'a@x'))).code).toBe(20);
  });

  it('is another one', async () => {
    proxy().when({ kind: 'done', nth: 1 }, answer({ code: 4, text: 'enough' }));
    proxy().when({ kind: 'done', nth: 2 }, answer({ code: 10, referral: ['ldap://127.0.0.1:9/'] }));
    proxy().when({ kind: 'entry', dn: groupsBase, from: 41, times: 1 }, replace(fakeEntry));
    const client = await bound();
    const results = [await client.ask(list), await client.ask(list), await client.ask(list)];
    expect(results.map((all) => all.at(-1)?.code)).toEqual([4, 10, 0]);
    expect(results[0]?.at(-1)?.text).toBe('enough');
    expect(results[2]?.[0]?.parts[0]?.content.toString()).toBe('cn=nobody');
  });

  it('is an entry with other attributes', async () => {
    const entry = groupDn('g7@example.net');
    const of = (who: FaultMessage): boolean => who.entryDn === entry;
    proxy().when({ kind: 'entry', where: of, nth: 1 }, renameAttribute('mail', 'mail;range=0-0'));
    proxy().when(
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
    proxy().when(
      { kind: 'done' },
      insert(({ id }) => Buffer.concat([ldapMessage(id, news.reference), ldapMessage(id, news.between)])),
    );
    const client = await bound();
    expect((await client.ask(list)).slice(-3).map(({ tag }) => tag)).toEqual([0x73, 0x79, 0x65]);
  });

  it('is a goodbye of the server', async () => {
    proxy().when({ kind: 'search' }, ({ back, close: end }) => {
      back(noticeOfDisconnection(52, 'going down'));
      end();
    });
    const client = await bound();
    const pieces = chunks(client);
    await expect(client.ask(list)).rejects.toThrow('closed');
    expect(Buffer.concat(pieces).toString('latin1')).toContain('going down');
  });
});

/** What comes in, piece by piece. */
function chunks(client: RawClient): Buffer[] {
  const pieces: Buffer[] = [];
  client.socket.on('data', (piece) => pieces.push(piece));
  return pieces;
}

function fakeEntry({ id }: { readonly id: number }): Buffer {
  return ldapMessage(id, entryResponse('cn=nobody', { cn: ['nobody'] }));
}
