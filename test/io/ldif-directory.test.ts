import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Directory } from '../../src/io/directory.ts';
import { openLdifDirectory } from '../../src/io/ldif-directory.ts';
import { present } from '../../src/ldap/filter.ts';
import { ruleOf } from '../../src/ldap/matching-rule.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Operation } from '../../src/model/operation.ts';
import { failureOf } from './failure-of.ts';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ldif-'));
  path = join(folder, 'directory.ldif');
});
afterAll(() => rm(folder, { recursive: true }));

const open = (): Promise<Directory> => openLdifDirectory(path, 'shown.ldif', ruleOf);

async function opened(content: string | Uint8Array): Promise<Directory> {
  await writeFile(path, content);
  return open();
}

async function rewritten(content: string, ...operations: readonly Operation[]): Promise<string> {
  const { writer } = await opened(content);
  for (const operation of operations)
    expect(await writer.execute(operation, undefined)).toMatchObject({ kind: 'done' });
  await writer.settle();
  return readFile(path, 'utf8');
}

const addMember = (dn: string, value: string): Operation => ({
  kind: 'modify',
  dn,
  modifications: [{ kind: 'add', attribute: 'mailGroupMember', values: [value] }],
});

describe('what is not changed', () => {
  it('stays byte for byte when a record in the middle changes', async () => {
    const before = '# head\nversion: 1\n\ndn: cn=a,dc=x\ncn:  a\n\n\n# about b\ndn: cn=b,dc=x\ncn: b\n# inside\n\n';
    const after = '# about c\ndn:: Y249YyxkYz14\ncn: a long\n  value\nDescription:: w7w=\n# tail';
    expect(await rewritten(before + after, addMember('cn=b,dc=x', 'ann@x'))).toBe(
      `${before.replace('cn: b\n# inside\n', 'cn: b\nmailGroupMember: ann@x\n# inside\n')}${after}`,
    );
  });

  it('stays when a record is deleted, comments around it included', async () => {
    const text = 'version: 1\n\n# a\ndn: cn=a,dc=x\ncn: a\n\n# b\ndn: cn=b,dc=x\ncn: b\n\n# c\ndn: cn=c,dc=x\ncn: c\n';
    expect(await rewritten(text, { kind: 'delete', dn: 'CN=B, dc=x' })).toBe(
      'version: 1\n\n# a\ndn: cn=a,dc=x\ncn: a\n\n# b\n# c\ndn: cn=c,dc=x\ncn: c\n',
    );
  });

  it.each([
    ['', 'dn: cn=n,dc=x\ncn: n\n'],
    ['# only a comment', '# only a comment\n\ndn: cn=n,dc=x\ncn: n\n'],
    ['dn: dc=x\ndc: x', 'dn: dc=x\ndc: x\n\ndn: cn=n,dc=x\ncn: n\n'],
    ['dn: dc=x\ndc: x\n', 'dn: dc=x\ndc: x\n\ndn: cn=n,dc=x\ncn: n\n'],
    ['dn: dc=x\ndc: x\n\n', 'dn: dc=x\ndc: x\n\ndn: cn=n,dc=x\ncn: n\n'],
    ['dn: dc=x\r\ndc: x', 'dn: dc=x\r\ndc: x\r\n\r\ndn: cn=n,dc=x\r\ncn: n\r\n'],
    ['dn: dc=x\r\ndc: x\r\n\r\n', 'dn: dc=x\r\ndc: x\r\n\r\ndn: cn=n,dc=x\r\ncn: n\r\n'],
  ])('stays when a record is added at the end of %j', async (before, after) => {
    expect(await rewritten(before, { kind: 'add', dn: 'cn=n,dc=x', attributes: [] })).toBe(after);
  });

  it('stays when all that was done was undone', async () => {
    const text = 'dn: dc=x\ndc:x\n\n\ndn:cn=a,dc=x\ncn:: YQ==';
    const dn = 'cn=n,dc=x';
    expect(await rewritten(text, { kind: 'add', dn, attributes: [] }, { kind: 'delete', dn })).toBe(text);
  });

  it('is not even written when everything was refused', async () => {
    const { writer } = await opened('dn: dc=x\ndc: x\n');
    const before = await stat(path);
    expect(await writer.execute({ kind: 'delete', dn: 'cn=missing,dc=x' }, undefined)).toMatchObject({ code: 32 });
    await writer.settle();
    expect((await stat(path)).ino).toBe(before.ino);
  });

  it('stays whatever changes beside it', async () => {
    await fc.assert(fc.asyncProperty(scene, changesOnlyWhatItShould), { numRuns: 300 });
  });
});

type Fate = 'leave' | 'modify' | 'delete' | 'rename';
interface Piece {
  readonly comment: string;
  readonly dn: (n: number) => string;
  readonly lines: string;
  readonly gap: string;
  readonly fate: Fate;
}

