import type { Diagnostic } from '../model/diagnostic.ts';
import { isText, plainValue } from './plain.ts';
import { manifestShape, memberSchema } from './schema.ts';
import { checkShape, shapeDiagnostics } from './shape.ts';
import type { SourceText } from './source.ts';
import { parseYaml } from './yaml.ts';
import { pairOf, type YamlMapping, type YamlNode, type YamlScalar } from './yaml-node.ts';

/** One further attribute of a manifest: where it is named, and its values. */
export interface AttributeNode {
  readonly name: YamlScalar;
  readonly values: readonly YamlScalar[];
}

/** A member that has a reason. */
export interface ReasonNode {
  readonly member: string;
  readonly reason: YamlScalar;
}

/** A member that has a first or a last day. */
export interface DaysNode {
  readonly member: YamlScalar;
  readonly from: YamlScalar | undefined;
  readonly until: YamlScalar | undefined;
}

/** The parts of an exception to the limits; those that are missing or have a wrong shape are undefined. */
export interface AllowNode {
  readonly removals: YamlScalar | undefined;
  readonly until: YamlScalar | undefined;
  readonly reason: YamlScalar | undefined;
}

/** An exception to a rule; parts that are missing or have a wrong shape are undefined. */
export interface ExceptionNode {
  readonly rule: YamlScalar | undefined;
  readonly reason: YamlScalar | undefined;
  readonly until: YamlScalar | undefined;
  readonly for: readonly YamlScalar[] | undefined;
  readonly level: YamlScalar | undefined;
}

/**
 * A manifest with the place of everything in it. Parts that have a wrong shape are left out (a diagnostic tells), so the
 * rules can look at the rest.
 */
export interface Manifest {
  readonly source: SourceText;
  readonly address: YamlScalar | undefined;
  readonly description: YamlScalar | undefined;
  readonly members: readonly YamlScalar[];
  readonly reasons: readonly ReasonNode[];
  readonly days: readonly DaysNode[];
  readonly include: readonly YamlScalar[];
  readonly query: YamlScalar | undefined;
  readonly exclude: readonly YamlScalar[];
  readonly aliases: readonly YamlScalar[] | undefined;
  readonly previously: readonly YamlScalar[];
  readonly enabled: YamlScalar | undefined;
  readonly owners: readonly YamlScalar[];
  readonly mode: YamlScalar | undefined;
  readonly protected: YamlScalar | undefined;
  readonly attributes: readonly AttributeNode[];
  readonly allow: AllowNode | undefined;
  readonly exceptions: readonly ExceptionNode[];
}

/** A manifest file as far as it could be read; undefined when it is not a mapping. */
export interface ParsedManifest {
  readonly manifest: Manifest | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one manifest: YAML and keys, not yet the rules about their values. */
export function parseManifest(file: string, text: string): ParsedManifest {
  const { source, root, diagnostics } = parseYaml(file, text);
  if (root === undefined) return { manifest: undefined, diagnostics };
  if (root.kind !== 'mapping') {
    return {
      manifest: undefined,
      diagnostics: [...diagnostics, ...checkShape(manifestShape, source, root).diagnostics],
    };
  }
  const shape = checkShape(manifestShape, source, withoutMembers(root)).diagnostics;
  return {
    manifest: manifestOf(source, root),
    diagnostics: [...diagnostics, ...shape, ...memberDiagnostics(source, root)],
  };
}

function manifestOf(source: SourceText, root: YamlMapping): Manifest {
  const members = itemsOf(root, 'members');
  const detailed = members.every(isTextScalar) ? [] : members.flatMap(memberDetails);
  return {
    source,
    address: textOf(root, 'address'),
    description: textOf(root, 'description'),
    members: members.every(isTextScalar) ? members : members.flatMap(memberAddress),
    reasons: detailed.flatMap(({ member, reason }) => (reason === undefined ? [] : [{ member: member.text, reason }])),
    days: detailed.filter(({ from, until }) => from !== undefined || until !== undefined),
    include: itemsOf(root, 'include').filter(isTextScalar),
    query: textOf(root, 'query'),
    exclude: itemsOf(root, 'exclude').filter(isTextScalar),
    aliases: pairOf(root, 'aliases') && itemsOf(root, 'aliases').filter(isTextScalar),
    previously: oneOrMore(root, 'previously'),
    enabled: scalarOf(root, 'enabled'),
    owners: itemsOf(root, 'owners').filter(isTextScalar),
    mode: textOf(root, 'mode'),
    protected: scalarOf(root, 'protected'),
    attributes: attributesOf(root),
    allow: allowOf(root),
    exceptions: itemsOf(root, 'exceptions').flatMap(exceptionOf),
  };
}

/** The members are checked one by one below, and only those that are not plain texts: there may be 100,000. */
function withoutMembers(root: YamlMapping): YamlMapping {
  const pairs = root.pairs.map(({ key, value }) =>
    key.text === 'members' && value.kind === 'sequence' ? { key, value: { ...value, items: [] } } : { key, value },
  );
  return { ...root, pairs };
}

function memberDiagnostics(source: SourceText, root: YamlMapping): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [index, item] of itemsOf(root, 'members').entries()) {
    if (isTextScalar(item)) continue;
    const result = memberSchema.safeParse(plainValue(item));
    if (!result.success)
      found.push(...shapeDiagnostics(manifestShape, source, item, result.error.issues, ['members', index]));
  }
  return found;
}

