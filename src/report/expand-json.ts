import type { MailNode, MailReport } from '../model/mail-report.ts';
import { encodeJson } from './encode-json.ts';
import type { ExpandDocument, JsonMailNode } from './expand-schema.ts';

/** How an expansion is written as JSON. */
export interface ExpandJsonOptions {
  readonly tool: string;
  /** Whether the tree is in it. */
  readonly explain: boolean;
}

/** Where mail to an address goes, as JSON text (`schema/expand.schema.json`). */
export function expansionToJson({ address, views, difference }: MailReport, options: ExpandJsonOptions): string {
  const document: ExpandDocument = {
    ...{ format: 'rollcall.expand', version: 1, tool: options.tool, address },
    views: views.map(({ silent, deferral, recipients, tree, ...view }) => ({
      ...view,
      silent: silent ?? null,
      deferral: deferral ?? null,
      recipients: recipients.map(({ unresolved, ...rest }) => ({ ...rest, unresolved: unresolved ?? null })),
      tree: options.explain ? jsonNode(tree) : null,
    })),
    difference: difference ?? null,
  };
  return encodeJson(document);
}

function jsonNode({ value, by, unresolved, query, cut, children, ...node }: MailNode): JsonMailNode {
  return {
    ...node,
    ...{ value: value ?? null, by: by ?? null, unresolved: unresolved ?? null },
    ...{ query: query ?? null, cut: cut ?? null },
    children: children.map(jsonNode),
  };
}
