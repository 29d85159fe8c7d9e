/** How much changes, as the outputs of the action have it; empty where the command does not tell. */
export interface Counts {
  readonly adds: string;
  readonly removals: string;
  readonly groups: string;
}

/** Nothing is known. */
export const noCounts: Counts = { adds: '', removals: '', groups: '' };

/** The counts in the JSON of a plan or a comparison, or in the metrics of an unattended run. */
export function countsOf(json: string, metrics: string): Counts {
  if (metrics !== '') return inMetrics(metrics);
  if (json === '') return noCounts;
  const { summary } = JSON.parse(json) as { readonly summary?: Readonly<Record<string, unknown>> };
  if (summary === undefined) return noCounts;
  const number = (...names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (typeof summary[name] === 'number' ? summary[name] : 0), 0);
  return {
    adds: String(number('membersAdded', 'joins')),
    removals: String(number('membersRemoved', 'leaves')),
    groups: String(number('create', 'update', 'delete', 'new', 'changed', 'gone')),
  };
}

function inMetrics(text: string): Counts {
  const number = (name: string): string => new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? '';
  const [applied, pending] = [number('rollcall_applied_changes'), number('rollcall_pending_changes')];
  return {
    adds: number('rollcall_added_members'),
    removals: number('rollcall_removed_members'),
    groups: applied === '' && pending === '' ? '' : String(Number(applied) + Number(pending)),
  };
}
