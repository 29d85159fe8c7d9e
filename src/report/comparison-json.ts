import type { ComparedMember, ComparedRevisions, Comparison, GroupComparison } from '../model/comparison.ts';
import type { DesiredGroup } from '../model/group.ts';
import type { DiffDocument, JsonGroup, JsonMember } from './comparison-schema.ts';
import { likeness } from './comparison-view.ts';
import { encodeJson } from './encode-json.ts';
import { jsonMail } from './mail-effects-json.ts';
import { jsonUpcoming } from './plan-json.ts';

/** What the JSON tells besides the comparison. */
export interface ComparisonJsonOptions {
  readonly tool: string;
  readonly revisions: ComparedRevisions;
}

/** A comparison as JSON text (`schema/diff.schema.json`), every value in full. */
export function comparisonToJson(comparison: Comparison, { tool, revisions }: ComparisonJsonOptions): string {
  const { changes, spelling, unclear, upcoming, summary } = comparison;
  const { joins, leaves, mayJoin, mayLeave, unchanged } = summary;
  const document: DiffDocument = {
    format: 'rollcall.diff',
    version: 1,
    tool,
    base: revisions.base,
    head: revisions.head ?? null,
    summary: {
      ...{ new: summary.new, changed: summary.changed, gone: summary.gone, unchanged, unclear: summary.unclear },
      ...{ joins, leaves, mayJoin, mayLeave },
    },
    groups: changes.map(jsonGroup),
    spelling: spelling.map(({ address, before, after }) => ({ address, before, after })),
    unclear: unclear.map(({ address, file }) => ({ address, file })),
    mail: jsonMail(comparison.mail),
    upcoming: upcoming.map(jsonUpcoming),
    notes: revisions.notes,
  };
  return encodeJson(document);
}

function jsonGroup(change: GroupComparison): JsonGroup {
  const like = likeness(change) ?? null;
  switch (change.kind) {
    case 'new': {
      const { address, file, aliases = [] } = change.group;
      const everyone = everyMember(change.group);
      return {
        kind: 'new',
        address,
        file,
        like,
        joins: everyone,
        leaves: [],
        aliases: { add: aliases, remove: [] },
        keys: [],
      };
    }
    case 'gone': {
      const { address, file, aliases = [] } = change.group;
      const everyone = everyMember(change.group);
      return {
        kind: 'gone',
        address,
        file,
        like,
        joins: [],
        leaves: everyone,
        aliases: { add: [], remove: aliases },
        keys: [],
      };
    }
    case 'changed': {
      const { after, joins, leaves, aliases, keys } = change;
      const { address, file } = after;
      return {
        kind: 'changed',
        address,
        file,
        like,
        joins: joins.map(jsonMember),
        leaves: leaves.map(jsonMember),
        aliases,
        keys,
      };
    }
  }
}

function everyMember({ members, reasons, composition }: DesiredGroup): readonly JsonMember[] {
  return members.map((address) =>
    jsonMember({ address, reason: reasons.get(address), via: composition?.via.get(address) ?? [], unsure: [] }),
  );
}

function jsonMember({ address, reason, via, unsure }: ComparedMember): JsonMember {
  return { address, reason: reason ?? null, via, unsure };
}
