import type { Diagnostic } from '../model/diagnostic.ts';
import type { DesiredGroup } from '../model/group.ts';
import { maxDiagnostics } from './limits.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { judgeInclusions, type LineOf } from './rules/inclusions.ts';
import type { ManifestOptions } from './rules/rule.ts';
import { verdictAt } from './rules/rule.ts';
import { lineAt } from './source.ts';
import type { YamlScalar } from './yaml-node.ts';

/** A manifest as it was read. */
interface File {
  readonly file: string;
  readonly text: string;
}

/**
 * What is wrong with `include` and `exclude` across manifests, each at its place. Only manifests with a problem are read
 * a second time, for the place.
 */
export function inclusionProblems(
  groups: readonly DesiredGroup[],
  files: readonly File[],
  options: Pick<ManifestOptions, 'localPart'>,
): Diagnostic[] {
  if (!groups.some(({ composition }) => composition !== undefined)) return [];
  const place = placeFinder(files);
  const lineOf: LineOf = (file, key, address) => {
    const { manifest, node } = place(file, key, address);
    return manifest === undefined || node === undefined ? file : `${file}:${lineAt(manifest.source, node.start)}`;
  };
  const isWhole = groups.length === files.length;
  const counts = new Map<string, number>();
  return judgeInclusions(groups, options, lineOf, isWhole).flatMap(({ file, key, address, verdict }) => {
    const count = (counts.get(file) ?? 0) + 1;
    counts.set(file, count);
    const { manifest, node } = place(file, key, address);
    if (manifest === undefined || count > maxDiagnostics) return [];
    return [verdictAt(manifest.source, node ?? { start: 0, end: 1 }, verdict)];
  });
}

interface Place {
  readonly manifest: Manifest | undefined;
  readonly node: YamlScalar | undefined;
}

function placeFinder(files: readonly File[]): (file: string, key: 'include' | 'exclude', address: string) => Place {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const parsed = new Map<string, Manifest | undefined>();
  return (file, key, address) => {
    if (!parsed.has(file)) parsed.set(file, parseManifest(file, texts.get(file) ?? '').manifest);
    const manifest = parsed.get(file);
    const nodes = manifest?.[key] ?? [];
    const wanted = address.toLowerCase();
    return {
      manifest,
      node: nodes.find(({ text }) => text === address) ?? nodes.find(({ text }) => text.toLowerCase() === wanted),
    };
  };
}
