import { lowerAscii } from '../model/address.ts';

/** Longest stem of a file name, well below the 255 bytes of most file systems. */
const longest = 200;

/**
 * A file name for the manifest of an address: the address in lower case, with everything that a file system may take
 * amiss percent-encoded. `isTaken` must compare without regard to case; a taken name gets a number.
 */
export function manifestName(address: string, isTaken: (name: string) => boolean): string {
  const stem = lowerAscii(address)
    .replace(/[^a-z0-9@._+=-]|^[.-]/g, encode)
    .slice(0, longest);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${stem}.yaml` : `${stem}-${number}.yaml`;
    if (!isTaken(name)) return name;
  }
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
