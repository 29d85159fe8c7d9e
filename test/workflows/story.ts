import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretForms } from '../kit/secret-forms.ts';
import { type Slapd, startSlapd } from '../kit/slapd.ts';
import { groupDn, groupLdif, groupsBase, manifest } from '../kit/texts.ts';
import { Expressions } from './expressions.ts';
import { type Forge, openForge, type ToolPlace } from './forge.ts';
import { githubLibrary } from './language-service.ts';
import { Runner, type Trigger, type WorkflowResult } from './runner.ts';
import { parsed, type Workflow, workflowFiles } from './workflow-files.ts';

/** A repository on a forge, a directory, and the workflows between them. */
export interface Story {
  readonly forge: Forge;
  readonly slapd: Slapd;
  /** Runs a workflow, by its name or by its text, for the pull request 1 of a branch. */
  readonly pullRequest: (workflow: string, branch: string, from?: 'fork' | 'bot') => Promise<WorkflowResult>;
  /** Runs a workflow for main: started by its newest commit, unless told. */
  readonly onMain: (workflow: string, name?: Trigger['name'], more?: Partial<Trigger>) => Promise<WorkflowResult>;
  /** The members that the directory has now. */
  readonly members: (address: string) => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
}

/** What the repository's variables say besides the server. */
export interface StoryOptions {
  readonly vars?: Readonly<Record<string, string>>;
  readonly tool?: ToolPlace;
  /** Further files on main. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The manifest of the group that the stories change. */
export function opsManifest(members: readonly string[], lines: readonly string[] = []): string {
  return manifest('ops@example.net', members, ['description: Operations', 'owners: [ann@example.net]', ...lines]);
}

/** A snapshot of a directory in which one other person is in the group that the stories change. */
export const snapshot: string = [
  `dn: ${groupsBase}\nobjectClass: organizationalUnit\nou: Groups\n`,
  groupLdif('ops@example.net', ['old@example.net']),
].join('\n');

const start = ['ann@example.net', 'bob@example.net'];
const settings = `directory:\n  url: ldap://ldap.example.net\n  base: ${groupsBase}\n`;

/** Sets the scene: two groups that agree, a reader's password in one environment, a writer's in the other. */
export async function openStory(options: StoryOptions = {}): Promise<Story> {
  const ldif = [
    groupLdif('ops@example.net', start, ['description: Operations']),
    groupLdif('hq@example.net', ['ann@example.net', 'ops@example.net']),
  ].join('\n');
  const slapd = await startSlapd({ tls: 'none', ldif });
  const forge = openForge(
    {
      'rollcall.yaml': settings,
      'groups/ops.yaml': opsManifest(start),
      'groups/hq.yaml': manifest('hq@example.net', ['ann@example.net', 'ops@example.net']),
      ...options.files,
    },
    options.tool ?? 'inside',
  );
  const { reader, rollcall } = slapd.accounts;
  const vars = { ROLLCALL_URL: slapd.url, ROLLCALL_BIND_DN: rollcall.dn, ROLLCALL_PLAN_BIND_DN: reader.dn };
  const runner = new Runner(forge, new Expressions(await githubLibrary()), {
    vars: { ...vars, ...options.vars },
    secrets: {
      'rollcall-plan': { ROLLCALL_PLAN_BIND_PASSWORD: reader.password },
      rollcall: { ROLLCALL_BIND_PASSWORD: rollcall.password },
    },
  });
  const run = async (name: string, trigger: Trigger): Promise<WorkflowResult> => {
    const own = workflowFiles().find(({ path }) => path === `.github/workflows/${name}.yml`);
    const file = name.includes('\n') ? parsed<Workflow>('a workflow', name) : own;
    if (file === undefined) throw new Error(`there is no workflow ${name}`);
    if (!(trigger.name in file.content.on)) throw new Error(`${name} is not started by ${trigger.name}`);
    const result = await runner.run(file.content, trigger);
    refusePasswords(result, JSON.stringify(forge.state()), [reader.password, rollcall.password]);
    return result;
  };
  return {
    ...{ forge, slapd },
    pullRequest: (workflow, branch, from) => {
      const sha = forge.mergeOf(branch);
      const head = {
        sha: forge.git('rev-parse', `origin/${branch}`),
        repo: { full_name: from === 'fork' ? 'mallory/r' : 'o/r' },
      };
      const base = { sha: forge.git('rev-parse', 'origin/main'), ref: 'main' };
      const event = { pull_request: { number: 1, base, head } };
      const trigger = { name: 'pull_request', sha, ref: 'refs/pull/1/merge', event, fork: from !== undefined } as const;
      return run(workflow, trigger);
    },
    onMain: (workflow, name = 'push', more = {}) => {
      forge.git('fetch', '-q', 'origin');
      const sha = forge.git('rev-parse', 'origin/main');
      return run(workflow, { name, sha, ref: 'refs/heads/main', event: {}, fork: false, ...more });
    },
    members: async (address) => {
      const { stdout } = await slapd.ldapsearch(['-b', groupDn(address), '-s', 'base', 'mailGroupMember']);
      return [...stdout.matchAll(/^mailGroupMember: (.*)$/gm)].map((match) => match[1] ?? '').sort();
    },
    end: async () => {
      forge.end();
      await slapd.stop();
    },
  };
}

function refusePasswords({ jobs, artifacts }: WorkflowResult, state: string, passwords: readonly string[]): void {
  const files = Object.values(artifacts).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const texts = [
    ...Object.values(jobs).flatMap(({ log, summary, outputs }) => [log, summary, JSON.stringify(outputs)]),
    ...files.map((file) => readFileSync(file, 'latin1')),
    state,
  ];
  const forms = passwords.flatMap(secretForms);
  if (texts.some((text) => forms.some((form) => text.includes(form)))) throw new Error('a password came out');
}

/** The lines of a log that a runner would obey. */
export function commandsIn(log: string): readonly string[] {
  return log.split(/[\r\n]+/).filter((line) => /^[\s\u0085]*::|##\[/.test(line));
}
