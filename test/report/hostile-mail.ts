import type { MailNode, MailReport, WaysReport } from '../../src/model/mail-report.ts';

const reasons = ['recipients', 'nesting', 'loop', 'length', 'blank', 'unreadable'] as const;
const limit = { used: 1001, atLeast: true, limit: 1000 };

/** Expansions with the text wherever one comes from people, one a reason for which mail is put off, and one that is delivered. */
export function hostileMail(text: string): MailReport {
  const common = {
    source: 'directory',
    place: text,
    limits: { recipients: limit, nesting: limit, length: limit },
    tree: hostileNode(text),
    shared: [
      { address: text, mode: 'additive' },
      { address: text, mode: 'ignored' },
    ],
    silent: undefined,
    unanswered: [text, text],
  } as const;
  const recipients = (['itself', 'empty group', 'disabled group', undefined] as const).map((unresolved) => ({
    ...{ address: text, path: [text, text, text], unresolved },
  }));
  return {
    address: text,
    views: [
      { ...common, verdict: 'delivered', deferral: undefined, recipients },
      { ...common, verdict: 'not found', deferral: undefined, recipients: [], silent: 'empty group' },
      ...reasons.map((reason) => ({
        ...common,
        ...{ verdict: 'deferred' as const, deferral: { reason, path: [text, text] }, recipients: [] },
      })),
    ],
    difference: { manifests: [text], directory: [text] },
  };
}

/** Ways with the text in them. */
export function hostileWays(text: string): WaysReport {
  const deferred = [{ group: text, deferral: { reason: 'loop', path: [text, text] } }] as const;
  const ways = [[text, text], Array.from({ length: 20 }, () => text)];
  return {
    address: text,
    views: [
      {
        source: 'manifests',
        place: text,
        ways,
        more: true,
        queried: [{ group: text, query: text }],
        unanswered: [text],
        open: [{ group: text, queries: [text] }],
        deferred,
      },
    ],
  };
}

function hostileNode(text: string): MailNode {
  const leaf = {
    address: text,
    value: text,
    kind: 'recipient',
    by: undefined,
    groups: [],
    query: text,
    cut: undefined,
  } as const;
  return {
    ...{ address: text, value: undefined, kind: 'group', by: 'extension', groups: [text, text], size: 1001 },
    ...{ unresolved: undefined, query: undefined, cut: undefined },
    children: [
      { ...leaf, size: 1, unresolved: 'itself', children: [] },
      { ...leaf, size: 1, kind: 'group', by: 'domain', unresolved: undefined, cut: 'shown before', children: [] },
      { ...leaf, size: 1, kind: 'group', unresolved: undefined, cut: 'at fault', children: [] },
    ],
  };
}
