import { nearestAddress } from '../manifest/nearest.ts';
import { Failure } from '../model/failure.ts';
import { unansweredQueries } from '../model/group.ts';
import { editToText } from '../report/edit-text.ts';
import { encodeTerminal } from '../report/encode-terminal.ts';
import { unansweredSentence } from '../report/wording.ts';
import type { Context } from './context.ts';
import { checkEdit, type GroupEditOptions, type OpenGroup, openGroup, writeEdit } from './edit-group.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

/** Options of `remove`. */
export interface RemoveOptions extends GroupEditOptions {
  /** Whether the group may lose its last member. */
  readonly allowEmpty: boolean;
}

/** Takes members out of a manifest; comments and order of everything else stay. */
export async function run(context: Context, options: RemoveOptions): Promise<ExitCode> {
  const open = await openGroup(context, options);
  if (open === undefined) return exitCode.input;
  const { group, own, keyOf } = open;
  const wanted = new Map(options.members.map((member) => [keyOf(member), member]));
  const gone = [...wanted.keys()].flatMap((key) => own.get(key) ?? []);
  const absent = [...wanted].filter(([key]) => !own.has(key));
  refuseIncluded(open, new Map(absent));
  refuseQueried(
    open,
    absent.map(([, member]) => member),
  );
  if (gone.length > 0) {
    const checked = checkEdit(context, open, { removeMembers: gone, addMembers: [], set: [] }, []);
    if (checked === undefined) return exitCode.input;
    const isOpen = unansweredQueries([checked.group]).length > 0;
    if (checked.group.members.length === 0 && !isOpen && !options.allowEmpty) {
      const message = `${group.address} would be left without a member, and its mail would be refused`;
      throw new Failure('input', message, 'With --allow-empty, that is what you want. Nothing was written.');
    }
    refuseIncluded({ ...open, group: checked.group }, new Map(gone.map((member) => [keyOf(member), member])));
    writeEdit(context, group, checked.text);
    if (isOpen) context.err(`${encodeTerminal(unansweredSentence(unansweredQueries([checked.group])))}\n`);
  }
  const near = absent.map(([, member]) => {
    const other = nearestAddress(member, [...own.values()]);
    return other === undefined ? member : `${member} (there is ${other})`;
  });
  const { address, file } = group;
  const edit = { address, file, verb: 'removed', changed: gone, same: near, details: [] } as const;
  context.out(editToText(edit, { style: context.outStyle }));
  return exitCode.done;
}

/** A member that comes with an included group stays, whatever the list says. */
function refuseIncluded({ group, keyOf }: OpenGroup, wanted: ReadonlyMap<string, string>): void {
  const via = group.composition?.via ?? new Map<string, readonly string[]>();
  for (const [member, groups] of via) {
    if (!wanted.has(keyOf(member))) continue;
    const message = `${member} is a member of ${group.address} through ${groups.join(', ')}, which ${group.file} includes`;
    throw new Failure('input', message, `Remove it there, or add it to exclude in ${group.file}. Nothing was written.`);
  }
}

/** Whoever the manifest does not list may be a member by a query, which only the directory can tell. */
function refuseQueried({ group, keyOf }: OpenGroup, absent: readonly string[]): void {
  const queries = unansweredQueries([group]);
  const excluded = new Set(group.composition?.exclude.map(keyOf));
  const unsure = absent.filter((member) => !excluded.has(keyOf(member)));
  if (queries.length === 0 || unsure.length === 0) return;
  const by = queries.length === 1 ? `the query ${queries[0]}` : `the queries ${queries.join(', ')}`;
  const message = `${unsure.join(', ')} is not listed in ${group.file}, and may be a member of ${group.address} through ${by}`;
  throw new Failure('input', message, `Add it to exclude in ${group.file}. Nothing was written.`);
}
