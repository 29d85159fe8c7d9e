import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { undoFile } from '../../src/commands/undo-file.ts';
import { makeWorkspace, type Workspace } from '../kit/workspace.ts';
import { createStep } from '../report/plans.ts';
import { makeContext } from './context.ts';

describe('the undo file', () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = makeWorkspace({}, []);
  });
  afterEach(() => workspace.end());
  const step = createStep('hq@example.net', { members: ['ann@example.net'] });

  it('is named by the time, out of reach of git, and for nobody else to read', () => {
    const undo = undoFile(makeContext(workspace.folder).context, undefined);
    undo.write([step]);
    expect(undo.shown).toBe('.rollcall/undo-20261122T203005123Z.ldif');
    expect(workspace.read('.rollcall/.gitignore')).toBe('*\n');
    expect(workspace.read(undo.shown)).toContain('changetype: delete');
    expect(statSync(join(workspace.folder, undo.shown)).mode & 0o777).toBe(0o600);
  });

  it('can be put elsewhere, and is replaced when it is known what was done', () => {
    const undo = undoFile(makeContext(workspace.folder).context, 'back.ldif');
    undo.write([step]);
    undo.write([]);
    expect(undo.shown).toBe('back.ldif');
    expect(workspace.files()['back.ldif']).not.toContain('changetype');
  });

  it('that cannot be written is a failure', () => {
    workspace.write('back.ldif/taken', '');
    const undo = undoFile(makeContext(workspace.folder).context, 'back.ldif');
    expect(() => undo.write([step])).toThrow(/cannot write .*back\.ldif/);
  });
});
