import type { Value } from '../model/entry.ts';
import type { AddOperation, Modification, ModifyOperation, Operation } from '../model/operation.ts';
import type { MatchingRule } from '../model/profile.ts';
import { operationSize, valueSize } from './operation-size.ts';
import { valueKey } from './value-key.ts';

/**
 * A request in parts of at most `limit` bytes each, where it is larger and holds values of the member attribute that can
 * go apart. Members come before members go, so that a group is never empty on the way; other spellings of one member
 * change within one part; everything else goes with the first part. After any part, planning again finds the rest.
 */
export function splitOperation(
  operation: Operation,
  member: string,
  limit: number,
  ruleOf: (attribute: string) => MatchingRule,
): readonly Operation[] {
  if (operationSize(operation) <= limit) return [operation];
  if (operation.kind === 'modify') return splitModify(operation, member, limit, ruleOf);
  if (operation.kind === 'add') return splitAdd(operation, member, limit);
  return [operation];
}

function splitModify(
  operation: ModifyOperation,
  member: string,
  limit: number,
  ruleOf: (attribute: string) => MatchingRule,
): readonly Operation[] {
  const { dn, modifications } = operation;
  const isMember = ({ attribute, kind }: Modification): boolean => attribute === member && kind !== 'replace';
  const others = modifications.filter((modification) => !isMember(modification));
  const valuesTo = (kind: Modification['kind']): readonly Value[] =>
    modifications.filter((one) => isMember(one) && one.kind === kind).flatMap(({ values }) => values);
  const pieces = pieceUp(valuesTo('delete'), valuesTo('add'), (value) => valueKey(value, ruleOf(member)));
  const empty: ModifyOperation = { kind: 'modify', dn, modifications: [] };
  const room = limit - operationSize(empty) - 2 * valueSize(member) - 50;
  const first = room - (operationSize({ ...empty, modifications: others }) - operationSize(empty));
  return fill(pieces, first, room).map((part, index) => ({
    kind: 'modify',
    dn,
    modifications: [...(index === 0 ? others : []), ...memberModifications(member, part)],
  }));
}

function splitAdd(operation: AddOperation, member: string, limit: number): readonly Operation[] {
  const { dn, attributes } = operation;
  const isMember = (name: string): boolean => name.toLowerCase() === member.toLowerCase();
  const members = attributes.filter(({ name }) => isMember(name)).flatMap(({ values }) => values);
  const others = attributes.filter(({ name }) => !isMember(name));
  const bare: AddOperation = { kind: 'add', dn, attributes: others };
  const room = limit - operationSize({ kind: 'delete', dn }) - 2 * valueSize(member) - 50;
  const [first = [], ...rest] = fill(
    members.map((value) => ({ remove: [], add: [value] })),
    limit - operationSize(bare) - valueSize(member) - 50,
    room,
  );
  const start = first.flatMap(({ add }) => add);
  return [
    { ...bare, attributes: start.length === 0 ? others : [...others, { name: member, values: start }] },
    ...rest.map((part): ModifyOperation => ({ kind: 'modify', dn, modifications: memberModifications(member, part) })),
  ];
}

/** Values that must change together: one to add, one to remove, or two spellings of one value. */
interface Piece {
  readonly remove: readonly Value[];
  readonly add: readonly Value[];
}

function pieceUp(remove: readonly Value[], add: readonly Value[], keyOf: (value: Value) => string): readonly Piece[] {
  const leaving = new Map<string, Value>(remove.map((value) => [keyOf(value), value]));
  const respelled = new Set(add.map(keyOf).filter((key) => leaving.has(key)));
  const pieces = add.map((value): Piece => {
    const old = leaving.get(keyOf(value));
    return { remove: old === undefined ? [] : [old], add: [value] };
  });
  const gone = remove.filter((value) => !respelled.has(keyOf(value)));
  return [...pieces, ...gone.map((value): Piece => ({ remove: [value], add: [] }))];
}

/** Puts the pieces into parts in their order, as many into each as fit; the first part may have less room. */
function fill(pieces: readonly Piece[], first: number, room: number): readonly (readonly Piece[])[] {
  const parts: Piece[][] = [[]];
  let left = first;
  for (const piece of pieces) {
    const size = [...piece.remove, ...piece.add].reduce((sum: number, value) => sum + valueSize(value), 0);
    if (size > left) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)?.push(piece);
    left -= size;
  }
  return parts;
}

function memberModifications(attribute: string, part: readonly Piece[]): readonly Modification[] {
  const remove = part.flatMap((piece) => piece.remove);
  const add = part.flatMap((piece) => piece.add);
  const modifications: Modification[] = [];
  if (remove.length > 0) modifications.push({ kind: 'delete', attribute, values: remove });
  if (add.length > 0) modifications.push({ kind: 'add', attribute, values: add });
  return modifications;
}
