import { afterEach, describe, expect, it } from 'vitest';
import { openFileStage, type Stage } from '../kit/stage.ts';
import { manifest } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';

let stage: Stage;
afterEach(() => stage?.end());

const settings = [
  'owners:',
  '  handles: { Alice@example.net: "@alice", ops@example.net: "@org/ops", zoe@example.net: zoe@example.net }',
  '  default: ["@org/mail"]',
  '  settings: ["@org/admins"]',
];
const file = '.github/CODEOWNERS';
const lines = [
  '# begin rollcall',
  '# Written by "rollcall codeowners" from the owners in the manifests: change them there, and run it again.',
  '/groups/ @org/mail',
  '/groups/a\\ b.yaml @org/ops zoe@example.net',
  '/groups/hq.yaml @alice',
  '/rollcall.yaml @org/admins',
  '/.github/ @org/admins',
  '# end rollcall',
  '',
].join('\n');

async function open(manifests: Readonly<Record<string, string>> = {}): Promise<void> {
  stage = await openFileStage({
    manifests: {
      'hq.yaml': manifest('hq@example.net', [], ['owners: [alice@example.net]']),
      'a b.yaml': manifest('ab@example.net', [], ['owners: [ops@example.net, zoe@example.net]']),
      'free.yaml': manifest('free@example.net', []),
      ...manifests,
    },
    settings,
  });
}

const run = (...words: readonly string[]): Promise<CommandResult> => stage.workspace.run(['codeowners', ...words]);

describe('codeowners', () => {
  it('writes the file, once, and the check agrees', async () => {
    await open();
    const before = await run('--check');
    expect(before).toMatchObject({ code: 1, stderr: `${file} is not up to date; rollcall codeowners writes it.\n` });
    expect(before.stdout).toContain('+/groups/hq.yaml @alice\n');
    expect(await run()).toEqual({ code: 0, stdout: `Wrote ${file}: 5 paths with owners.\n`, stderr: '' });
    expect(stage.workspace.read(file)).toBe(lines);
    expect(await run('--check')).toEqual({ code: 0, stdout: `${file} is up to date.\n`, stderr: '' });
    expect(await run()).toEqual({ code: 0, stdout: `${file} is up to date.\n`, stderr: '' });
    expect(await run('--stdout')).toEqual({ code: 0, stdout: lines, stderr: '' });
  });

  it('keeps the lines of others, and its check writes nothing', async () => {
    await open();
    stage.workspace.write(
      file,
      '* @org/all\r\n# begin rollcall\n/groups/gone.yaml @bob\n# end rollcall\n/docs @writer',
    );
    const check = await run('--check');
    expect(check.code).toBe(1);
    expect(check.stdout).toContain('-/groups/gone.yaml @bob\n');
    expect(stage.workspace.read(file)).toContain('gone.yaml');
    expect(await run()).toMatchObject({ code: 0 });
    expect(stage.workspace.read(file)).toBe(`* @org/all\r\n${lines}/docs @writer`);
  });

  it('shows every owner without a handle, each at its place, and writes nothing', async () => {
    await open({
      'ops.yaml': manifest('ops@example.net', [], ['owners:', '  - ops@example.net', '  - new@example.net']),
      'it.yaml': manifest('it@example.net', [], ['owners: [other@example.net]']),
    });
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('groups/it.yaml:2:10 error RC229 the owner other@example.net has no handle');
    expect(stderr).toContain('groups/ops.yaml:4:5 error RC229 the owner new@example.net has no handle');
    expect(stderr).toContain('owners.handles: new@example.net: "@name"');
    expect(Object.keys(stage.workspace.files())).not.toContain(file);
    expect(() => stage.workspace.read(file)).toThrow();
  });

  it('does not touch a file whose marks are broken', async () => {
    await open();
    stage.workspace.write(file, '# begin rollcall\n/groups/ @me\n');
    const { code, stderr } = await run();
    expect(code).toBe(1);
    expect(stderr).toContain(`${file}: the lines "# begin rollcall" and "# end rollcall" are not there once each`);
    expect(stage.workspace.read(file)).toBe('# begin rollcall\n/groups/ @me\n');
  });

  it('names paths from the top of the repository, and refuses what is outside of it', async () => {
    await open();
    await stage.workspace.shell(
      'git init -q . && mkdir mail && mv groups rollcall.yaml mail && cd mail && $ROLLCALL codeowners',
    );
    expect(stage.workspace.read(file)).toContain(
      '\n/mail/groups/hq.yaml @alice\n/mail/rollcall.yaml @org/admins\n/.github/',
    );
    const outside = await stage.workspace.shell(
      'mv .git mail/ && cd mail && mv groups ../ && $ROLLCALL codeowners --groups ../groups',
    );
    expect(outside.code).toBe(1);
    expect(outside.stderr).toContain('error RC230 CODEOWNERS cannot hold this path');
  });

  it('refuses a name with a line end', async () => {
    await open({ 'x\n* @eve.yaml': manifest('x@example.net', [], ['owners: [ops@example.net]']) });
    const { code, stdout, stderr } = await run('--stdout');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('RC230');
  });
});

describe('the settings of owners', () => {
  it.each([
    ['handles: { alice@example.net: alice }', 'must be @user, @organisation/team or an e-mail address'],
    ['handles: { alice@example.net: "@alice # *" }', 'must be @user, @organisation/team or an e-mail address'],
    ['default: ["@a\\n* @b"]', 'must be @user, @organisation/team or an e-mail address'],
    ['handles: { alice: "@alice" }', 'owners.handles: "alice" has no domain'],
    ['handles: { a@example.net: "@a", A@example.net: "@b" }', 'owners.handles names A@example.net twice'],
    ['people: []', 'RC301'],
  ])('do not take %s', async (line, message) => {
    stage = await openFileStage({
      manifests: { 'hq.yaml': manifest('hq@example.net', []) },
      settings: ['owners:', `  ${line}`],
    });
    const { code, stdout } = await stage.workspace.run(['validate']);
    expect(code).toBe(1);
    expect(stdout).toContain(message);
  });
});
