/** Servers that differ in ways that we must know. */
export type ServerKind = 'openldap' | '389-ds' | 'active-directory' | 'other';

/** Whether a kind of server compares values by their syntax when the schema names no equality rule. */
export function comparesBySyntax(kind: ServerKind): boolean {
  return kind === '389-ds' || kind === 'active-directory';
}
