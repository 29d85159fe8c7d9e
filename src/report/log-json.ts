import type { Commit, DeclaredMember, GroupEvent, GroupLog } from '../model/history.ts';
import { encodeJson } from './encode-json.ts';
import type { JsonCommit, LogDocument } from './log-schema.ts';

/** The history of a group as JSON text (`schema/log.schema.json`). */
export function logToJson(log: GroupLog, { tool }: { readonly tool: string }): string {
  const { group, member, file, declared, head, begins } = log;
  const document: LogDocument = {
    ...{ format: 'rollcall.log', version: 1, tool, group, member: member ?? null, file, declared, head },
    begins: begins ?? null,
    members: log.members.map(({ added, removed, ...rest }) => ({
      ...jsonMember(rest),
      ...{ added: added.hash, removed: removed?.hash ?? null },
    })),
    events: log.events.map(jsonEvent),
    unreadable: log.unreadable.map(({ hash }) => hash),
  };
  return encodeJson(document);
}

function jsonEvent({
  commit,
  file,
  group,
  formerly,
  joins,
  leaves,
  sources,
}: GroupEvent): LogDocument['events'][number] {
  return {
    ...{ commit: jsonCommit(commit), file, group, formerly: formerly ?? null },
    ...{ joins: joins.map(jsonMember), leaves: leaves.map(jsonMember), sources },
  };
}

/** A commit as JSON carries it. */
export function jsonCommit(commit: Commit): JsonCommit {
  const { hash, date, author, email, writers, subject, title, pullRequest } = commit;
  return {
    ...{ hash, date, author: { name: author, email }, writers, subject },
    ...{ title: title ?? null, pullRequest: pullRequest ?? null },
  };
}

function jsonMember({ address, reason }: DeclaredMember): { readonly address: string; readonly reason: string | null } {
  return { address, reason: reason ?? null };
}
