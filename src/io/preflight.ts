import { assertionFailed, isPassing, isStale, resultHint, resultName } from '../ldap/result-code.ts';
import type { Entry } from '../model/entry.ts';
import type { Operation } from '../model/operation.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Step } from '../model/plan.ts';
import type { DirectoryReader, DirectoryWriter, Rehearsal } from './directory.ts';
import { inParallel } from './in-parallel.ts';
import { LargeLosses } from './large-request.ts';
import { PassingFailure, Patience, type RetryLimits } from './patience.ts';

/** What checking steps needs besides them. */
export interface Inspection {
  readonly reader: DirectoryReader;
  readonly writer: DirectoryWriter;
  readonly retry: RetryLimits;
  readonly signal: AbortSignal;
  readonly inFlight: number;
  /** Attributes that entries of this server have, in lower case (`storedAttributes`); undefined for a file. */
  readonly stored: ReadonlySet<string> | undefined;
  readonly onProgress: (done: number) => void;
}

/** What the directory said beforehand: the steps that it would refuse, or that it cannot say. */
export type Preflight =
  | {
      readonly kind: 'checked';
      readonly refused: ReadonlyMap<Step, Outcome>;
      /** Attributes that kept requests from being checked, because no entry has them yet. */
      readonly unseen: readonly string[];
    }
  | { readonly kind: 'unsupported' }
  /** It was asked to stop before all was checked. */
  | { readonly kind: 'interrupted' };

/**
 * Has the directory check every request of every step and write none. The first goes alone: if a server carried it out
 * after all, that is one step and not all. An entry that changed in the meantime is no refusal: applying reads it again.
 * A request that brings an attribute which no entry has yet is never sent as a check (decision 0006).
 */
export async function preflight(steps: readonly Step[], inspection: Inspection): Promise<Preflight> {
  try {
    const checked = await checkAll(steps, inspection);
    return inspection.signal.aborted ? { kind: 'interrupted' } : checked;
  } catch (error) {
    if (error instanceof PassingFailure && inspection.signal.aborted) return { kind: 'interrupted' };
    throw error;
  }
}

async function checkAll(steps: readonly Step[], inspection: Inspection): Promise<Preflight> {
  const all = steps.flatMap((step) => checkable(step).map((operation) => ({ step, operation })));
  const isSafe = ({ operation }: (typeof all)[number]): boolean => unseenIn(operation, inspection.stored).length === 0;
  const requests = all.filter(isSafe);
  const unseen = [...new Set(all.flatMap(({ operation }) => unseenIn(operation, inspection.stored)))].sort();
  const refused = new Map<Step, Outcome>();
  const [first, ...others] = requests;
  if (first === undefined) return { kind: 'checked', refused, unseen };
  let done = 0;
  const check = async ({ step, operation }: (typeof requests)[number]): Promise<Rehearsal['kind'] | 'failed'> => {
    const said = await checkOne(step, operation, inspection);
    if (said.kind === 'refused' && !isStale(said.code)) refused.set(step, refusal(operation, said));
    if (said.kind === 'failed') refused.set(step, said);
    done += 1;
    inspection.onProgress(done);
    return said.kind;
  };
  if ((await check(first)) === 'unsupported') return { kind: 'unsupported' };
  await inParallel(others, inspection.inFlight, async (request) => {
    if (!inspection.signal.aborted) await check(request);
  });
  return { kind: 'checked', refused, unseen };
}

/** The requests of a step as they can be checked before any is sent: a renamed entry still has the name that it has. */
function checkable({ change: { dn }, operations }: Step): readonly Operation[] {
  const isRenamed = operations.some(({ kind }) => kind === 'rename');
  return isRenamed ? operations.map((operation) => ({ ...operation, dn })) : operations;
}

/** The attributes that some entry has, in lower case. */
export function storedAttributes(entries: readonly Entry[]): ReadonlySet<string> {
  const stored = new Set<string>();
  for (const { attributes } of entries) {
    for (const { name, values } of attributes) if (values.length > 0) stored.add(name.toLowerCase());
  }
  return stored;
}

/** The attributes that a request would store and no entry has. */
function unseenIn(operation: Operation, stored: Inspection['stored']): readonly string[] {
  if (stored === undefined) return [];
  return broughtBy(operation).filter((name) => !stored.has(name.toLowerCase()));
}

function broughtBy(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'add':
      return operation.attributes.map(({ name }) => name);
    case 'modify':
      return operation.modifications
        .filter(({ kind, values }) => kind !== 'delete' && values.length > 0)
        .map(({ attribute }) => attribute);
    case 'delete':
      return [];
    case 'rename':
      return [operation.newRdn.split('=', 1).join('')];
  }
}

async function checkOne(
  step: Step,
  operation: Operation,
  { reader, writer, retry, signal }: Inspection,
): Promise<Rehearsal | Extract<Outcome, { kind: 'failed' }>> {
  const patience = new Patience(retry);
  const large = new LargeLosses();
  let { precondition } = step;
  for (;;) {
    try {
      const said = await writer.check(operation, precondition);
      if (said.kind === 'refused' && said.code === assertionFailed && precondition !== undefined) {
        precondition = undefined; // the entry changed, or slapo-unique is in the way; the rest can be checked all the same
        continue;
      }
      if (said.kind !== 'refused' || !isPassing(said.code) || !(await patience.next(signal))) return said;
    } catch (error) {
      if (!(error instanceof PassingFailure)) throw error;
      const tooLarge = large.after(operation);
      if (tooLarge === undefined && !(await patience.next(signal))) throw error;
      await reader.read(step.change.dn); // over a new connection
      if (tooLarge !== undefined) return tooLarge;
    }
  }
}

function refusal(operation: Operation, { code, message }: Rehearsal & { kind: 'refused' }): Outcome {
  const said = message === '' ? '' : `: ${message}`;
  const reason = `${operation.kind} ${operation.dn} would be refused with ${resultName(code)}${said}`;
  return { kind: 'failed', reason, hint: resultHint(code) };
}
