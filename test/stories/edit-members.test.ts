import { afterEach, describe, expect, it } from 'vitest';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';

const settings = 'directory: { url: directory.ldif, base: "dc=example,dc=net" }\n';
const ops = '# Alarms\naddress: ops@example.net\nmembers:\n  - ann@example.net # since 2019\n';
let workspace: Workspace;
afterEach(() => workspace?.end());

function open(files: Readonly<Record<string, string>> = {}): Workspace {
  workspace = makeWorkspace({ 'rollcall.yaml': settings, 'groups/ops.yaml': ops, ...files }, []);
  return workspace;
}

describe('add and remove', () => {
  it('undo each other, and a second time there is nothing to do', async () => {
    const { run, read, files } = open();
    expect(await run(['add', 'ops@example.net', 'bob@example.net'])).toMatchObject({ code: 0, stderr: '' });
    expect(read('groups/ops.yaml')).toBe(`${ops}  - bob@example.net\n`);
    const before = files();
    expect((await run(['add', 'ops@example.net', 'BOB@example.net'])).stdout).toContain('Nothing to do');
    expect(files()).toEqual(before);
    expect(await run(['remove', 'OPS@example.net', 'bob@EXAMPLE.net'])).toMatchObject({ code: 0, stderr: '' });
    expect(read('groups/ops.yaml')).toBe(ops);
    expect((await run(['remove', 'ops@example.net', 'bob@example.net'])).stdout).toContain(
      'bob@example.net is no member',
    );
    expect(read('groups/ops.yaml')).toBe(ops);
  });

  it('write nothing while some manifest has an error', async () => {
    const { run, files } = open({ 'groups/bad.yaml': 'address: bad\nmembers: []\n' });
    const before = files();
    const { code, stderr } = await run(['add', 'ops@example.net', 'bob@example.net']);
    expect(code).toBe(1);
    expect(stderr).toContain('groups/bad.yaml:1:10 error');
    expect(files()).toEqual(before);
  });

  it('do not empty a group by the way, not even one whose other members are past their day', async () => {
    const past = '  - { address: old@example.net, until: 2020-01-01 }\n';
    const { run, read } = open({ 'groups/ops.yaml': ops + past });
    const { code, stderr } = await run(['remove', 'ops@example.net', 'ann@example.net']);
    expect(code).toBe(1);
    expect(stderr).toContain('ops@example.net would be left without a member');
    expect(read('groups/ops.yaml')).toBe(ops + past);
    expect(await run(['remove', 'ops@example.net', 'ann@example.net', '--allow-empty'])).toMatchObject({ code: 0 });
  });

  it('take no day that is over', async () => {
    const { run, read } = open();
    const { code, stderr } = await run(['add', 'ops@example.net', 'bob@example.net', '--until', '2020-01-01']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--until 2020-01-01 is over: today is \d{4}-\d\d-\d\d/);
    expect(read('groups/ops.yaml')).toBe(ops);
  });

  it('need no directory in the settings, and none is asked', async () => {
    const { run } = open({ 'rollcall.yaml': 'mail: { domains: [example.net] }\n' });
    expect(await run(['add', 'ops@example.net', 'bob@example.net'])).toMatchObject({ code: 0, stderr: '' });
  });
});
