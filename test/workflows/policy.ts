import type { Action, Job, Parsed, Step, Workflow } from './workflow-files.ts';

/** Looks at a workflow and says what breaks the house's rules. */
export function workflowProblems({ path, content, text }: Parsed<Workflow>): readonly string[] {
  const { permissions, jobs } = content;
  return [
    ...(permissions !== undefined && Object.keys(permissions).length === 0 ? [] : ['top-level permissions are not {}']),
    ...(text.includes('pull_request_target') ? ['pull_request_target'] : []),
    ...(text.includes('secrets: inherit') ? ['secrets: inherit'] : []),
    ...('workflow_run' in content.on ? ['workflow_run'] : []),
    ...secretsIn(content.env).map((name) => `secret ${name} for the whole workflow`),
    ...Object.entries(jobs).flatMap(([name, job]) => jobProblems(content, job).map((problem) => `${name}: ${problem}`)),
  ].map((problem) => `${path}: ${problem}`);
}

/** The same for a composite action. */
export function actionProblems({ path, content, text }: Parsed<Action>): readonly string[] {
  return [
    ...(/\bsecrets\./.test(text) ? ['secrets'] : []),
    ...content.runs.steps.flatMap((step) => stepProblems(step)),
  ].map((problem) => `${path}: ${problem}`);
}

function jobProblems(workflow: Workflow, job: Job): readonly string[] {
  const { permissions = undefined, steps, env } = job;
  const secrets = steps.flatMap((step) => [...secretsIn(step.env), ...secretsIn(step.with)]);
  const minutes = job['timeout-minutes'];
  const writes = Object.values(permissions ?? {}).includes('write');
  return [
    ...(minutes === undefined || minutes > 60 ? ['no timeout-minutes up to 60'] : []),
    ...(permissions === undefined ? ['no permissions of its own'] : []),
    ...(permissions?.['contents'] === 'write' ? ['may write contents'] : []),
    ...secretsIn(env).map((name) => `secret ${name} for the whole job`),
    ...(secrets.length > 0 && job.environment === undefined ? ['secrets without an environment'] : []),
    ...(secrets.length > 0 && writes ? ['secrets together with a right to write'] : []),
    ...(job.environment !== undefined && workflow.concurrency === undefined
      ? ['an environment without concurrency']
      : []),
    ...steps.flatMap(stepProblems),
  ];
}

function stepProblems(step: Step): readonly string[] {
  const { uses, run } = step;
  return [...(uses === undefined ? [] : usesProblems(uses, step)), ...(run === undefined ? [] : runProblems(run))].map(
    (problem) => `${step.name ?? step.id ?? uses ?? 'step'}: ${problem}`,
  );
}

/** The tool of the same revision is called by its folder, everything else by the whole hash of a commit. */
function usesProblems(uses: string, step: Step): readonly string[] {
  const pinned = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses);
  const own = /^\.\/(?:base(?:\/\.github\/actions\/[a-z-]+)?)?$|^\.\/\.github\/actions\/[a-z-]+$/.test(uses);
  const checkout = uses.startsWith('actions/checkout@');
  return [
    ...(pinned || own ? [] : [`${uses} is not pinned`]),
    ...(checkout && step.with?.['persist-credentials'] !== false ? ['persist-credentials is not false'] : []),
    ...(checkout && step.with?.['submodules'] !== undefined ? ['submodules'] : []),
  ];
}

function runProblems(run: string): readonly string[] {
  return [
    ...(run.includes('${{') ? ['an expression inside of run'] : []),
    ...(/GITHUB_(?:ENV|PATH)\b/.test(run) ? ['writes GITHUB_ENV or GITHUB_PATH'] : []),
    ...(/\bnpm (?:ci|i|install)\b/.test(run) && !run.includes('--ignore-scripts')
      ? ['npm without --ignore-scripts']
      : []),
    ...(/\bnpx\b/.test(run) ? ['npx'] : []),
  ];
}

function secretsIn(values: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return Object.values(values ?? {}).flatMap((value) =>
    [...String(value).matchAll(/\bsecrets\.(\w+)/g)].map((match) => match[1] ?? ''),
  );
}

/** One action has one pin, wherever it is used, and each pin says its version behind it. */
export function pinProblems(texts: readonly string[]): readonly string[] {
  const pins = new Map<string, string>();
  return texts.flatMap((text) =>
    [...text.matchAll(/uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40})(.*)/g)].flatMap(
      ([, action = '', hash = '', rest = '']) => {
        const known = pins.get(action) ?? hash;
        pins.set(action, known);
        return [
          ...(known === hash ? [] : [`${action} has two pins`]),
          ...(/^ # v\d+\.\d+\.\d+$/.test(rest) ? [] : [`${action} does not say its version`]),
        ];
      },
    ),
  );
}