function memberAddress(item: YamlNode): YamlScalar[] {
  if (isTextScalar(item)) return [item];
  const address = item.kind === 'mapping' ? textOf(item, 'address') : undefined;
  return address === undefined ? [] : [address];
}

interface MemberDetails extends DaysNode {
  readonly reason: YamlScalar | undefined;
}

function memberDetails(item: YamlNode): MemberDetails[] {
  const member = item.kind === 'mapping' ? textOf(item, 'address') : undefined;
  if (item.kind !== 'mapping' || member === undefined) return [];
  return [{ member, reason: textOf(item, 'reason'), from: textOf(item, 'from'), until: textOf(item, 'until') }];
}

function attributesOf(root: YamlMapping): AttributeNode[] {
  const node = pairOf(root, 'attributes')?.value;
  if (node?.kind !== 'mapping') return [];
  return node.pairs.map(({ key, value }) => {
    const values = value.kind === 'sequence' ? value.items : [value];
    return { name: key, values: values.filter((item) => item.kind === 'scalar') };
  });
}

function allowOf(root: YamlMapping): AllowNode | undefined {
  const node = pairOf(root, 'allow')?.value;
  if (node?.kind !== 'mapping') return undefined;
  return { removals: scalarOf(node, 'removals'), until: textOf(node, 'until'), reason: textOf(node, 'reason') };
}

function exceptionOf(node: YamlNode): ExceptionNode[] {
  if (node.kind !== 'mapping') return [];
  return [
    {
      rule: textOf(node, 'rule'),
      reason: textOf(node, 'reason'),
      until: textOf(node, 'until'),
      for: pairOf(node, 'for') && itemsOf(node, 'for').filter(isTextScalar),
      level: textOf(node, 'level'),
    },
  ];
}

function itemsOf(root: YamlMapping, key: string): readonly YamlNode[] {
  const node = pairOf(root, key)?.value;
  return node?.kind === 'sequence' ? node.items : [];
}

/** A text, or a list of texts. */
function oneOrMore(root: YamlMapping, key: string): readonly YamlScalar[] {
  const node = pairOf(root, key)?.value;
  return (node?.kind === 'sequence' ? node.items : node === undefined ? [] : [node]).filter(isTextScalar);
}

function textOf(root: YamlMapping, key: string): YamlScalar | undefined {
  const node = pairOf(root, key)?.value;
  return node !== undefined && isTextScalar(node) ? node : undefined;
}

function scalarOf(root: YamlMapping, key: string): YamlScalar | undefined {
  const node = pairOf(root, key)?.value;
  return node?.kind === 'scalar' ? node : undefined;
}

function isTextScalar(node: YamlNode): node is YamlScalar {
  return isText(node);
}
