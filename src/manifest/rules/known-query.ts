import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Manifest } from '../manifest.ts';
import { nearest } from '../nearest.ts';
import { quoted } from '../source.ts';
import { type ManifestOptions, verdictAt } from './rule.ts';

/** A manifest names a query, and only the settings say what is asked: the name must be there. */
export function knownQuery({ source, query }: Manifest, { queries }: ManifestOptions): Diagnostic[] {
  if (query === undefined || queries === undefined || queries.includes(query.text)) return [];
  const near = nearest(query.text, queries);
  const meant = near === undefined ? '' : `Did you mean ${quoted(near)}? `;
  const known = queries.length === 0 ? 'The settings have no queries.' : `The settings have: ${queries.join(', ')}.`;
  const message = `the settings have no query ${quoted(query.text)}`;
  return [verdictAt(source, query, { code: 'RC251', severity: 'error', message, hint: `${meant}${known}` })];
}
