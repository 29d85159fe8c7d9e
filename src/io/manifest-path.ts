/** Whether a path below the folder of manifests, with slashes, is that of a manifest: no part begins with a dot. */
export function isManifestPath(path: string): boolean {
  return path.endsWith('.yaml') && path.split('/').every((name) => !name.startsWith('.'));
}
