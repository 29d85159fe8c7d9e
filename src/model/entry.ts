/** One attribute value: text when its bytes are valid UTF-8, the bytes themselves otherwise. */
export type Value = string | Uint8Array;

/** An attribute description (RFC 4512 §2.5, options included) with its values, in the order they were read. */
export interface Attribute {
  readonly name: string;
  readonly values: readonly Value[];
}

/** One LDAP object as it was read: its DN in the directory's spelling (RFC 4514) and its attributes. */
export interface Entry {
  readonly dn: string;
  readonly attributes: readonly Attribute[];
}

/** The values of an attribute; names compare without regard to case. Empty when the entry does not have it. */
export function valuesOf(entry: Entry, name: string): readonly Value[] {
  const wanted = name.toLowerCase();
  return entry.attributes.find((attribute) => attribute.name.toLowerCase() === wanted)?.values ?? [];
}
