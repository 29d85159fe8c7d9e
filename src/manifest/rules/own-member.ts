import { addressKey } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { quoted } from '../source.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** Postfix expands a group inside itself once and keeps its address as a recipient: without a mailbox, the sender gets a bounce. */
export function ownMember(
  { source, address, aliases, members }: Manifest,
  { localPart }: ManifestOptions,
): Diagnostic[] {
  if (address === undefined) return [];
  const own = new Set([address, ...(aliases ?? [])].map(({ text }) => addressKey(text, localPart)));
  return members
    .filter(({ text }) => own.has(addressKey(text, localPart)))
    .map((member) =>
      verdictAt(source, member, {
        code: 'RC213',
        severity: 'warning',
        message: `the group lists its own address ${quoted(member.text)} as a member`,
        hint: 'Delete the entry, unless a mailbox of the same address keeps a copy of every mail.',
      }),
    );
}
