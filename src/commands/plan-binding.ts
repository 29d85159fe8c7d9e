import type { Settings } from '../io/run-settings.ts';
import type { PlanBinding } from '../model/saved-plan.ts';
import type { DesiredState } from '../model/state.ts';
import { digestOf } from '../plan/fingerprint.ts';
import type { AnsweredInputs } from './answers.ts';

/** What a plan of these settings and manifests is bound to, besides the server. */
export function bindingOf(settings: Settings, desired: DesiredState): PlanBinding {
  const { directory, profile, defaults, prune, safety, mail, queries } = settings;
  const parts = {
    'directory.filter': directory.filter,
    'directory.requestLimit': directory.requestLimit ?? null,
    profile,
    defaults,
    prune,
    safety,
    mail,
    queries,
  };
  return {
    base: directory.base,
    settings: Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, digestOf(value)])),
    desired: digestOf(desired.groups),
  };
}

/** SHA-256 (hex) over whom each query answered, by its name. */
export function answerDigests({ answers }: AnsweredInputs): Readonly<Record<string, string>> {
  return Object.fromEntries([...answers].map(([name, { members }]) => [name, digestOf(members)]));
}
