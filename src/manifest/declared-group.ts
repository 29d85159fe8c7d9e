import { hasErrors } from '../model/diagnostic.ts';
import type { DeclaredGroup } from '../model/history.ts';
import { parseManifest } from './manifest.ts';

/**
 * The address that a manifest declares, whether or not the rest of it is valid; undefined when there is none. Most are
 * written in one plain line and found without reading the whole: of very many old manifests only the address is wanted.
 * Others are read only when they are worth it.
 */
export function declaredAddress(
  text: string,
  isWorthReading: (text: string) => boolean = () => true,
): string | undefined {
  const [first, ...others] = text.matchAll(/^["']?address\b.*$/gm);
  const plain = /^address: +(["']?)([\w.+-]+@[\w.-]+)\1 *(?: #.*)?\r?$/.exec(first?.[0] ?? '')?.[2];
  if (plain !== undefined && others.length === 0) return plain;
  return isWorthReading(text) ? parseManifest('', text).manifest?.address?.text : undefined;
}

/** What a manifest declares; undefined when it cannot be read without errors. */
export function declaredGroup(text: string): DeclaredGroup | undefined {
  const { manifest, diagnostics } = parseManifest('', text);
  if (manifest?.address === undefined || hasErrors(diagnostics)) return undefined;
  const mode = manifest.mode?.text;
  const reasons = new Map(manifest.reasons.map(({ member, reason }) => [member, reason.text]));
  return {
    address: manifest.address.text,
    members: manifest.members.map(({ text: address }) => ({ address, reason: reasons.get(address) })),
    aliases: manifest.aliases?.map((alias) => alias.text),
    previously: manifest.previously.map(({ text: address }) => address),
    description: manifest.description?.text,
    enabled: manifest.enabled && manifest.enabled.text === 'true',
    attributes: new Map(manifest.attributes.map(({ name, values }) => [name.text, values.map((value) => value.text)])),
    mode: mode === 'additive' || mode === 'ignored' ? mode : 'authoritative',
    protected: manifest.protected?.text === 'true',
    include: manifest.include.map(({ text: group }) => group),
    query: manifest.query?.text,
  };
}
