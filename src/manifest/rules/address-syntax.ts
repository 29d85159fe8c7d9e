import { addressProblem } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { asciiAddress } from '../ascii-address.ts';
import type { Manifest } from '../manifest.ts';
import { quoted } from '../source.ts';
import { type Verdict, verdictAt } from './rule.ts';

/** Everything that is an address must be one that Postfix and the directory take as it is (RFC 5321, ASCII). */
export function addressSyntax(manifest: Manifest): Diagnostic[] {
  const found: Diagnostic[] = [];
  const { address, members, aliases, previously, owners, include, exclude, exceptions } = manifest;
  const excepted = exceptions.flatMap((one) => one.for ?? []);
  const others = [...include, ...exclude, ...(aliases ?? []), ...previously, ...owners, ...excepted];
  for (const node of [...(address === undefined ? [] : [address]), ...others]) {
    const verdict = addressVerdict(node.text);
    if (verdict !== undefined) found.push(verdictAt(manifest.source, node, verdict));
  }
  for (const node of members) {
    const verdict = addressVerdict(node.text);
    if (verdict !== undefined) found.push(verdictAt(manifest.source, node, verdict));
  }
  return found;
}

/** Addresses without any question, and short enough for every limit: they need no closer look. */
const ordinary = /^[A-Za-z0-9._+-]+@[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/;

function addressVerdict(text: string): Verdict | undefined {
  if (text.length <= 60 && ordinary.test(text)) return undefined;
  const problem = addressProblem(text);
  if (problem === undefined) return undefined;
  const message = `the address ${quoted(text)} ${problem}`;
  if (problem.endsWith('outside ASCII')) return { code: 'RC211', severity: 'error', message, hint: asciiHint(text) };
  return { code: 'RC210', severity: 'error', message, hint: syntaxHint(problem) };
}

function syntaxHint(problem: string): string {
  if (problem.endsWith('a comma')) return 'Give each address an entry of its own.';
  if (problem.endsWith('angle bracket')) return 'Write the address alone, without a name and without angle brackets.';
  if (problem.endsWith('a space')) return 'Delete the space: Postfix would make two recipients of it.';
  if (problem.endsWith('no local part'))
    return 'Write a whole address: a group for a domain would also take the mail of its mailboxes.';
  return 'Write a whole address, such as hq@example.net.';
}

function asciiHint(text: string): string {
  const ascii = asciiAddress(text);
  if (ascii !== undefined) return `Write the domain in its ASCII form: ${ascii}.`;
  return 'The directory stores ASCII only: use an address in ASCII letters.';
}
