import type { Adoption } from '../model/adoption.ts';
import { encodeTerminal } from './encode-terminal.ts';
import type { Style } from './style.ts';
import { count } from './wording.ts';

/** What an import wrote, for a person: each file that changed, each group that was left out, the counts in the last line. */
export function adoptionToText({ files, skipped, missing }: Adoption, { style }: { readonly style: Style }): string {
  const number = (kind: string): number => files.filter((file) => file.kind === kind).length;
  const lines = [
    ...files
      .filter(({ kind }) => kind !== 'unchanged')
      .map(({ kind, file }) => (kind === 'created' ? style.add(`+ ${shown(file)}`) : style.change(`~ ${shown(file)}`))),
    ...skipped.flatMap(({ dn, problem, hint }) => [
      style.warn(`! ${shown(dn)}: ${shown(problem)}`),
      `    ${style.dim('hint:')} ${shown(hint)}`,
    ]),
    ...missing.map(({ file, address }) =>
      style.dim(`  ${shown(file)} declares ${shown(address)}, which the directory does not hold`),
    ),
    `Imported ${count(files.length, 'group')}: ${number('created')} created, ${number('updated')} updated, ${number('unchanged')} unchanged, ${skipped.length} not adopted.`,
  ];
  return `${lines.join('\n')}\n`;
}

function shown(text: string): string {
  return encodeTerminal(text);
}
