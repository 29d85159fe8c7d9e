import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type BadServer, badAnswers, startFakeServer } from '../kit/bad-servers.ts';
import { ber } from '../kit/ber.ts';
import { type Action, replace } from '../kit/fault-actions.ts';
import type { FaultMessage } from '../kit/fault-message.ts';
import { ldapMessage, resultResponse } from '../kit/ldap-message.ts';
import { groupsBase, manifest } from '../kit/texts.ts';
import { type CommandResult, makeWorkspace, type Workspace } from '../kit/workspace.ts';
import { openFaultStage, shortPatience } from './fault-stage.ts';
import { lawsOf } from './invariants.ts';
import { manyGroups, smallPages } from './many-groups.ts';

const password = 'canary-of-garbage';
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A run against any port, with a second of patience for each of two tries. */
async function applyAt(
  port: number,
): Promise<CommandResult & { readonly megabytes: number; readonly seconds: number }> {
  const directory = [`  url: ldap://127.0.0.1:${port}`, `  base: ${groupsBase}`, '  bind: { dn: "cn=rollcall" }'];
  const workspace: Workspace = makeWorkspace(
    {
      'rollcall.yaml': `directory:\n${directory.join('\n')}\n`,
      'groups/hq.yaml': manifest('hq@example.net', ['ann@example.net']),
      'memory.cjs': `process.on('exit', () => require('fs').writeFileSync('memory', String(process.resourceUsage().maxRSS)));`,
    },
    [password],
  );
  ends.push(workspace.end);
  const variables = {
    ...shortPatience,
    ROLLCALL_TIMEOUT: '1',
    ROLLCALL_RETRY_TRIES: '2',
    ROLLCALL_BIND_PASSWORD: password,
    NODE_OPTIONS: '--require ./memory.cjs',
  };
  const started = performance.now();
  const result = await workspace.run(['apply', '--yes'], { variables });
  const seconds = (performance.now() - started) / 1000;
  return { ...result, seconds, megabytes: Number(workspace.read('memory')) / 1024 };
}

/** A server that lets anybody bind and says what a function makes of everything else. */
async function fake(
  answer: (request: FaultMessage['kind'], id: number) => Buffer | 'end' | undefined,
): Promise<BadServer> {
  const server = await startFakeServer(({ kind, id }) =>
    kind === 'bind' ? ldapMessage(id, resultResponse(0x61, { code: 0 })) : answer(kind, id),
  );
  ends.push(server.stop);
  return server;
}

const longerThanItself = Buffer.from('640c 0401 61 3007 3005 0401 62 317f'.replaceAll(' ', ''), 'hex');
const noAttribute = Buffer.from('640c 0401 61 3007 0405 0401 62 317f'.replaceAll(' ', ''), 'hex');

/** One of the bad answers, for a request with this id where it has one. */
function answerFor(name: string, id: number): Buffer {
  const bytes = Buffer.from(badAnswers[name] ?? expect.unreachable());
  const at = bytes.indexOf(Buffer.from([0x02, 0x01, 0x01]));
  if (at > 0) bytes[at + 2] = id;
  return bytes;
}

const notUnderstood = 'its answer cannot be understood';
const words: Readonly<Record<string, string>> = {
  'another protocol': 'what it sent is no LDAP',
  'zero bytes': 'what it sent is no LDAP',
  'a length of 2 GB': 'it announced a message of more than 256 MB',
  'a length of 2^56': 'what it sent is no LDAP',
  'an indefinite length': 'what it sent is no LDAP',
  'half of an answer': 'no answer in time',
  'the id of nobody': 'no answer in time',
  'a negative id': 'no answer in time',
};

