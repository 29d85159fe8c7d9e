import type { PostfixConfig } from '../model/postfix-config.ts';
import { encodeJson } from './encode-json.ts';
import type { PostfixDocument } from './postfix-schema.ts';

/** The Postfix files as JSON text (`schema/postfix.schema.json`), without the remarks. */
export function postfixToJson({ maps, main }: PostfixConfig, options: { readonly tool: string }): string {
  const document: PostfixDocument = {
    format: 'rollcall.postfix',
    version: 1,
    tool: options.tool,
    files: [...maps, main].map(({ name, parameters }) => ({
      name,
      parameters: parameters.map(({ name: parameter, value }) => ({ name: parameter, value })),
    })),
  };
  return encodeJson(document);
}
