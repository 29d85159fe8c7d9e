import type { Plan } from '../model/plan.ts';
import { showText } from './show-value.ts';
import type { Style } from './style.ts';

/** Where something happens, and from which manifests: the first line of a report. */
export function targetLine(
  what: string,
  { target }: Pick<Plan, 'target'>,
  { revision, style }: { readonly revision: string | undefined; readonly style: Style },
): string {
  const from = revision === undefined ? 'the working directory' : `revision ${showText(revision)}`;
  const where = `${what} ${style.bold(showText(target.url))}  ${showText(target.base)}`;
  return `${where}  ${style.dim(`(manifests: ${from})`)}`;
}
