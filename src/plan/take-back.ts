import { dnKey } from '../ldap/dn.ts';
import { userAttributes } from '../ldap/encode.ts';
import { placeAfter } from '../ldap/renamed-entry.ts';
import { valueKey } from '../ldap/value-key.ts';
import { type Entry, type Value, valuesOf } from '../model/entry.ts';
import type { Modification, Operation } from '../model/operation.ts';
import type { Step } from '../model/plan.ts';

/** The requests that take back the first `done` requests of a step, in the order to send. */
export function takeBack(step: Step, done: number): readonly Operation[] {
  if (done === 0) return [];
  if (done === step.operations.length || step.change.kind === 'create') return step.inverse;
  const parts = step.operations.slice(0, done).map((operation, index) => partInverse(step, operation, index));
  return parts.reverse();
}

/**
 * The step with an inverse that leads back to the entry as it really was right before the write, where the server told:
 * a replaced attribute and a deleted entry may have been changed after they were read.
 */
export function withTrueInverse(step: Step, before: Entry): Step {
  const inverse = step.inverse.map((operation): Operation => {
    if (operation.kind === 'add') return { ...operation, attributes: userAttributes(before) };
    if (operation.kind !== 'modify') return operation;
    const modifications = operation.modifications.map((one) =>
      one.kind === 'replace' ? { ...one, values: valuesOf(before, one.attribute) } : one,
    );
    return { ...operation, modifications };
  });
  return JSON.stringify(inverse) === JSON.stringify(step.inverse) ? step : { ...step, inverse };
}

/**
 * A part of a step turned round: its rename, or a part of a split modify, where what is not a member goes with the first
 * part, and its inverse is known.
 */
function partInverse(step: Step, operation: Operation, index: number): Operation {
  const back = step.inverse.find(({ kind }) => kind === operation.kind);
  if (operation.kind === 'rename' && back !== undefined) return back;
  if (operation.kind !== 'modify') throw new Error('only a modify goes in parts');
  const isValues = ({ kind }: Modification): boolean => kind !== 'replace';
  const turned = operation.modifications.filter(isValues).map(turnedRound).reverse();
  const isFirst = step.operations.findIndex(({ kind }) => kind === 'modify') === index;
  const replaced = !isFirst ? [] : step.inverse.flatMap((one) => (one.kind === 'modify' ? one.modifications : []));
  return { ...operation, modifications: [...turned, ...replaced.filter((one) => !isValues(one))] };
}

function turnedRound({ kind, attribute, values }: Modification): Modification {
  return { kind: kind === 'add' ? 'delete' : 'add', attribute, values };
}

/** Whether an entry shows that a request was carried out: to the letter, what came is there, and what went is gone. */
export function isDone(operation: Operation, entry: Entry | undefined): boolean {
  switch (operation.kind) {
    case 'add':
      return entry !== undefined;
    case 'delete':
      return entry === undefined;
    case 'rename':
      return entry !== undefined && dnKey(entry.dn) === dnKey(placeAfter(operation));
    case 'modify':
      return entry !== undefined && operation.modifications.every((one) => shows(entry, one));
  }
}

function shows(entry: Entry, { kind, attribute, values }: Modification): boolean {
  const stored = valuesOf(entry, attribute);
  const present = new Set(stored.map(letters));
  switch (kind) {
    case 'add':
      return values.every((value) => present.has(letters(value)));
    case 'delete':
      return values.length === 0 ? stored.length === 0 : !values.some((value) => present.has(letters(value)));
    case 'replace':
      return present.size === values.length && values.every((value) => present.has(letters(value)));
    case 'increment':
      return false;
  }
}

function letters(value: Value): string {
  return valueKey(value, 'exact');
}
