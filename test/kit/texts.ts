/** Where the groups of every test directory are. */
export const groupsBase = 'ou=Groups,ou=Mail,dc=example,dc=net';

/** The DN of a group that is named by its address. */
export function groupDn(address: string): string {
  return `mail=${address},${groupsBase}`;
}

/** An entry as LDIF: a group of the postfix-book schema with further `name: value` lines. */
export function groupLdif(address: string, members: readonly string[], lines: readonly string[] = []): string {
  const further = lines.filter((line) => line.startsWith('mail:')); // slapadd wants the values of an attribute together
  const others = lines.filter((line) => !further.includes(line));
  return entryLdif(groupDn(address), [`mail: ${address}`, ...further, 'cn: group', 'sn: group', ...others], members);
}

/** The same under any DN; `lines` must name everything but the classes and the members. */
export function entryLdif(dn: string, lines: readonly string[], members: readonly string[]): string {
  const classes = ['top', 'organizationalPerson', 'PostfixBookMailAccount'].map((name) => `objectClass: ${name}`);
  return `${[`dn: ${dn}`, ...classes, ...lines, ...members.map(valueLine)].join('\n')}\n`;
}

/** A member as an LDIF line; in base64 where blanks at its ends would be lost (RFC 2849). */
function valueLine(member: string): string {
  return /^[\x21-\x39\x3d\x3f-\x7e][\x20-\x7e]*$/.test(member) && !member.endsWith(' ')
    ? `mailGroupMember: ${member}`
    : `mailGroupMember:: ${Buffer.from(member).toString('base64')}`;
}

/** A manifest with further lines. */
export function manifest(address: string, members: readonly string[], lines: readonly string[] = []): string {
  const list = members.length === 0 ? ['members: []'] : ['members:', ...members.map((member) => `  - ${member}`)];
  return `${[`address: ${address}`, ...lines, ...list].join('\n')}\n`;
}

/** `count` different addresses. */
export function people(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user${index + 1}@example.net`);
}
