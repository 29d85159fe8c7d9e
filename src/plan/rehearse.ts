import { decodeEntry } from '../ldap/decode.ts';
import { dnKey, rdnOf } from '../ldap/dn.ts';
import { userAttributes } from '../ldap/encode.ts';
import { rulesOf } from '../ldap/matching-rule.ts';
import { type EntryMap, replay } from '../ldap/replay.ts';
import { valueKey } from '../ldap/value-key.ts';
import { dnAfter } from '../model/change.ts';
import { type Entry, type Value, valuesOf } from '../model/entry.ts';
import type { Operation } from '../model/operation.ts';
import type { Step } from '../model/plan.ts';
import { diffGroup } from './diff.ts';
import type { PlanOptions } from './options.ts';

/** What the rehearsal found wrong with a step; a bug of ours, never the user's. */
export class RehearsalDefect extends Error {
  constructor(step: Step, what: string) {
    super(`rehearsal of ${step.change.kind} ${step.change.address}: ${what}`);
    this.name = 'RehearsalDefect';
  }
}

/**
 * Proves on what was read that the operations of a step lead to the desired group, and that its inverse leads back.
 * Gives the entry as it will be, or undefined when it will be gone.
 */
export function rehearseStep(step: Step, options: PlanOptions): Entry | undefined {
  const { change } = step;
  const before = change.kind === 'create' ? undefined : change.current.entry;
  const entries: EntryMap = new Map();
  if (before !== undefined) entries.set(dnKey(before.dn), before);
  run(step, step.operations, entries, options);
  const after = entries.get(dnKey(dnAfter(change)));
  if (change.kind === 'delete') {
    if (after !== undefined) throw new RehearsalDefect(step, 'the entry would still be there');
  } else {
    const current = after === undefined ? undefined : decodeEntry(after, options.profile);
    if (current === undefined || 'message' in current)
      throw new RehearsalDefect(step, 'the entry would not be a group');
    const rest = diffGroup({ desired: change.desired, current }, options);
    if (rest.update !== undefined || rest.conflict !== undefined) {
      throw new RehearsalDefect(step, 'the entry would not be as declared');
    }
  }
  run(step, step.inverse, entries, options);
  const back = entries.get(dnKey(change.dn));
  if (!sameEntry(before, back)) throw new RehearsalDefect(step, 'its inverse would not lead back');
  return after;
}

function run(step: Step, operations: readonly Operation[], entries: EntryMap, options: PlanOptions): void {
  const ruleOf = rulesOf(options.profile);
  for (const operation of operations) {
    const refusal = replay(entries, operation, ruleOf);
    if (refusal !== undefined)
      throw new RehearsalDefect(step, `${operation.kind} would be refused: ${refusal.message}`);
  }
}

/** Whether an entry came back, apart from what the server keeps by itself and the values that it is named by. */
function sameEntry(before: Entry | undefined, back: Entry | undefined): boolean {
  if (before === undefined || back === undefined) return before === back;
  const named = new Set(rdnOf(before.dn)?.map(({ type }) => type.toLowerCase()));
  const isSupplied = (name: string): boolean => named.has(name) && valuesOf(before, name).length === 0;
  const [old, now] = [before, back].map((entry) =>
    userAttributes(entry).filter(({ name }) => !isSupplied(name.toLowerCase())),
  );
  return (
    dnKey(before.dn) === dnKey(back.dn) &&
    old?.length === now?.length &&
    old?.every(({ name, values }) => sameValues(values, valuesOf(back, name))) === true
  );
}

function sameValues(a: readonly Value[], b: readonly Value[]): boolean {
  if (a === b) return true;
  const present = new Set(a.map((value) => valueKey(value, 'exact')));
  return present.size === new Set(b).size && b.every((value) => present.has(valueKey(value, 'exact')));
}
