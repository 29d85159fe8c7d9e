import { hasErrors } from '../model/diagnostic.ts';
import type { DeclaredMember } from '../model/history.ts';
import { parseManifest } from './manifest.ts';

/**
 * The address that a manifest declares, whether or not the rest of it is valid; undefined when there is none. Most are
 * written in one plain line and found without reading the whole: of very many old manifests only the address is wanted.
 */
export function declaredAddress(text: string): string | undefined {
  const [first, ...others] = text.matchAll(/^["']?address\b.*$/gm);
  const plain = /^address: +([\w.+-]+@[\w.-]+) *(?: #.*)?\r?$/.exec(first?.[0] ?? '')?.[1];
  if (plain !== undefined && others.length === 0) return plain;
  return parseManifest('', text).manifest?.address?.text;
}

/** The members that a manifest declares, with their reasons; undefined when it cannot be read without errors. */
export function declaredMembers(text: string): readonly DeclaredMember[] | undefined {
  const { manifest, diagnostics } = parseManifest('', text);
  if (manifest === undefined || hasErrors(diagnostics)) return undefined;
  const reasons = new Map(manifest.reasons.map(({ member, reason }) => [member, reason.text]));
  return manifest.members.map(({ text: address }) => ({ address, reason: reasons.get(address) }));
}
