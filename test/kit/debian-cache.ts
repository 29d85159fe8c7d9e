import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where unpacked packages are kept between runs. */
export const cacheRoot: string = resolve(import.meta.dirname, '../../.cache');

/** A name for what was unpacked on this release and processor, so that a folder shared between machines never mixes libraries. */
export function machineName(): string {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  const field = (name: string): string => new RegExp(`^${name}="?([\\w.-]+)`, 'm').exec(release)?.[1] ?? 'unknown';
  return `${field('ID')}-${field('VERSION_ID')}-${process.arch}`;
}

/** The folders below an unpacked root in which its libraries are. */
export function libraryFolders(root: string): readonly string[] {
  return ['usr/lib', 'lib']
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { withFileTypes: true }).map((entry) => join(folder, entry.name)))
    .filter((path) => path.includes('-linux-'));
}
