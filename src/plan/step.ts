import { encodeChange, encodeInverse } from '../ldap/encode.ts';
import { rulesOf } from '../ldap/matching-rule.ts';
import { splitOperation } from '../ldap/split.ts';
import type { Change } from '../model/change.ts';
import { type Entry, valuesOf } from '../model/entry.ts';
import type { Operation } from '../model/operation.ts';
import type { Precondition, Step } from '../model/plan.ts';
import type { PlanOptions } from './options.ts';

/** A change with the requests that make it and undo it, in parts where one would be too large for the directory. */
export function stepFor(change: Change, { profile, requestLimit }: PlanOptions): Step {
  const ruleOf = rulesOf(profile);
  const inParts = (operation: Operation): readonly Operation[] =>
    splitOperation(operation, profile.member, requestLimit, ruleOf);
  return {
    change,
    operations: encodeChange(change, profile).flatMap(inParts),
    inverse: encodeInverse(change, profile).flatMap(inParts),
    precondition: change.kind === 'create' ? undefined : preconditionOf(change.current.entry),
  };
}

/** What tells one state of an entry from another, as far as it was readable. */
export function preconditionOf(entry: Entry): Precondition {
  const text = (name: string): string | undefined => {
    const [value] = valuesOf(entry, name);
    return typeof value === 'string' ? value : undefined;
  };
  return { entryUuid: text('entryUUID'), entryCsn: text('entryCSN') };
}
