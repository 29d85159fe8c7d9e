/** Manifests by file from lists of members; names without a domain are in x.example. */
export function manifests(groups: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, members]) => [`${name}.yaml`, manifest(name, members)]));
}

/** As many people as wanted: `p1`, `p2` and so on, with a letter of their own. */
export function people(count: number, letter: string): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
}

function manifest(name: string, members: readonly string[]): string {
  const lines = members.map((member) => `  - ${addressOf(member)}\n`).join('');
  return `address: ${addressOf(name)}\nmembers:${members.length === 0 ? ' []\n' : `\n${lines}`}`;
}

function addressOf(name: string): string {
  return name.includes('@') ? name : `${name}@x.example`;
}
