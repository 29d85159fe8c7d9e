import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import type { Contexts, Data, Expressions, Status } from './expressions.ts';
import type { Forge } from './forge.ts';
import type { Action, Job, Step, Workflow } from './workflow-files.ts';

/** What starts a workflow. */
export interface Trigger {
  readonly name: 'pull_request' | 'push' | 'schedule' | 'workflow_dispatch';
  readonly sha: string;
  readonly ref: string;
  /** `github.event`. */
  readonly event: Data;
  readonly inputs?: Readonly<Record<string, Data>>;
  /** Whether the change comes from a fork: no secret, and a token that reads. */
  readonly fork: boolean;
}

/** What the repository is set up with. */
export interface Setup {
  readonly vars: Readonly<Record<string, string>>;
  /** Secrets by environment. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** How a job ended. */
export interface JobResult {
  readonly result: 'success' | 'failure' | 'skipped';
  readonly outputs: Readonly<Record<string, string>>;
  /** Standard output and standard error of every step. */
  readonly log: string;
  readonly summary: string;
}

/** How a workflow ended. */
export interface WorkflowResult {
  readonly jobs: Readonly<Record<string, JobResult>>;
  /** The files of each artifact by the name of the artifact. */
  readonly artifacts: Readonly<Record<string, string>>;
}

/** Executes workflows as a runner would: steps of shell for real, the four actions of others as far as they are used. */
export class Runner {
  readonly #forge: Forge;
  readonly #expressions: Expressions;
  readonly #setup: Setup;

  constructor(forge: Forge, expressions: Expressions, setup: Setup) {
    this.#forge = forge;
    this.#expressions = expressions;
    this.#setup = setup;
  }

  /** Runs every job of a workflow, each after those that it needs. */
  async run(workflow: Workflow, trigger: Trigger): Promise<WorkflowResult> {
    const artifacts: Record<string, string> = {};
    const jobs: Record<string, JobResult> = {};
    for (const [name, job] of Object.entries(workflow.jobs)) {
      const needs = [job.needs ?? []].flat();
      for (const need of needs) if (jobs[need] === undefined) throw new Error(`${name} stands before ${need}`);
      jobs[name] = await this.#runJob(job, trigger, needs, jobs, artifacts);
    }
    return { jobs, artifacts };
  }

