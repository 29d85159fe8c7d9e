import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** A key whose value the profile has no attribute for would do nothing. */
export function storedKeys({ source, enabled, description }: Manifest, { profile }: ManifestOptions): Diagnostic[] {
  const refused = (node: YamlScalar, key: string): Diagnostic =>
    verdictAt(source, node, {
      code: 'RC225',
      severity: 'error',
      message: `the profile ${profile.name} has no attribute for "${key}"`,
      hint: 'Delete the key.',
    });
  return [
    ...(enabled !== undefined && profile.enabled === undefined ? [refused(enabled, 'enabled')] : []),
    ...(description !== undefined && profile.description === undefined ? [refused(description, 'description')] : []),
  ];
}
