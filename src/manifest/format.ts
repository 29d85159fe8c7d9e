import type { RuleException } from '../model/exception.ts';
import type { DesiredGroup, MembershipDays } from '../model/group.ts';
import { blockText, scalarText } from './scalar-style.ts';

/** All that a manifest can say. */
export type ManifestDraft = Omit<DesiredGroup, 'file'>;

/**
 * A manifest in its canonical form: keys in the order of the documentation, defaults left out, lists in the given order.
 * `schema` is the path or URL of the JSON Schema for the editor's comment line; undefined for none.
 */
export function formatManifest(group: ManifestDraft, schema: string | undefined): string {
  const lines = [
    ...(schema === undefined ? [] : [schemaComment(schema)]),
    `address: ${scalarText(group.address)}`,
    ...(group.description === undefined ? [] : [`description: ${blockText(group.description, '  ')}`]),
    ...memberLines(group),
    ...someLines('include', group.composition?.include),
    ...(group.composition?.query === undefined ? [] : [`query: ${scalarText(group.composition.query.name)}`]),
    ...someLines('exclude', group.composition?.exclude),
    ...(group.aliases === undefined ? [] : listLines('aliases', group.aliases)),
    ...previouslyLines(group.previously),
    ...(group.enabled === undefined ? [] : [`enabled: ${group.enabled}`]),
    ...someLines('owners', group.owners),
    ...(group.mode === 'authoritative' ? [] : [`mode: ${group.mode}`]),
    ...(group.protected ? ['protected: true'] : []),
    ...attributeLines(group.attributes),
    ...allowLines(group.allow),
    ...exceptionLines(group.exceptions),
  ];
  return `${lines.join('\n')}\n`;
}

/** The comment line that tells yaml-language-server which schema a file has. */
export function schemaComment(schema: string): string {
  return `# yaml-language-server: $schema=${schema}`;
}

function memberLines({ members, reasons, composition }: ManifestDraft): string[] {
  const own = composition?.own ?? members;
  if (own.length === 0) return ['members: []'];
  return [
    'members:',
    ...own.flatMap((member) => memberLine(member, reasons.get(member), composition?.days.get(member))),
  ];
}

function memberLine(member: string, reason: string | undefined, days: MembershipDays | undefined): string[] {
  if (reason === undefined && days === undefined) return [`  - ${scalarText(member)}`];
  return [
    `  - address: ${scalarText(member)}`,
    ...(reason === undefined ? [] : [`    reason: ${scalarText(reason)}`]),
    ...(days?.from === undefined ? [] : [`    from: ${days.from}`]),
    ...(days?.until === undefined ? [] : [`    until: ${days.until}`]),
  ];
}

function someLines(key: string, values: readonly string[] | undefined): string[] {
  return values === undefined || values.length === 0 ? [] : listLines(key, values);
}

function listLines(key: string, values: readonly string[]): string[] {
  return values.length === 0 ? [`${key}: []`] : [`${key}:`, ...values.map((value) => `  - ${scalarText(value)}`)];
}

function previouslyLines(previously: readonly string[]): string[] {
  const [only, ...others] = previously;
  if (only === undefined) return [];
  return others.length === 0 ? [`previously: ${scalarText(only)}`] : listLines('previously', previously);
}

function attributeLines(attributes: ManifestDraft['attributes']): string[] {
  if (attributes.size === 0) return [];
  return ['attributes:', ...[...attributes].flatMap(([name, values]) => attributeLine(scalarText(name), values))];
}

function allowLines(allow: ManifestDraft['allow']): string[] {
  if (allow === undefined) return [];
  const { removals, until, reason } = allow;
  return ['allow:', `  removals: ${removals}`, `  until: ${until}`, `  reason: ${scalarText(reason)}`];
}

function exceptionLines(exceptions: ManifestDraft['exceptions']): string[] {
  if (exceptions.length === 0) return [];
  return ['exceptions:', ...exceptions.flatMap(exceptionLine)];
}

function exceptionLine({ rule, reason, until, for: only, level }: RuleException): string[] {
  return [
    `  - rule: ${rule}`,
    `    reason: ${scalarText(reason)}`,
    ...(until === undefined ? [] : [`    until: ${until}`]),
    ...(only === undefined ? [] : listLines('for', only).map((line) => `    ${line}`)),
    ...(level === 'off' ? [] : [`    level: ${level}`]),
  ];
}

function attributeLine(name: string, values: readonly string[]): string[] {
  const [only] = values;
  if (only !== undefined && values.length === 1) return [`  ${name}: ${scalarText(only)}`];
  return listLines(name, values).map((line) => `  ${line}`);
}
