import { encodeJson } from './encode-json.ts';
import type { RulesDocument } from './rules-schema.ts';
import type { RuleView } from './rules-view.ts';

/** The rules as JSON text (`schema/rules.schema.json`), in the order of the documentation. */
export function rulesToJson(rules: readonly RuleView[], options: { readonly tool: string }): string {
  const document: RulesDocument = {
    format: 'rollcall.rules',
    version: 1,
    tool: options.tool,
    rules: rules.map(({ name, code, level, default: usual, summary, needs, ready, reads, exceptions }) => ({
      name,
      code,
      level,
      default: usual,
      summary,
      needs: needs ?? null,
      ready,
      reads,
      exceptions,
    })),
  };
  return encodeJson(document);
}
