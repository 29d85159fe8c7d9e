import type { MailLimit, MailNode, MailReport, MailView } from '../model/mail-report.ts';
import { limited } from './change-text.ts';
import { deferralText, sourceText, unresolvedText, wayText } from './mail-wording.ts';
import { showText, showValue } from './show-value.ts';
import type { Style } from './style.ts';
import { count, unansweredLines } from './wording.ts';

/** How an expansion is shown as text. */
export interface ExpandTextOptions {
  readonly style: Style;
  /** `short` shows at most 20 lines of a kind, `full` shows every one. */
  readonly detail: 'short' | 'full';
  /** Whether the tree and the limits are shown. */
  readonly explain: boolean;
}

/** Where mail to an address goes, for a person at a terminal: recipients or tree, then what is said about them. */
export function expansionToText({ address, views, difference }: MailReport, options: ExpandTextOptions): string {
  const { style } = options;
  const limit = options.detail === 'full' ? Number.POSITIVE_INFINITY : 20;
  const sections = views.map((view) => viewLines(view, address, limit, options));
  if (difference !== undefined) {
    const [declared, stored] = [difference.manifests, difference.directory];
    const lines = [
      ...limited(declared, limit, (one) => `    ${style.add(`+ ${showValue(one)}`)}`),
      ...limited(stored, limit, (one) => `    ${style.remove(`- ${showValue(one)}`)}`),
    ];
    const title =
      lines.length === 0
        ? 'Manifests and directory lead to the same recipients.'
        : `Recipients that differ (+ ${declared.length} by the manifests alone, - ${stored.length} by the directory alone):`;
    sections.push([style.bold(title), ...lines]);
  }
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function viewLines(view: MailView, address: string, limit: number, options: ExpandTextOptions): readonly string[] {
  const { style, explain } = options;
  const { source, place, recipients, tree, verdict } = view;
  const title = `Mail to ${style.bold(showValue(address))}  ${style.dim(`(${sourceText(source, showText(place))})`)}`;
  const counted = verdict === 'delivered' || /^(?:recipients|nesting|length)$/.test(view.deferral?.reason ?? '');
  const drawn = explain && tree.kind === 'group';
  const body = drawn ? treeLines(tree, 1, { limit, style, counted }) : recipientLines(view, limit, style);
  const limits = explain && counted ? limitLines(view) : [];
  const notes = view.shared.map(({ address: group, mode }) => `    * ${sharedText(showValue(group), mode)}`);
  const refused = recipients.filter(({ unresolved }) => unresolved === 'hyphen').length;
  const open = recipients.filter(({ unresolved }) => unresolved !== undefined).length - refused;
  notes.push(...unansweredLines(view.unanswered));
  return [title, ...body, ...limits, ...notes, style.bold(closingLine(view, open, refused))];
}

function recipientLines({ recipients }: MailView, limit: number, style: Style): readonly string[] {
  return limited(recipients, limit, ({ address, path, unresolved }) => {
    const via = path.length > 2 ? style.dim(`  by ${wayText(path.slice(1, -1))}`) : '';
    const doubt = unresolved === undefined ? '' : `  ${style.warn(`[${unresolvedText(unresolved)}]`)}`;
    return `    ${showValue(address)}${via}${doubt}`;
  });
}

interface Drawing {
  readonly limit: number;
  readonly style: Style;
  /** Whether Postfix went through the whole tree, so that numbers in it mean something. */
  readonly counted: boolean;
}

const cuts = { 'shown before': 'shown above', deep: 'too deep to show', 'at fault': 'Postfix gives up here' } as const;

function treeLines(node: MailNode, depth: number, drawing: Drawing): readonly string[] {
  const { address, value, by, groups, size, cut, unresolved, query, children } = node;
  const { limit, style, counted } = drawing;
  const remarks = [
    ...(value === undefined ? [] : [`written ${showValue(value)}`]),
    ...(by === 'extension' ? ['found without its extension'] : by === 'domain' ? ['found by its domain'] : []),
    ...(query === undefined ? [] : [`through the query ${showText(query)}`]),
    ...(groups.length === 0 ? [] : [`group ${groups.map((group) => showValue(group)).join(' and ')}`]),
    ...(counted && node.kind === 'group' && cut !== 'at fault' ? [count(size, 'recipient')] : []),
    ...(cut === undefined ? [] : [cuts[cut]]),
  ];
  const said = remarks.length === 0 ? '' : style.dim(`  (${remarks.join(', ')})`);
  const doubt = unresolved === undefined ? '' : `  ${style.warn(`[${unresolvedText(unresolved)}]`)}`;
  const name = node.kind === 'group' ? style.bold(showValue(address)) : showValue(address);
  const indent = '  '.repeat(depth);
  const groupsFirst = [...children].sort((a, b) => Number(b.kind === 'group') - Number(a.kind === 'group'));
  const shown = groupsFirst.slice(0, Math.max(limit, children.filter(({ kind }) => kind === 'group').length));
  const more =
    children.length > shown.length
      ? [`${indent}  … and ${children.length - shown.length} more; --full lists them`]
      : [];
  return [
    `${indent}${name}${said}${doubt}`,
    ...shown.flatMap((child) => treeLines(child, depth + 1, drawing)),
    ...more,
  ];
}

function limitLines({ limits: { recipients, nesting, length } }: MailView): readonly string[] {
  return [
    `Limits of Postfix, beyond which every mail to the address is put off and nobody gets it:`,
    limitLine('recipients, duplicates counted', recipients),
    limitLine('lookups in a row', nesting),
    limitLine('bytes in one address', length),
  ];
}

function limitLine(what: string, { used, atLeast, limit }: MailLimit): string {
  const left = used > limit ? `${used - limit} too many` : `${limit - used} left`;
  return `    ${atLeast ? 'at least ' : ''}${used} of ${limit} ${what}: ${left}`;
}

function sharedText(group: string, mode: 'additive' | 'ignored'): string {
  return mode === 'additive'
    ? `The manifest of ${group} is additive: the directory may hold further members.`
    : `The manifest of ${group} is ignored: the directory alone decides about its members.`;
}

function closingLine(
  { verdict, silent, deferral, recipients, limits }: MailView,
  open: number,
  refused: number,
): string {
  switch (verdict) {
    case 'delivered': {
      const twice = limits.recipients.used - recipients.length;
      const duplicates = twice > 0 ? `, ${twice} more as ${twice === 1 ? 'a duplicate' : 'duplicates'}` : '';
      const doubt = open > 0 ? `; mail to ${open} of them bounces unless there is a mailbox` : '';
      const gone = refused > 0 ? `; mail to ${refused} of them bounces` : '';
      return `${count(recipients.length, 'recipient')}${duplicates}${doubt}${gone}.`;
    }
    case 'deferred':
      return `Nobody gets it: ${deferral === undefined ? '' : deferralText(deferral, limits.recipients)}. The sender's server tries again and again (451).`;
    case 'not found': {
      if (silent === 'hyphen')
        return 'Refused (501): the address begins with a hyphen, and only "allow_min_user = yes" in main.cf lets it in.';
      const why = {
        'empty group': 'the group has no members',
        'disabled group': 'the group is disabled',
        none: 'no group has the address',
      };
      return `Not found: ${why[silent ?? 'none']}. A mailbox of that name gets the mail; without one it is refused (550).`;
    }
  }
}