const piece: fc.Arbitrary<Piece> = fc.record({
  comment: fc.constantFrom('', '# about it\n', '# folded\n  comment\n', '# alone\n\n'),
  dn: fc.constantFrom<Piece['dn']>(
    (n) => `dn: cn=n${n},dc=x`,
    (n) => `DN:CN = n${n}, dc=x`,
    (n) => `dn:: ${Buffer.from(`cn=n${n},dc=x`).toString('base64')}`,
    (n) => `dn: cn=n${n}\n  ,dc=x`,
  ),
  lines: fc
    .array(
      fc.constantFrom(
        'sn: plain',
        'sn:  two blanks',
        'description:: w7zDtg==',
        'description: ü raw',
        'mailGroupMember: a@x\n .example',
        'sn:',
        '# inside',
        'x-bin:: /9j/',
      ),
      { maxLength: 4 },
    )
    .map((lines) => [...new Set(lines)].map((line) => `\n${line}`).join('')),
  gap: fc.constantFrom('\n\n', '\n\n\n\n', '\n\n# between\n\n'),
  fate: fc.constantFrom<Fate>('leave', 'leave', 'modify', 'delete', 'rename'),
});

const scene = fc.record({
  head: fc.constantFrom('', '\ufeff', 'version: 1\n', '# snapshot\nversion: 1\n\n'),
  pieces: fc.array(piece, { minLength: 1, maxLength: 8 }),
  end: fc.constantFrom('', '\n', '\n\n', '\n\n# the end'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  added: fc.nat(2),
});

async function changesOnlyWhatItShould(scene_: typeof scene extends fc.Arbitrary<infer T> ? T : never): Promise<void> {
  const { head, pieces, end, lineEnd, added } = scene_;
  const encode = (text: string): string => text.replaceAll('\n', lineEnd);
  const records = pieces.map(({ dn, lines }, n) => encode(`${dn(n)}\ncn: n${n}${lines}`));
  const text =
    encode(head) +
    pieces
      .map(({ comment, gap }, n) => encode(comment) + records[n] + encode(n === pieces.length - 1 ? end : gap))
      .join('');
  const { reader, writer } = await opened(text);
  const wanted = new Map((await all(reader)).map((entry) => [entry.dn.replaceAll(' ', '').toLowerCase(), entry]));
  expect(wanted.size).toBe(pieces.length);
  for (const [n, { fate }] of pieces.entries()) {
    const dn = `cn=n${n},dc=x`;
    const entry = wanted.get(dn);
    if (fate === 'leave' || entry === undefined) continue;
    wanted.delete(dn);
    if (fate === 'delete')
      expect(await writer.execute({ kind: 'delete', dn }, undefined)).toMatchObject({ kind: 'done' });
    if (fate === 'modify') {
      const change = { kind: 'replace', attribute: 'title', values: [' new ', 'ü'] } as const;
      expect(await writer.execute({ kind: 'modify', dn, modifications: [change] }, undefined)).toMatchObject({
        kind: 'done',
      });
      wanted.set(dn, { dn, attributes: [...entry.attributes, { name: 'title', values: change.values }] });
    }
    if (fate === 'rename') {
      const newRdn = `cn=m${n}`;
      expect(await writer.execute({ kind: 'rename', dn, newRdn, deleteOldRdn: true }, undefined)).toMatchObject({
        kind: 'done',
      });
      const others = entry.attributes.filter(({ name }) => name !== 'cn');
      wanted.set(`${newRdn},dc=x`, { dn, attributes: [...others, { name: 'cn', values: [`m${n}`] }] });
    }
  }
  for (let n = 0; n < added; n++) {
    const attributes = [{ name: 'cn', values: [`new${n}`] }];
    await writer.execute({ kind: 'add', dn: `cn=new${n},dc=x`, attributes }, undefined);
    wanted.set(`cn=new${n},dc=x`, { dn: '', attributes });
  }
  await writer.settle();

  const after = await readFile(path, 'utf8');
  let position = 0;
  const expectNext = (part: string): void => {
    const found = after.indexOf(part, position);
    expect(found, `${JSON.stringify(part)} in ${JSON.stringify(after)}`).toBeGreaterThanOrEqual(position);
    position = found + part.length;
  };
  expect(after.startsWith(encode(head))).toBe(true);
  for (const [n, { comment, fate }] of pieces.entries()) {
    if (fate === 'leave') expectNext(encode(comment) + records[n]);
    else expectNext(encode(comment));
  }
  const unchanged = pieces.every(({ fate }) => fate === 'leave') && added === 0;
  if (unchanged) expect(after).toBe(text);
  if (lineEnd === '\r\n') expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const stored = await all((await open()).reader);
  expect(new Map(stored.map((entry) => [entry.dn.replaceAll(' ', '').toLowerCase(), sorted(entry)]))).toEqual(
    new Map([...wanted].map(([dn, entry]) => [dn, sorted(entry)])),
  );
}

function sorted({ attributes }: Entry): readonly string[] {
  return attributes.map(({ name, values }) => `${name}=${JSON.stringify(values)}`).sort();
}

async function all(reader: Directory['reader']): Promise<readonly Entry[]> {
  const search = { base: '', scope: 'subtree', filter: present('cn'), attributes: ['*'] } as const;
  return reader.search(search, () => undefined).catch(() => []);
}

describe('the rewrite', () => {
  it.each([0o600, 0o640, 0o664, 0o666])('keeps the mode %o of the file', async (mode) => {
    const { writer } = await opened('dn: cn=a,dc=x\ncn: a\n');
    await chmod(path, mode);
    await writer.execute(addMember('cn=a,dc=x', 'ann@x'), undefined);
    await writer.settle();
    expect((await stat(path)).mode & 0o777).toBe(mode);
    await chmod(path, 0o600);
  });

  it('writes through a link and leaves it one', async () => {
    await opened('dn: cn=a,dc=x\ncn: a\n');
    const link = join(folder, 'link.ldif');
    await symlink(path, link);
    const { writer } = await openLdifDirectory(link, link, ruleOf);
    await writer.execute(addMember('cn=a,dc=x', 'ann@x'), undefined);
    await writer.settle();
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(path, 'utf8')).toContain('mailGroupMember: ann@x\n');
  });

  it('leaves no other file behind', async () => {
    const before = await readdir(folder);
    await rewritten('dn: cn=a,dc=x\ncn: a\n', addMember('cn=a,dc=x', 'ann@x'));
    expect(await readdir(folder)).toEqual(before);
  });

  it('does not happen before it is asked for', async () => {
    const text = 'dn: cn=a,dc=x\ncn: a\n';
    const { writer } = await opened(text);
    await writer.execute(addMember('cn=a,dc=x', 'ann@x'), undefined);
    expect(await readFile(path, 'utf8')).toBe(text);
  });

  it('is refused when somebody else changed the file in between, whose text stays', async () => {
    const { writer } = await opened('dn: cn=a,dc=x\ncn: a\n');
    await writer.execute(addMember('cn=a,dc=x', 'ann@x'), undefined);
    await writeFile(path, 'dn: cn=a,dc=x\ncn: b\n');
    expect(await failureOf(writer.settle())).toEqual({
      kind: 'directory',
      message: 'shown.ldif was changed by somebody else in the meantime; nothing was written',
      hint: 'Run the command again: it reads the new content.',
    });
    expect(await readFile(path, 'utf8')).toBe('dn: cn=a,dc=x\ncn: b\n');
  });

  it('is refused when somebody took the file away in between', async () => {
    const { writer } = await opened('dn: cn=a,dc=x\ncn: a\n');
    await writer.execute(addMember('cn=a,dc=x', 'ann@x'), undefined);
    await rm(path);
    expect((await failureOf(writer.settle())).message).toBe('there is no file shown.ldif');
    expect(await readdir(folder)).not.toContain('directory.ldif');
  });
});

