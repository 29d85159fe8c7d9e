import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** How many groups there are and how many members each has. */
export interface Size {
  readonly groups: number;
  readonly members: number;
  /** The members of one further, very large group; 0 for none. */
  readonly large: number;
}

/** One group of the benchmark, the same in manifests and directory. */
export interface BenchGroup {
  readonly address: string;
  readonly members: readonly string[];
}

/** The address that the "one more member" measurements add. */
export const NEWCOMER = 'newcomer@example.net';

const PEOPLE = 50_000;

/** The groups of a size, always the same ones. */
export function makeGroups({ groups, members, large }: Size): readonly BenchGroup[] {
  const people = Math.max(PEOPLE, members, large);
  const member = (group: number, n: number): string => `person${(group * 37 + n * 101) % people}@example.net`;
  return Array.from({ length: large === 0 ? groups : groups + 1 }, (_, group) => ({
    address: `team-${String(group).padStart(5, '0')}@example.net`,
    members: Array.from({ length: group < groups ? members : large }, (_, n) => member(group, n)),
  }));
}

/** The same groups, each with one member more. */
export function withNewcomer(groups: readonly BenchGroup[]): readonly BenchGroup[] {
  return groups.map(({ address, members }) => ({ address, members: [...members, NEWCOMER] }));
}

/** The same groups, but one in a hundred (at least one) has its first member replaced by the newcomer. */
export function withOnePercentChanged(groups: readonly BenchGroup[]): readonly BenchGroup[] {
  return groups.map((group, n) =>
    n % 100 === 0 ? { ...group, members: [...group.members.slice(1), NEWCOMER] } : group,
  );
}

/** Writes one manifest a group, a hundred files a folder. */
export async function writeManifests(folder: string, groups: readonly BenchGroup[]): Promise<void> {
  for (const [n, { address, members }] of groups.entries()) {
    const file = join(folder, `part-${Math.floor(n / 100)}`, `${address.split('@')[0]}.yaml`);
    if (n % 100 === 0) await mkdir(dirname(file), { recursive: true });
    const list = members.map((member) => `  - ${member}\n`).join('');
    await writeFile(file, `address: ${address}\ndescription: ${describe(address)}\nmembers:\n${list}`);
  }
}

/** The entries that agree with the manifests, as LDIF. */
export function groupsLdif(groups: readonly BenchGroup[], base: string): string {
  return groups.map((group) => groupLdif(group, base)).join('\n');
}

/** Change records that add the newcomer to every group, or take it out again. */
export function newcomerLdif(groups: readonly BenchGroup[], base: string, verb: 'add' | 'delete'): string {
  const change = `changetype: modify\n${verb}: mailGroupMember\nmailGroupMember: ${NEWCOMER}\n-\n`;
  return groups.map(({ address }) => `dn: mail=${address},${base}\n${change}`).join('\n');
}

function groupLdif({ address, members }: BenchGroup, base: string): string {
  const classes = ['top', 'organizationalPerson', 'PostfixBookMailAccount'];
  return [
    `dn: mail=${address},${base}`,
    ...classes.map((name) => `objectClass: ${name}`),
    `cn: ${address}`,
    'sn: group',
    `mail: ${address}`,
    `description: ${describe(address)}`,
    'mailEnabled: TRUE',
    'mailUidNumber: 5000',
    'mailGidNumber: 5000',
    ...members.map((member) => `mailGroupMember: ${member}`),
    '',
  ].join('\n');
}

function describe(address: string): string {
  return `Everyone behind ${address}`;
}
