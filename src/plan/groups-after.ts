import { decodeEntry } from '../ldap/decode.ts';
import type { Entry } from '../model/entry.ts';
import type { CurrentGroup } from '../model/group.ts';
import type { Step } from '../model/plan.ts';
import type { Profile } from '../model/profile.ts';

/** The groups of a directory as steps leave them. */
export interface GroupsAfter {
  /** Those that no step touches. */
  readonly kept: readonly CurrentGroup[];
  /** Those that a step makes or changes, as they will be. */
  readonly left: readonly CurrentGroup[];
  /** Addresses of all that steps touch, as they were and as they will be. */
  readonly changed: ReadonlySet<string>;
}

/** What steps make of the groups, given how each of them will leave its entry (undefined when it will be gone). */
export function groupsAfter(
  steps: readonly Step[],
  groups: readonly CurrentGroup[],
  after: (step: Step) => Entry | undefined,
  profile: Profile,
): GroupsAfter {
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
  return { kept: groups.filter((group) => !replaced.has(group)), left, changed };
}
