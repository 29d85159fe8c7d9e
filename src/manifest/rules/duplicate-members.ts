import { addressKey } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { lineAt, quoted } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** A member stands in a list once, however it is spelled. */
export function duplicateMembers({ source, members }: Manifest, { localPart }: ManifestOptions): Diagnostic[] {
  const keys = members.map(({ text }) => addressKey(text, localPart));
  if (new Set(keys).size === keys.length) return [];
  const found: Diagnostic[] = [];
  const seen = new Map<string, YamlScalar>();
  for (const [index, member] of members.entries()) {
    const key = keys[index] ?? member.text;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, member);
      continue;
    }
    const spelled = first.text === member.text ? '' : `, spelled ${quoted(first.text)}`;
    const message = `the member ${quoted(member.text)} is already on line ${lineAt(source, first.start)}${spelled}`;
    found.push(verdictAt(source, member, { code: 'RC212', severity: 'error', message, hint: 'Keep one of the two.' }));
  }
  return found;
}