describe('a file that cannot be used is refused', () => {
  it('when it is missing, or a folder', async () => {
    await rm(path, { force: true });
    const hint = 'Correct directory.url: an ldap:// URL, or the path of an LDIF file.';
    expect(await failureOf(open())).toMatchObject({ kind: 'directory', hint });
    await mkdir(path);
    expect((await failureOf(open())).message).toBe('shown.ldif is a folder');
    await rm(path, { recursive: true });
  });

  it.each([
    ['a change record', 'dn: dc=x\ndc: x\n\n# c\ndn: cn=a,dc=x\nchangetype: delete\n', 5, 'is a change record, not an'],
    ['an entry twice', 'dn: cn=a,dc=x\ncn: a\n\ndn: CN=A, dc=x\ncn: a\n', 4, 'repeats the entry CN=A, dc=x'],
    ['a line without a colon', 'dn: cn=a,dc=x\ncn: a\nnonsense\n', 3, '"nonsense"'],
    ['a broken base64 value', 'dn: cn=a,dc=x\n\ndn: cn=b,dc=x\ncn:: %%%\n', 4, 'base64'],
    ['a DN that is none', 'dn: cn=a,dc=x\n\ndn: nonsense\n', 3, '"dn: nonsense" is not a DN'],
    ['a value in another file', 'dn: cn=a,dc=x\njpegPhoto:< file:///etc/passwd\n', 2, 'file:///etc/passwd'],
    [
      'a search reference',
      'dn: dc=x\ndc: x\n\nref: ldap://else.example/dc=x\n',
      4,
      'refers to ldap://else.example/dc=x',
    ],
    [
      'a search that was cut',
      'dn: dc=x\ndc: x\n\n# search result\nsearch: 2\nresult: 4 Size limit exceeded\n',
      6,
      '4 Size',
    ],
  ])('with %s, at its line', async (_, content, line, message) => {
    const failure = await failureOf(opened(content));
    expect(failure.kind).toBe('directory');
    expect(failure.message).toContain(message);
    expect(failure.message).toMatch(new RegExp(`^shown\\.ldif:${line}\\b`));
    expect(failure.hint).toMatch(/^[A-Z].*\.$/);
  });

  it('with several problems, and says how many', async () => {
    const failure = await failureOf(opened('dn: cn=a,dc=x\none\ntwo\nthree\n'));
    expect(failure.message).toMatch(/^shown\.ldif:2: .* \(and 2 more problems\)$/);
  });
});