  async #runJob(
    job: Job,
    trigger: Trigger,
    needs: readonly string[],
    done: Readonly<Record<string, JobResult>>,
    artifacts: Record<string, string>,
  ): Promise<JobResult> {
    const before = needs.map((need) => done[need]?.result);
    const needed = Object.fromEntries(
      needs.map((need) => [need, { result: done[need]?.result ?? '', outputs: done[need]?.outputs ?? {} }]),
    );
    const status: Status = before.every((result) => result === 'success') ? 'success' : 'failure';
    const contexts = { ...this.#contexts(job, trigger), needs: needed };
    if (!this.#expressions.holds(job.if, contexts, status)) {
      return { result: 'skipped', outputs: {}, log: '', summary: '' };
    }
    const scene = new JobScene(this.#forge, this.#expressions, trigger, artifacts);
    const ended = await scene.runSteps(job.steps, contexts, this.#expressions.fillAll(job.env, contexts), '');
    const outputs = this.#expressions.fillAll(job.outputs, { ...contexts, steps: ended.steps });
    return { result: ended.status, outputs, log: scene.log, summary: scene.summary };
  }

  #contexts(job: Job, trigger: Trigger): Contexts {
    const rights = trigger.fork ? {} : (job.permissions ?? {});
    const environment = typeof job.environment === 'object' ? job.environment.name : job.environment;
    const secrets = trigger.fork || environment === undefined ? {} : (this.#setup.secrets[environment] ?? {});
    return {
      github: {
        ...{ event_name: trigger.name, sha: trigger.sha, ref: trigger.ref, event: trigger.event },
        ...{ repository: 'o/r', token: JSON.stringify(rights), run_id: '42' },
      },
      ...{
        vars: this.#setup.vars,
        secrets,
        inputs: trigger.inputs ?? {},
        needs: {},
        steps: {},
        runner: { os: 'Linux' },
      },
    };
  }
}

interface Ended {
  readonly status: 'success' | 'failure';
  readonly steps: Readonly<
    Record<string, { readonly outputs: Readonly<Record<string, string>>; readonly outcome: string }>
  >;
}

/** One job on its machine: a workspace, a temporary folder, and what its steps say. */
class JobScene {
  log = '';
  summary = '';
  readonly #forge: Forge;
  readonly #expressions: Expressions;
  readonly #trigger: Trigger;
  readonly #artifacts: Record<string, string>;
  readonly #workspace: string;
  readonly #temporary: string;

  constructor(forge: Forge, expressions: Expressions, trigger: Trigger, artifacts: Record<string, string>) {
    [this.#forge, this.#expressions, this.#trigger, this.#artifacts] = [forge, expressions, trigger, artifacts];
    const root = mkdtempSync(join(forge.root, 'job-'));
    this.#workspace = join(root, 'workspace');
    this.#temporary = join(root, 'temporary');
    mkdirSync(this.#workspace);
    mkdirSync(this.#temporary);
  }

  /** Runs steps one after the other; `actionPath` is where the composite action is that they belong to. */
  async runSteps(
    list: readonly Step[],
    contexts: Contexts,
    env: Readonly<Record<string, string>>,
    actionPath: string,
  ): Promise<Ended> {
    const steps: Record<string, { outputs: Readonly<Record<string, string>>; outcome: string }> = {};
    let status: Ended['status'] = 'success';
    for (const step of list) {
      const now = { ...contexts, steps };
      if (!this.#expressions.holds(step.if, now, status)) continue;
      const stepEnv = { ...env, ...this.#expressions.fillAll(step.env, now) };
      const { code, outputs } = await this.#runStep(step, now, stepEnv, actionPath);
      const outcome = code === 0 ? 'success' : 'failure';
      if (step.id !== undefined) steps[step.id] = { outputs, outcome };
      if (code !== 0 && step['continue-on-error'] !== true) status = 'failure';
    }
    return { status, steps };
  }

  async #runStep(
    step: Step,
    contexts: Contexts,
    env: Readonly<Record<string, string>>,
    actionPath: string,
  ): Promise<StepEnd> {
    if (step.run !== undefined) return this.#shell(step.run, env, actionPath);
    const uses = step.uses ?? '';
    const given = this.#expressions.fillAll(step.with, contexts);
    if (uses.startsWith('./')) return this.#composite(join(this.#workspace, uses), given, contexts, env);
    const [name = ''] = uses.split('@');
    const elsewhere = /^o\/rollcall(.*)$/.exec(name)?.[1];
    if (elsewhere !== undefined) return this.#composite(join(this.#forge.tool, elsewhere), given, contexts, env);
    switch (name) {
      case 'actions/checkout':
        return this.#checkout(given);
      case 'actions/setup-node':
        return good; // the programs of the forge have it
      case 'actions/upload-artifact':
        return this.#upload(given);
      case 'actions/download-artifact':
        return this.#download(given);
      default:
        throw new Error(`nothing stands for ${uses}`);
    }
  }

  async #composite(
    folder: string,
    given: Readonly<Record<string, string>>,
    contexts: Contexts,
    env: Readonly<Record<string, string>>,
  ): Promise<StepEnd> {
    const action = load(readFileSync(join(folder, 'action.yml'), 'utf8')) as Action;
    const { github = null, runner = null } = contexts;
    const own = { github, runner };
    const inputs: Record<string, string> = {};
    for (const [name, { default: fallback = '', required = false }] of Object.entries(action.inputs ?? {})) {
      const value = given[name];
      if (required && value === undefined) throw new Error(`${folder} is not given ${name}`);
      inputs[name] = value ?? this.#expressions.fill(fallback, own);
    }
    const unknown = Object.keys(given).filter((name) => !(name in inputs));
    if (unknown.length > 0) throw new Error(`${folder} has no input ${unknown.join(', ')}`);
    const { status, steps } = await this.runSteps(action.runs.steps, { ...own, inputs, steps: {} }, env, folder);
    const values = Object.entries(action.outputs ?? {}).map(([name, { value }]) => [name, value] as const);
    const outputs = this.#expressions.fillAll(Object.fromEntries(values), { ...own, inputs, steps });
    return { code: status === 'success' ? 0 : 1, outputs };
  }

  /** As GitHub runs `shell: bash`. */
  async #shell(script: string, env: Readonly<Record<string, string>>, actionPath: string): Promise<StepEnd> {
    const files = mkdtempSync(join(this.#temporary, 'step-'));
    const file = (name: string): string => join(files, name);
    for (const name of ['output', 'env', 'path', 'summary']) writeFileSync(file(name), '');
    writeFileSync(file('script.sh'), script);
    const { programs, stateFile, root } = this.#forge;
    const whole = {
      ...{ PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`, HOME: root, LC_ALL: 'C.UTF-8', CI: 'true' },
      ...{ GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: this.#workspace, RUNNER_TEMP: this.#temporary },
      ...{ GITHUB_OUTPUT: file('output'), GITHUB_ENV: file('env'), GITHUB_PATH: file('path') },
      ...{ GITHUB_STEP_SUMMARY: file('summary'), GITHUB_SHA: this.#trigger.sha, GITHUB_REF: this.#trigger.ref },
      ...{ GITHUB_REPOSITORY: 'o/r', GITHUB_SERVER_URL: 'https://forge.example', GITHUB_RUN_ID: '42' },
      ...(actionPath === '' ? {} : { GITHUB_ACTION_PATH: actionPath }),
      ...{ GH_STUB_STATE: stateFile, ...env },
    };
    const words = ['--noprofile', '--norc', '-eo', 'pipefail', file('script.sh')];
    const code = await new Promise<number>((done, fail) => {
      const child = spawn('bash', words, { cwd: this.#workspace, env: whole, stdio: ['ignore', 'pipe', 'pipe'] });
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          this.log += text;
        });
      }
      child.on('error', fail);
      child.on('close', (ended) => done(ended ?? -1));
    });
    if (readFileSync(file('env'), 'utf8') + readFileSync(file('path'), 'utf8') !== '') {
      throw new Error('a step wrote GITHUB_ENV or GITHUB_PATH');
    }
    this.summary += readFileSync(file('summary'), 'utf8');
    return { code, outputs: outputsIn(readFileSync(file('output'), 'utf8')) };
  }

  #checkout(given: Readonly<Record<string, string>>): StepEnd {
    const { bare, root } = this.#forge;
    const folder = join(this.#workspace, given['path'] ?? '.');
    const env = { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
    const git = (...words: readonly string[]): string =>
      execFileSync('git', ['-C', folder, ...words], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
    mkdirSync(folder, { recursive: true });
    git('init', '-q');
    git('remote', 'add', 'origin', `file://${bare}`);
    const depth = given['fetch-depth'] ?? '1';
    const wanted = given['ref'] ?? this.#trigger.sha;
    const branch = /^[0-9a-f]{40}$/.test(wanted) ? undefined : wanted;
    const what =
      branch === undefined
        ? `+${wanted}:refs/remotes/origin/wanted`
        : `+refs/heads/${branch}:refs/remotes/origin/${branch}`;
    const all = depth === '0' ? ['+refs/heads/*:refs/remotes/origin/*'] : [];
    git('fetch', '-q', '--no-tags', ...(depth === '0' ? [] : [`--depth=${depth}`]), 'origin', what, ...all);
    if (branch === undefined) git('checkout', '-q', '--detach', wanted);
    else git('checkout', '-q', '-B', branch, `origin/${branch}`);
    return good;
  }

  #upload({ name = 'artifact', path = '', 'if-no-files-found': missing }: Readonly<Record<string, string>>): StepEnd {
    const file = join(this.#workspace, path);
    const found = existsSync(file) ? file : path;
    if (!existsSync(found)) return { code: missing === 'error' ? 1 : 0, outputs: {} };
    const folder = mkdtempSync(join(this.#forge.root, 'artifact-'));
    cpSync(found, join(folder, basename(path)));
    this.#artifacts[name] = folder;
    return good;
  }

  #download({ name = '', path = '.' }: Readonly<Record<string, string>>): StepEnd {
    const folder = this.#artifacts[name];
    if (folder === undefined) return { code: 1, outputs: {} };
    cpSync(folder, join(this.#workspace, path), { recursive: true });
    return good;
  }
}

interface StepEnd {
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
}

const good: StepEnd = { code: 0, outputs: {} };

/** The outputs in the file of GITHUB_OUTPUT: `name=value`, or `name<<delimiter`, lines, delimiter. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index++) {
    const [, name, end] = /^([\w-]+)<<(.+)$/.exec(lines[index] ?? '') ?? [];
    const [, plain, value] = /^([\w-]+)=(.*)$/.exec(lines[index] ?? '') ?? [];
    if (name !== undefined) {
      const last = lines.indexOf(end ?? '', index + 1);
      outputs[name] = lines.slice(index + 1, last).join('\n');
      index = last;
    } else if (plain !== undefined) outputs[plain] = value ?? '';
  }
  return outputs;
}
