import { afterEach, describe, expect, it } from 'vitest';
import { run as apply } from '../../src/commands/apply.ts';
import { run as importGroups } from '../../src/commands/import.ts';
import { run as plan } from '../../src/commands/plan.ts';
import { run as validate } from '../../src/commands/validate.ts';
import { plainStyle } from '../../src/report/style.ts';
import { openFileStage, type Stage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import { makeContext } from './context.ts';

const inputs = {
  ...{ config: undefined, groups: undefined, env: undefined, url: undefined, base: undefined },
  passwordStdin: false,
};
const planning = {
  ...inputs,
  ...{ fixSpelling: false, bootstrap: false, overrides: [] },
  unknownGroups: 'refuse',
  rules: 'judge',
  causes: true,
  since: undefined,
} as const;
const planText = {
  ...planning,
  format: 'text',
  ...{ diff: true, full: false, detailedExitcode: false },
  ...{ out: undefined, expiresIn: 24, also: [], maxLength: 60_000 },
} as const;
const applyText = {
  ...planning,
  format: 'text',
  yes: false,
  undo: undefined,
  preflight: 'auto',
  undoOnFailure: false,
} as const;
const escapeCode = '\u001b[';
let stage: Stage;
afterEach(() => stage?.end());

async function open(): Promise<string> {
  stage = await openFileStage({
    entries: [groupLdif('hq@example.net', ['ann@example.net'])],
    manifests: { 'hq.yaml': manifest('hq@example.net', ['ann@example.net', 'bob@example.net']) },
  });
  return stage.workspace.folder;
}

describe('a terminal with colours', () => {
  it('gets them in plan, validate and import, and a pipe gets the same words without', async () => {
    const folder = await open();
    for (const command of [
      (context: ReturnType<typeof makeContext>) => plan(context.context, planText),
      (context: ReturnType<typeof makeContext>) =>
        importGroups(context.context, { ...inputs, format: 'text', stdout: true }),
    ]) {
      const [terminal, pipe] = [
        makeContext(folder),
        makeContext(folder, { outStyle: plainStyle, errStyle: plainStyle }),
      ];
      await command(terminal);
      await command(pipe);
      expect(terminal.out() + terminal.err()).toContain(escapeCode);
      expect(pipe.out() + pipe.err()).not.toContain(escapeCode);
      expect((terminal.out() + terminal.err()).replace(/\u001b\[\d+m/g, '')).toBe(pipe.out() + pipe.err());
    }
    expect(
      await validate(makeContext(folder).context, {
        ...inputs,
        format: 'text',
        also: [],
        fix: false,
        maxLength: 60_000,
      }),
    ).toBe(0);
  });
});

describe('apply', () => {
  const words = async (
    interactive: boolean,
    answer: boolean,
  ): Promise<{ readonly code: number; readonly asked: string[] }> => {
    const folder = await open();
    const asked: string[] = [];
    const confirm = async (question: string): Promise<boolean> => asked.push(question) > 0 && answer;
    return { code: await apply(makeContext(folder, { interactive, confirm }).context, applyText), asked };
  };

  it('asks where somebody can answer, and yes writes', async () => {
    expect(await words(true, true)).toEqual({ code: 0, asked: ['Apply 1 step?'] });
    expect(stage.workspace.read('directory.ldif')).toContain('bob@example.net');
  });

  it('takes no for an answer', async () => {
    expect(await words(true, false)).toEqual({ code: 0, asked: ['Apply 1 step?'] });
    expect(stage.workspace.read('directory.ldif')).not.toContain('bob@example.net');
  });

  it('where nobody can answer it fails, before it writes', async () => {
    await expect(words(false, true)).rejects.toMatchObject({ kind: 'usage' });
    expect(stage.workspace.read('directory.ldif')).not.toContain('bob@example.net');
  });

  it('that is interrupted before the first step ends with 130 and says what was not sent', async () => {
    const folder = await open();
    const { context, out } = makeContext(folder, { outStyle: plainStyle, beginWriting: () => AbortSignal.abort() });
    expect(await apply(context, { ...applyText, yes: true })).toBe(130);
    expect(out()).toContain('interrupted before it was sent');
    expect(stage.workspace.read('directory.ldif')).not.toContain('bob@example.net');
  });
});
