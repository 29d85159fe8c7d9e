import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passwordSource } from '../../src/commands/password.ts';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';
import { makeContext } from './context.ts';

const options = { config: undefined, groups: undefined, env: undefined, url: undefined, base: undefined };

describe('the password', () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = makeWorkspace({ one: 'from file\n', two: ' spaces stay \r\n', three: 'x\n\n' }, []);
    for (const name of ['one', 'two', 'three']) chmodSync(join(workspace.folder, name), 0o600);
  });
  afterEach(() => workspace.end());

  const ask = (file: string | undefined, passwordStdin: boolean, variable: string | undefined): Promise<string> => {
    const { context } = makeContext(workspace.folder, {
      variables: { ROLLCALL_BIND_PASSWORD: variable },
      readInput: async () => 'from input\n',
    });
    return passwordSource(context, { ...options, passwordStdin })(file && `${workspace.folder}/${file}`, 'refuse');
  };

  it('comes from standard input, else from the variable, else from the file', async () => {
    expect(await ask('one', true, 'from variable')).toBe('from input');
    expect(await ask('one', false, 'from variable')).toBe('from variable');
    expect(await ask('one', false, '')).toBe('from file');
  });

  it('loses one line end and nothing else', async () => {
    expect(await ask('two', false, undefined)).toBe(' spaces stay ');
    expect(await ask('three', false, undefined)).toBe('x\n');
  });

  it('that is nowhere is a failure', async () => {
    await expect(ask(undefined, false, undefined)).rejects.toMatchObject({ kind: 'input' });
    await expect(ask('missing', false, undefined)).rejects.toMatchObject({ kind: 'input' });
  });
});
