import { decodeEntry } from '../../ldap/decode.ts';
import type { Entry } from '../../model/entry.ts';
import type { CurrentGroup } from '../../model/group.ts';
import type { MailEffects } from '../../model/mail-effect.ts';
import type { Step } from '../../model/plan.ts';
import type { Profile } from '../../model/profile.ts';
import type { CurrentState } from '../../model/state.ts';
import { storedGroups } from './alias-map.ts';
import { type MailEffectOptions, mailEffects } from './mail-effects.ts';

/** What steps change for mail, given how each of them will leave its entry (undefined when it will be gone). */
export function planMailEffects(
  steps: readonly Step[],
  current: CurrentState,
  after: (step: Step) => Entry | undefined,
  profile: Profile,
  options: MailEffectOptions,
): MailEffects {
  const replaced = new Set<CurrentGroup>();
  const left: CurrentGroup[] = [];
  const changed = new Set<string>();
  for (const step of steps) {
    const { change } = step;
    if (change.kind !== 'create') {
      replaced.add(change.current);
      changed.add(change.current.address);
    }
    const entry = after(step);
    const group = entry && decodeEntry(entry, profile);
    if (group === undefined || 'message' in group) continue;
    left.push(group);
    changed.add(group.address);
  }
  const kept = current.groups.filter((group) => !replaced.has(group));
  const then = storedGroups(current, profile);
  const now = storedGroups({ ...current, groups: [...kept, ...left] }, profile);
  return mailEffects(then, now, [...changed], options);
}
