import { decodeEntry } from '../ldap/decode.ts';
import { groupKey } from '../ldap/group-key.ts';
import type { Change, DeleteGroup } from '../model/change.ts';
import type { Entry } from '../model/entry.ts';
import type { CurrentGroup, DesiredGroup } from '../model/group.ts';
import type { HeldStep, Step } from '../model/plan.ts';
import { diffGroup } from './diff.ts';
import type { PlanOptions } from './options.ts';
import { rehearseStep } from './rehearse.ts';
import { removedMembers } from './safety.ts';
import { preconditionOf, stepFor } from './step.ts';

/**
 * What is left of a step after its entry was read again.
 * - `agrees`: nothing is left to do;
 * - `step`: this is, from the entry as it is now;
 * - `held`: more would go than the limits allow;
 * - `stopped`: it is not the group that was planned for, or must not be touched any more.
 */
export type Replanned =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'held'; readonly held: HeldStep }
  | { readonly kind: 'stopped'; readonly reason: string; readonly hint: string };

/** Judges a changed step within the limits of the whole run: the reason why it must wait, if there is one. */
export type Judge = (original: Step, changed: Step) => HeldStep | undefined;

/** Plans one step again from its entry as it is now; undefined when the entry is gone. */
export function replanStep(step: Step, entry: Entry | undefined, options: PlanOptions, judge: Judge): Replanned {
  const { change } = step;
  if (change.kind === 'delete') return replanDelete(step, change, entry);
  if (entry === undefined) return change.kind === 'create' ? { kind: 'step', step } : gone;
  const current = decodeEntry(entry, options.profile);
  if ('message' in current) return { kind: 'stopped', reason: `the entry ${current.message}`, hint: current.hint };
  if (!answersFor(current, change.desired)) return anotherGroup(change);
  const { update, conflict } = diffGroup({ desired: change.desired, current }, options);
  if (conflict !== undefined) return { kind: 'stopped', reason: conflict.message, hint: conflict.hint };
  if (update === undefined) return { kind: 'agrees' };
  const changed = stepFor(update, options);
  rehearseStep(changed, options);
  const held = removedMembers(update) > removedMembers(change) ? judge(step, changed) : undefined;
  return held === undefined ? { kind: 'step', step: changed } : { kind: 'held', held };
}

/** A group is deleted as it was when the deletion was planned, or not at all. */
function replanDelete(step: Step, { current }: DeleteGroup, entry: Entry | undefined): Replanned {
  if (entry === undefined) return { kind: 'agrees' };
  const [then, now] = [preconditionOf(current.entry), preconditionOf(entry)];
  const told = then.entryCsn !== undefined && then.entryCsn === now.entryCsn && then.entryUuid === now.entryUuid;
  if (told || (then.entryCsn === undefined && sameEntry(current.entry, entry))) return { kind: 'step', step };
  return {
    kind: 'stopped',
    reason: 'somebody changed the group after its deletion was planned',
    hint: 'Run plan to see what is there now, and whether it should really go.',
  };
}

function sameEntry(a: Entry, b: Entry): boolean {
  const lines = ({ attributes }: Entry): string =>
    JSON.stringify(
      attributes
        .map(({ name, values }) => [name.toLowerCase(), values.map(String).sort()] as const)
        .sort(([x], [y]) => (x < y ? -1 : 1)),
    );
  return lines(a) === lines(b);
}

function answersFor(current: CurrentGroup, { address, previously }: DesiredGroup): boolean {
  const wanted = new Set([address, ...previously].map(groupKey));
  return current.addresses.some((one) => wanted.has(groupKey(one)));
}

const gone: Replanned = {
  kind: 'stopped',
  reason: 'the entry is gone: somebody deleted or renamed it after it was planned',
  hint: 'Run plan again: it creates the group, or finds it under its new name.',
};

function anotherGroup({ dn, address }: Change): Replanned {
  return {
    kind: 'stopped',
    reason: `an entry of the name ${dn} is there, and it does not answer for ${address}`,
    hint: 'Look at the entry; rename it, or give the group another address.',
  };
}
