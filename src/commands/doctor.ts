import { resolve } from 'node:path';
import { attempt } from '../io/attempt.ts';
import { type DoctorRequest, gatherFacts } from '../io/doctor-facts.ts';
import { type Diagnosis, postfixCheckNames, worstState } from '../model/diagnosis.ts';
import { diagnose } from '../plan/doctor/diagnose.ts';
import { groupSize, largestOf } from '../plan/doctor/sizes.ts';
import { doctorToJson } from '../report/doctor-json.ts';
import { doctorToText } from '../report/doctor-text.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { doctorFormats } from './formats.ts';
import { type Inputs, readInputs } from './inputs.ts';
import type { InputOptions } from './options.ts';
import { passwordSource } from './password.ts';
import { readSettings } from './settings-input.ts';

/** Options of `doctor`. */
export interface DoctorOptions extends InputOptions {
  /** The folder with a configuration of Postfix that is compared with the settings. */
  readonly postfix: string | undefined;
  readonly format: (typeof doctorFormats)[number];
}

/** Looks at settings, server, schema, rights and limits, and says what is wrong and what to do. Writes nothing. */
export async function run(context: Context, options: DoctorOptions): Promise<ExitCode> {
  const facts = await gatherFacts({
    ...(await readAll(context, options)),
    postfix:
      options.postfix === undefined
        ? undefined
        : { path: resolve(context.cwd, options.postfix), shown: options.postfix },
    password: passwordSource(context, options),
    now: context.now,
    onProgress: (entries) => context.progress.update(`reading the directory: ${entries} groups`),
  });
  context.progress.end();
  const diagnosis = diagnose(facts);
  context.out(
    options.format === 'json'
      ? doctorToJson(diagnosis, { tool: context.version })
      : doctorToText(diagnosis, { style: context.outStyle }),
  );
  return doctorExitCode(diagnosis);
}

type Read = Pick<DoctorRequest, 'settings' | 'inputs'>;

/** Settings and manifests; without manifests, as before the first import, the settings alone. */
async function readAll(context: Context, options: DoctorOptions): Promise<Read> {
  const both = await attempt(() => readInputs(context, options));
  if (both.kind === 'known') return { settings: both.fact.settings, inputs: inputFacts(both.fact) };
  const { settings, diagnostics } = readSettings(context, options);
  const unread = both.kind === 'failed' ? both : undefined;
  return { settings, inputs: { ...inputFacts({ diagnostics, files: [], desired: { groups: [] } }), unread } };
}

function inputFacts({
  diagnostics,
  files,
  desired,
}: Pick<Inputs, 'diagnostics' | 'files' | 'desired'>): Read['inputs'] {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return {
    manifests: files.length,
    errors,
    warnings: diagnostics.length - errors,
    largest: largestOf(desired.groups.map(groupSize)),
    unread: undefined,
  };
}

/** What is wrong with the input goes first: without it, nothing else can be judged. */
function doctorExitCode({ checks }: Diagnosis): ExitCode {
  const wrong = checks.filter(({ findings }) => worstState(findings) === 'error').map(({ check }) => check);
  if (wrong.length === 0) return exitCode.done;
  const files = wrong.includes('settings') || wrong.every((check) => postfixCheckNames.includes(check));
  return files ? exitCode.input : exitCode.directory;
}
