import { attributeSplices, listKeySplices, scalarSplices } from './edit-key.ts';
import { listSplices } from './edit-list.ts';
import { type PlainValue, plainValue } from './plain.ts';
import { lineBreakOf, type Splice, spliced } from './splice.ts';
import { parseYaml } from './yaml.ts';
import { pairOf, type YamlMapping, type YamlNode } from './yaml-node.ts';

/** Gives one key of a manifest another value; `undefined` deletes the key. */
export type KeyEdit =
  | { readonly key: 'description'; readonly value: string | undefined }
  | { readonly key: 'enabled'; readonly value: boolean | undefined }
  | { readonly key: 'aliases' | 'owners'; readonly values: readonly string[] | undefined }
  | { readonly key: 'attributes'; readonly values: ReadonlyMap<string, readonly string[]> | undefined };

/** What to change in a manifest: members by their exact text in the file, new ones at the end, and other keys. */
export interface ManifestEdit {
  readonly removeMembers: readonly string[];
  readonly addMembers: readonly string[];
  readonly set: readonly KeyEdit[];
}

/** What a manifest says of a new member beside its address, by key, in the order in which it is written. */
export type MemberDetails = readonly (readonly [key: 'reason' | 'from' | 'until', text: string])[];

/**
 * The source text with an edit done in place: comments, order, blank lines, quotes and line ends of everything else stay.
 * The result was read again and says what was asked for. Undefined when the text cannot be edited so (it has problems, or
 * a style that is beyond us): then write the manifest anew. Every added member gets the details.
 */
export function editManifest(text: string, edit: ManifestEdit, details: MemberDetails = []): string | undefined {
  const root = rootOf(text);
  if (root === undefined) return undefined;
  const steps = [
    (current: string, tree: YamlMapping) => missingList(current, tree, edit),
    (current: string, tree: YamlMapping) => memberSplices(current, tree, edit, details),
    ...edit.set.map((one) => (current: string, tree: YamlMapping) => keySplices(current, tree, one)),
  ];
  const lastBreak = text.endsWith('\n') ? '' : lineBreakOf(text);
  let edited = text + lastBreak;
  for (const step of steps) {
    const tree = rootOf(edited);
    const splices = tree && step(edited, tree);
    if (splices === undefined) return undefined;
    edited = spliced(edited, splices);
  }
  edited = edited.slice(0, edited.length - lastBreak.length);
  const result = rootOf(edited);
  return result !== undefined && same(meaning(result), intended(meaning(root), edit, details)) ? edited : undefined;
}

function rootOf(text: string): YamlMapping | undefined {
  const { root, diagnostics } = parseYaml('', text);
  return diagnostics.length === 0 && root?.kind === 'mapping' && !root.flow ? root : undefined;
}

/** A manifest of included groups alone has no list of members yet. */
function missingList(text: string, root: YamlMapping, edit: ManifestEdit): Splice[] | undefined {
  if (pairOf(root, 'members') !== undefined) return [];
  return edit.removeMembers.length === 0 ? listKeySplices(text, root, 'members', []) : undefined;
}

function memberSplices(
  text: string,
  root: YamlMapping,
  edit: ManifestEdit,
  details: MemberDetails,
): Splice[] | undefined {
  const pair = pairOf(root, 'members');
  if (pair === undefined) return undefined;
  const removed = new Set(edit.removeMembers);
  const items = pair.value.kind === 'sequence' ? pair.value.items : [];
  return listSplices(text, pair, {
    remove: new Set(items.filter((item) => removed.has(memberText(item)))),
    add: edit.addMembers.map((address) => (details.length === 0 ? address : [['address', address], ...details])),
  });
}

function keySplices(text: string, root: YamlMapping, edit: KeyEdit): Splice[] | undefined {
  switch (edit.key) {
    case 'description':
    case 'enabled':
      return scalarSplices(text, root, edit.key, edit.value);
    case 'aliases':
    case 'owners':
      return listKeySplices(text, root, edit.key, edit.values);
    case 'attributes':
      return attributeSplices(text, root, edit.values);
  }
}

function memberText(item: YamlNode): string {
  if (item.kind === 'scalar') return item.text;
  const address = item.kind === 'mapping' ? pairOf(item, 'address')?.value : undefined;
  return address?.kind === 'scalar' ? address.text : '';
}

/** What a tree says, key by key; attributes as lists of texts. */
type Meaning = ReadonlyMap<string, PlainValue>;

function meaning(root: YamlMapping): Meaning {
  return new Map(
    root.pairs.map(({ key, value }) => [
      key.text,
      key.text === 'attributes' ? attributesMeaning(value) : plainValue(value),
    ]),
  );
}

function attributesMeaning(node: YamlNode): PlainValue {
  if (node.kind !== 'mapping') return plainValue(node);
  const texts = (value: YamlNode): string[] =>
    value.kind === 'scalar' ? [value.text] : value.kind === 'sequence' ? value.items.flatMap(texts) : [];
  return node.pairs
    .map(({ key, value }) => [key.text, texts(value).sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function intended(before: Meaning, edit: ManifestEdit, details: MemberDetails): Meaning {
  const after = new Map(before);
  const members = before.get('members');
  const removed = new Set(edit.removeMembers);
  const kept = Array.isArray(members) ? members.filter((member: PlainValue) => !removed.has(addressOf(member))) : [];
  const added = edit.addMembers.map(
    (address): PlainValue => (details.length === 0 ? address : Object.fromEntries([['address', address], ...details])),
  );
  after.set('members', [...kept, ...added]);
  for (const one of edit.set) {
    const value = intendedValue(before.get(one.key), one);
    if (value === undefined) after.delete(one.key);
    else after.set(one.key, value);
  }
  return after;
}

function intendedValue(before: PlainValue | undefined, edit: KeyEdit): PlainValue | undefined {
  switch (edit.key) {
    case 'description':
    case 'enabled':
      return edit.value;
    case 'aliases':
    case 'owners': {
      const { values } = edit;
      if (values === undefined) return undefined;
      const kept = Array.isArray(before)
        ? before.filter((value: PlainValue) => typeof value === 'string' && values.includes(value))
        : [];
      return [...kept, ...values.filter((value) => !kept.includes(value))];
    }
    case 'attributes': {
      if (edit.values === undefined || edit.values.size === 0) return undefined;
      return [...edit.values]
        .map(([name, values]) => [name, [...values].sort()] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    }
  }
}

function addressOf(member: PlainValue): string {
  if (typeof member === 'string') return member;
  const address = member !== null && typeof member === 'object' && 'address' in member ? member['address'] : undefined;
  return typeof address === 'string' ? address : '';
}

function same(a: Meaning, b: Meaning): boolean {
  const sorted = (one: Meaning): string => JSON.stringify([...one].sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
