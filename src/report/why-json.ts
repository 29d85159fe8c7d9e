import type { WaysReport } from '../model/mail-report.ts';
import { encodeJson } from './encode-json.ts';
import type { WhyDocument } from './why-schema.ts';

/** The ways to an address as JSON text (`schema/why.schema.json`). */
export function waysToJson({ address, views }: WaysReport, { tool }: { readonly tool: string }): string {
  const document: WhyDocument = { format: 'rollcall.why', version: 1, tool, address, views };
  return encodeJson(document);
}
