import { resolve } from 'node:path';
import { readPlanFile } from '../io/plan-file.ts';
import type { Settings } from '../io/run-settings.ts';
import { Failure } from '../model/failure.ts';
import type { Refusal } from '../model/saved-plan.ts';
import type { DesiredState } from '../model/state.ts';
import { checkBinding, checkOrigin, savedServer } from '../plan/check-saved-plan.ts';
import { digestOf, fingerprint } from '../plan/fingerprint.ts';
import { changedPlan, savedPlanFromJson } from '../report/saved-plan-json.ts';
import type { SavedPlanContent } from '../report/saved-plan-schema.ts';
import type { AnsweredInputs } from './answers.ts';
import type { Context } from './context.ts';
import { answerDigests, bindingOf } from './plan-binding.ts';

/** Reads a saved plan and checks all that it says about itself. What does not count is a Failure. */
export function loadPlan(context: Context, shown: string, expected: string | undefined): SavedPlanContent {
  const file = readPlanFile({ path: resolve(context.cwd, shown), shown });
  if (expected !== undefined && hashOf(expected) !== file.sha256) {
    throw refusedPlan(shown, {
      message: `is not the one that was handed over: its SHA-256 is ${file.sha256}`,
      hint: 'Do not trust it. Get the file and its SHA-256 from the run of plan --out again.',
    });
  }
  const document = savedPlanFromJson(file.text);
  if ('message' in document) throw refusedPlan(shown, document);
  const { content, digest } = document;
  const { target, steps, tool } = content;
  if (digestOf(content) !== digest) throw refusedPlan(shown, changedPlan);
  const sent = fingerprint(
    target,
    steps.map(({ step }) => step),
  );
  if (sent !== content.fingerprint) {
    throw refusedPlan(shown, { ...changedPlan, message: `${changedPlan.message}: its steps are not those it names` });
  }
  const [savedAt, expiresAt] = [Date.parse(content.savedAt), Date.parse(content.expiresAt)];
  const refusal = checkOrigin({ tool, savedAt, expiresAt }, context.version, context.now.getTime());
  if (refusal !== undefined) throw refusedPlan(shown, refusal);
  return content;
}

/**
 * The settings for a saved plan, pinned to the one server that it was made for. A plan for another server, other settings
 * or other manifests is a Failure. Nothing has been opened until then.
 */
export function settingsForPlan(
  shown: string,
  { target, settings: saved, desired: savedDesired, revision }: SavedPlanContent,
  settings: Settings,
  desired: DesiredState,
): Settings {
  const { directory } = settings;
  const servers = directory.ldifFile === undefined ? directory.urls : [directory.url];
  const server = savedServer(target.url, servers);
  if (server === undefined) {
    throw refusedPlan(shown, {
      message: `is for ${target.url}, and this run is for ${servers.join(', ')}`,
      hint: 'Nothing was sent. Use the settings that it was made with, or make a new plan.',
    });
  }
  const here = bindingOf(settings, desired);
  const refusal = checkBinding({ base: target.base, settings: saved, desired: savedDesired }, here);
  if (refusal === undefined) {
    return directory.ldifFile === undefined ? { ...settings, directory: { ...directory, urls: [server] } } : settings;
  }
  const from = savedDesired === here.desired || revision === null ? '' : ` It was made from revision ${revision}.`;
  throw refusedPlan(shown, { ...refusal, hint: `${refusal.hint}${from}` });
}

/** The steps follow from the answers too: with other ones, nobody has seen what would happen. */
export function refuseOtherAnswers(file: string, saved: SavedPlanContent, inputs: AnsweredInputs): void {
  const now = answerDigests(inputs);
  const names = [...new Set([...Object.keys(saved.answers), ...Object.keys(now)])].sort();
  const others = names.filter((name) => saved.answers[name] !== now[name]);
  if (others.length === 0) return;
  throw refusedPlan(file, {
    message: `was made with another answer of the query ${others.join(', ')}; nothing was written`,
    hint: 'Others have joined or left since. Make a new plan.',
  });
}

/** A refused plan as a Failure. */
export function refusedPlan(shown: string, { message, hint }: Refusal): Failure {
  return new Failure('plan', `the saved plan ${shown} ${message}`, hint);
}

function hashOf(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  const hint = 'Give the one that plan --out printed: 64 hexadecimal digits.';
  throw new Failure('usage', `--plan-sha256 takes a SHA-256, not ${JSON.stringify(text)}`, hint);
}
