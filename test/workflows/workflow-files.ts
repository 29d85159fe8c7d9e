import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';

/** One step of a job or of a composite action, as the file gives it. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string | boolean;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
  readonly 'continue-on-error'?: boolean;
}

/** One job. */
export interface Job {
  readonly name?: string;
  readonly if?: string | boolean;
  readonly needs?: string | readonly string[];
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string | { readonly name: string };
  readonly env?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A workflow. */
export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A composite action. */
export interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs?: Readonly<
    Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>
  >;
  readonly outputs?: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** A file with what it says. */
export interface Parsed<Content> {
  /** From the top of the repository. */
  readonly path: string;
  readonly text: string;
  readonly content: Content;
}

/** The top of this repository. */
export const top: string = resolve(import.meta.dirname, '../..');

/** Every workflow of this repository. */
export function workflowFiles(): readonly Parsed<Workflow>[] {
  return readdirSync(join(top, '.github/workflows'))
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) =>
      parsed<Workflow>(`.github/workflows/${name}`, readFileSync(join(top, '.github/workflows', name), 'utf8')),
    );
}

/** Every composite action of this repository. */
export function actionFiles(): readonly Parsed<Action>[] {
  const below = readdirSync(top, { recursive: false, encoding: 'utf8' }).filter((name) => name === 'action.yml');
  const own = readdirSync(join(top, '.github'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?:^|\/)action\.ya?ml$/.test(name))
    .map((name) => `.github/${name}`);
  return [...below, ...own].sort().map((path) => parsed<Action>(path, readFileSync(join(top, path), 'utf8')));
}

/** A file out of its text. */
export function parsed<Content>(path: string, text: string): Parsed<Content> {
  return { path, text, content: load(text) as Content };
}

/** A `run:` block with the place where it stands. */
export interface RunBlock {
  readonly place: string;
  readonly script: string;
  readonly shell: string;
}

/** The `run:` blocks of some steps. */
export function runBlocks(place: string, steps: readonly Step[]): readonly RunBlock[] {
  return steps.flatMap(({ run, shell = 'bash', name, id }, index) =>
    run === undefined ? [] : [{ place: `${place}: ${name ?? id ?? `step ${index + 1}`}`, script: run, shell }],
  );
}

/** Every `run:` block of this repository. */
export function allRunBlocks(): readonly RunBlock[] {
  return [
    ...workflowFiles().flatMap(({ path, content }) =>
      Object.entries(content.jobs).flatMap(([name, { steps }]) => runBlocks(`${path}: ${name}`, steps)),
    ),
    ...actionFiles().flatMap(({ path, content }) => runBlocks(path, content.runs.steps)),
  ];
}
