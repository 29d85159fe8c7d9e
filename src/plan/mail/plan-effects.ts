import type { Entry } from '../../model/entry.ts';
import type { MailEffects } from '../../model/mail-effect.ts';
import type { Step } from '../../model/plan.ts';
import type { Profile } from '../../model/profile.ts';
import type { CurrentState } from '../../model/state.ts';
import { groupsAfter } from '../groups-after.ts';
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
  const { kept, left, changed } = groupsAfter(steps, current.groups, after, profile);
  const then = storedGroups(current, profile);
  const now = storedGroups({ ...current, groups: [...kept, ...left] }, profile);
  const passedOn = steps.flatMap(({ change }) =>
    change.kind === 'update' && change.rename?.isPassedOn === true ? [change.rename.from] : [],
  );
  return mailEffects(then, now, { changed: [...changed], passedOn }, options);
}