describe('row 14: an answer that is none', () => {
  it.each(Object.keys(badAnswers))(
    '(%s), to the bind: the run ends in time, the password was sent once',
    async (name) => {
      const server = await startFakeServer(({ id }) => answerFor(name, id));
      ends.push(server.stop);
      const { code, stdout, stderr, seconds } = await applyAt(server.port);
      expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
      expect(stderr).toMatch(/^rollcall: cannot connect to ldap:.+\n {2}hint: .+\n$/);
      expect(stderr).toContain(`: ${words[name] ?? notUnderstood}`);
      expect(seconds).toBeLessThan(8);
      expect(server.connections()).toBe(words[name] === 'no answer in time' ? 2 : 1);
    },
  );

  it.each(Object.keys(badAnswers))('(%s), to a question: the run ends in time', async (name) => {
    const server = await fake((_, id) => answerFor(name, id));
    const { code, stdout, stderr, seconds } = await applyAt(server.port);
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/^rollcall: the connection to ldap:.+ broke during .+\n {2}hint: .+\n$/);
    expect(stderr).toContain(`: ${words[name] ?? notUnderstood}`);
    expect(stderr).toContain('(2 tries in ');
    expect(seconds).toBeLessThan(8);
    expect(server.connections()).toBe(2);
  });
});

describe('row 14: bytes without end', () => {
  it.each([
    ['behind a length of 2 GB', '30847fffffff02010161'],
    ['behind a length of 200 MB', '30840bebc20002010161'],
    ['behind an indefinite length', '308002010161'],
    ['of no protocol', '00'],
  ])('%s are not swallowed for ever', async (_, beginning) => {
    const server = createServer((socket) => {
      const more = Buffer.alloc(1024 * 1024);
      const pump = (): void => {
        while (socket.writable && socket.write(more));
      };
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.write(Buffer.from(beginning, 'hex'), pump));
      socket.on('drain', pump);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ends.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { code, stderr, seconds, megabytes } = await applyAt(port);
    expect(code, stderr).toBe(4);
    expect(stderr).toMatch(/^rollcall: cannot connect to ldap:.+\n {2}hint: .+\n$/);
    expect(seconds).toBeLessThan(8);
    expect(megabytes).toBeLessThan(800);
    if (!beginning.startsWith('30840b')) expect(megabytes).toBeLessThan(150);
  });
});

const paging = '1.2.840.113556.1.4.319';
const postRead = '1.3.6.1.1.13.2';
const success = (tag: number): Buffer => resultResponse(tag, { code: 0 });
const withControl = (tag: number, oid: string, value: string): Action =>
  replace(({ id }) => ldapMessage(id, success(tag), [{ oid, critical: false, value: Buffer.from(value, 'hex') }]));

/** What looks like success or the end of a listing when it is read carelessly, or never comes to an end. */
const tricks: readonly (readonly [
  name: string,
  kind: 'entry' | 'done' | 'modifyResult',
  nth: number,
  action: Action,
])[] = [
  ['the end of a page has no result code', 'done', 2, replace(({ id }) => ldapMessage(id, ber(0x65)))],
  ['the cookie of a page is cut short', 'done', 2, withControl(0x65, paging, '3005020100047f')],
  ['the control of a page is empty', 'done', 2, withControl(0x65, paging, '')],
  ['a list of values is longer than its entry', 'entry', 3, replace(({ id }) => ldapMessage(id, longerThanItself))],
  ['an attribute is no attribute', 'entry', 3, replace(({ id }) => ldapMessage(id, noAttribute))],
  ['the answer to a write has no result code', 'modifyResult', 1, replace(({ id }) => ldapMessage(id, ber(0x67)))],
  [
    'the entry in the answer to a write is cut short',
    'modifyResult',
    1,
    withControl(0x67, postRead, '640904016130043102317f'),
  ],
];

describe('row 14: an answer of a real server that was damaged', () => {
  it.each(tricks)('%s: it is asked again, and everything is done once', async (_, kind, nth, action) => {
    const stage = await openFaultStage(manyGroups);
    ends.push(stage.end);
    const law = await lawsOf(stage);
    // The first search is for the root entry, the second one begins the listing.
    const rule = stage.proxy.when({ kind, nth }, action);
    const result = await stage.apply(['--no-preflight'], { variables: smallPages });
    expect(rule.hits()).toBe(1);
    expect(result, result.stdout + result.stderr).toMatchObject({ code: 0 });
    expect(stage.proxy.connections()).toBe(2);
    expect((await law.hold(result)).map(({ changetype }) => changetype).sort()).toEqual(['add', 'delete', 'modify']);
    await law.converges();
  });
});
