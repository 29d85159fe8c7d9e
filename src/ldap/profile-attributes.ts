import type { Profile } from '../model/profile.ts';

/** What a profile uses an attribute for. */
export type AttributeUse = 'address' | 'member' | 'enabled' | 'description' | 'default' | 'allowed';

/** One attribute that a profile names. */
export interface ProfileAttribute {
  /** As the profile spells it. */
  readonly name: string;
  /** The first thing it is used for, in the order of `AttributeUse`. */
  readonly use: AttributeUse;
}

/**
 * Every attribute that groups of this profile may have, each once: the profile's own, those that new entries get
 * (`defaults` are those of the settings, by attribute), and those that a manifest may name.
 */
export function profileAttributes(
  profile: Profile,
  defaults: Readonly<Record<string, string>>,
): readonly ProfileAttribute[] {
  const { address, member, enabled, description, allowedAttributes } = profile;
  const named: readonly (readonly [use: AttributeUse, names: readonly string[]])[] = [
    ['address', [address]],
    ['member', [member]],
    ['enabled', enabled === undefined ? [] : [enabled.attribute]],
    ['description', description === undefined ? [] : [description]],
    ['default', [...Object.keys(profile.defaults), ...Object.keys(defaults)]],
    ['allowed', allowedAttributes],
  ];
  const found = new Map<string, ProfileAttribute>();
  for (const [use, names] of named) {
    for (const name of names) if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), { name, use });
  }
  return [...found.values()];
}
