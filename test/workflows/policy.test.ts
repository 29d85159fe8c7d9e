import { describe, expect, it } from 'vitest';
import { actionProblems, pinProblems, workflowProblems } from './policy.ts';
import { type Action, actionFiles, parsed, type Workflow, workflowFiles } from './workflow-files.ts';

describe('the rules of the house', () => {
  it.each(workflowFiles())('hold in $path', (file) => {
    expect(workflowProblems(file)).toEqual([]);
  });

  it.each(actionFiles())('hold in $path', (file) => {
    expect(actionProblems(file)).toEqual([]);
  });

  it('one action has one pin', () => {
    expect(pinProblems([...workflowFiles(), ...actionFiles()].map(({ text }) => text))).toEqual([]);
  });
});

const good = `
name: good
on: { push: { branches: [main] } }
permissions: {}
concurrency: { group: a, cancel-in-progress: false }
jobs:
  a:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: { contents: read }
    environment: rollcall
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with: { persist-credentials: false }
      - run: npm ci --ignore-scripts
        env: { A: "\${{ secrets.A }}" }
`;

describe('the rules find', () => {
  it('nothing in a good workflow', () => {
    expect(problemsOf(good)).toEqual([]);
  });

  it.each<readonly [string, string, string]>([
    ['rights for every job', 'permissions: {}\n', ''],
    ['a job without a limit of time', '    timeout-minutes: 5\n', ''],
    ['a job with the rights of the workflow', '    permissions: { contents: read }\n', ''],
    ['a right to write contents', 'contents: read }', 'contents: write }'],
    ['a secret beside a right to write', 'contents: read }', 'issues: write }'],
    ['a secret without an environment', '    environment: rollcall\n', ''],
    [
      'a secret for the whole job',
      'environment: rollcall',
      `environment: rollcall\n    env: { A: "\${{ secrets.A }}" }`,
    ],
    ['an environment without concurrency', 'concurrency: { group: a, cancel-in-progress: false }\n', ''],
    ['an action by its tag', '@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1', '@v7'],
    ['a checkout that keeps the token', 'with: { persist-credentials: false }', 'with: { fetch-depth: 0 }'],
    ['submodules', 'persist-credentials: false', 'persist-credentials: false, submodules: true'],
    ['scripts of packages', ' --ignore-scripts', ''],
    ['an expression in a script', '--ignore-scripts', `--ignore-scripts \${{ github.head_ref }}`],
    ['a way into the environment of later steps', '--ignore-scripts', '--ignore-scripts >> "$GITHUB_ENV"'],
    ['pull_request_target', 'on: { push: { branches: [main] } }', 'on: { pull_request_target: {} }'],
    ['workflow_run', 'on: { push: { branches: [main] } }', 'on: { workflow_run: {} }'],
  ])('%s', (_what, before, after) => {
    expect(good).toContain(before);
    expect(problemsOf(good.replace(before, after)).length).toBeGreaterThan(0);
  });

  it('secrets in an action', () => {
    const text = `name: a\ndescription: \${{ secrets.A }}\nruns: { using: composite, steps: [] }\n`;
    expect(actionProblems(parsed<Action>('action.yml', text))).toEqual(['action.yml: secrets']);
  });

  it('two pins of one action, and a pin without its version', () => {
    const pin = (hash: string): string => `uses: a/b@${hash.repeat(40)} # v1.0.0`;
    expect(pinProblems([pin('a'), pin('b')])).toEqual(['a/b has two pins']);
    expect(pinProblems([pin('a').replace(' # v1.0.0', '')])).toEqual(['a/b does not say its version']);
  });
});

function problemsOf(text: string): readonly string[] {
  return [...workflowProblems(parsed<Workflow>('a.yml', text)), ...pinProblems([text])];
}
