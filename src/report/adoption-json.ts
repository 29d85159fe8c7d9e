import type { Adoption } from '../model/adoption.ts';
import { encodeJson } from './encode-json.ts';

/** What an import wrote, as JSON text (`rollcall.import`, version 1). */
export function adoptionToJson({ files, skipped, missing }: Adoption, { tool }: { readonly tool: string }): string {
  return encodeJson({
    format: 'rollcall.import',
    version: 1,
    tool,
    files: files.map(({ kind, file, address }) => ({ kind, file, address })),
    skipped,
    missing: missing.map(({ file, address }) => ({ file, address })),
  });
}
