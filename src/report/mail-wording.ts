import type { MailDeferral, MailLimit, MailSource, Unresolved } from '../model/mail-report.ts';
import { showValue } from './show-value.ts';

/** Addresses in a row, each leading to the next. A long way is shown by its ends. */
export function wayText(way: readonly string[]): string {
  const shown = way.length > 12 ? [...way.slice(0, 6), undefined, ...way.slice(-5)] : way;
  return shown.map((address) => (address === undefined ? '…' : showValue(address))).join(' > ');
}

/** What is wrong when Postfix puts mail off. */
export function deferralText({ reason, path }: MailDeferral, recipients: MailLimit): string {
  const last = showValue(path.at(-1) ?? '');
  switch (reason) {
    case 'recipients': {
      const found = `${recipients.atLeast ? 'at least ' : ''}${recipients.used} recipients, duplicates counted`;
      return `${found}; Postfix takes ${recipients.limit}, and ${last} goes beyond`;
    }
    case 'nesting':
      return 'too many groups in groups';
    case 'loop':
      return `the groups lead in a circle: ${wayText(path.slice(path.findIndex((step) => same(step, path.at(-1)))))}`;
    case 'length':
      return `an address is too long: ${last}`;
    case 'blank':
      return `the members of ${last} hold no address`;
    case 'unreadable':
      return `a member of ${last} is not text`;
  }
}

/** Why a recipient may not be a mailbox. */
export function unresolvedText(unresolved: Unresolved): string {
  switch (unresolved) {
    case 'itself':
      return 'the group itself: needs a mailbox';
    case 'empty group':
      return 'a group without members: needs a mailbox';
    case 'disabled group':
      return 'a disabled group: needs a mailbox';
    case 'hyphen':
      return 'begins with a hyphen: Postfix refuses it';
  }
}

/** A source with its place. */
export function sourceText(source: MailSource, place: string): string {
  return source === 'manifests' ? `manifests in ${place}` : `directory ${place}`;
}

function same(a: string, b: string | undefined): boolean {
  return a.toLowerCase() === b?.toLowerCase();
}
