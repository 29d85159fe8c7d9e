import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { dnKey } from '../../src/ldap/dn.ts';
import { defaultSafety, type SafetyLimits, type Threshold } from '../../src/model/safety.ts';
import type { JsonOperation } from '../../src/report/operation-schema.ts';
import { type PlanDocument, planSchema } from '../../src/report/plan-schema.ts';
import type { JsonValue } from '../../src/report/value-schema.ts';
import type { AuditRecord } from '../kit/audit-log.ts';
import type { ServerStage, Tree } from '../kit/stage.ts';
import type { CommandResult } from '../kit/workspace.ts';

/** In which ways a test differs from an ordinary apply. */
export interface LawOptions {
  /** Options of every plan and apply, such as `--bootstrap`. */
  readonly flags?: readonly string[];
  /** The limits that the settings name, where they are not the usual ones. */
  readonly limits?: SafetyLimits;
  /** DNs of groups whose removals or deletion somebody agreed to by name. */
  readonly agreed?: readonly string[];
  /** Whether what was applied may be taken back (`--undo-on-failure`). */
  readonly takesBack?: boolean;
  /** Variables of the command lines that the laws run themselves; these go straight to the server, past any proxy. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What holds whatever goes wrong, in one test. */
export interface Laws {
  /** What was planned at the beginning; undefined when nothing could be planned, and so nothing may be written. */
  readonly plan: PlanDocument | undefined;
  /** The groups as they were at the beginning. */
  readonly before: Tree;
  /** Call it after somebody else's edit: what is planned from now on may be written as well. */
  readonly planAgain: () => Promise<void>;
  /** What Rollcall wrote since the beginning, oldest first; what others wrote is left out. */
  readonly writes: () => Promise<readonly AuditRecord[]>;
  /** Everything that must be true after a run, or after several at once; what Rollcall wrote since the beginning. */
  readonly hold: (...results: readonly CommandResult[]) => Promise<readonly AuditRecord[]>;
  /** Call it when nothing is wrong any more: one run makes everything as declared, the next writes nothing. */
  readonly converges: () => Promise<void>;
  /** The undo file of the only run brings back, through ldapmodify, what was there at the beginning. */
  readonly undoes: () => Promise<void>;
}

/** Looks at what is there and what is planned, straight at the server. Call it before anything goes wrong. */
export async function lawsOf(stage: ServerStage, options: LawOptions = {}): Promise<Laws> {
  const { workspace, slapd } = stage;
  const { flags = [], limits = defaultSafety, agreed = [], takesBack = false } = options;
  const variables = { ROLLCALL_URL: slapd.url, ...options.variables };
  const [before, start] = [await stage.tree(), (await stage.writes()).length];
  const allowed = new Set<string>();
  const sizes = new Map<string, number>();
  const unmanaged = new Set<string>();
  const look = async (): Promise<PlanDocument | undefined> => {
    for (const [dn, size] of sizesOf(await stage.tree())) sizes.set(dn, Math.max(size, sizes.get(dn) ?? 0));
    const { code, stdout } = await workspace.run(['plan', '--format', 'json', ...flags], { variables });
    if (code !== 0 && code !== 3 && code !== 5) return undefined;
    const plan = planSchema.parse(JSON.parse(stdout));
    for (const { operations, inverse } of plan.steps) {
      for (const atom of [...operations, ...(takesBack ? inverse : [])].flatMap(atomsOfOperation)) allowed.add(atom);
    }
    for (const { dn } of plan.unmanaged) unmanaged.add(dnKey(dn));
    return plan;
  };
  const plan = await look();
  const writes = async (): Promise<readonly AuditRecord[]> => (await stage.writes()).slice(start).filter(isOurs);
  const run = (words: readonly string[]): Promise<CommandResult> => workspace.run([...words, ...flags], { variables });
  return {
    plan,
    before,
    planAgain: async () => void (await look()),
    writes,
    hold: async (...results) => {
      const ours = await writes();
      expect(ours.flatMap(atomsOfRecord).filter((atom) => !allowed.has(atom))).toEqual([]); // SI1
      expect(ours.filter(({ dn }) => unmanaged.has(dnKey(dn)))).toEqual([]); // SI2
      if (!takesBack) expectWithin(limits, sizes, lossesOf(ours, agreed.map(dnKey))); // SI3
      expect(ours.flatMap(({ changes }) => changes.filter(isMemberReplace))).toEqual([]); // SI4
      for (const { stderr } of results) expect(stderr).not.toContain('this is a bug');
      if (results.some(({ code }) => code === 0)) await expectAgreement(run); // SI5
      return ours;
    },
    converges: async () => {
      const first = await run(['apply', '--yes']);
      expect(first, first.stdout + first.stderr).toMatchObject({ code: 0 });
      const count = (await stage.writes()).length;
      const second = await run(['apply', '--yes']);
      expect(second, second.stderr).toMatchObject({ code: 0, stderr: '' });
      expect(second.stdout).toContain('Nothing to do');
      expect((await stage.writes()).length).toBe(count);
    },
    undoes: async () => {
      const [file = '', ...others] = undoFilesOf(stage);
      expect(others).toEqual([]);
      expect(await slapd.ldapmodify(workspace.read(file))).toMatchObject({ code: 0, stderr: '' });
      expect(await stage.tree()).toEqual(before);
    },
  };
}

/** The undo files below the workspace's `.rollcall`, the oldest first. */
export function undoFilesOf({ workspace }: ServerStage): readonly string[] {
  const names = readdirSync(join(workspace.folder, '.rollcall')).filter((name) => name.endsWith('.ldif'));
  return names.sort().map((name) => join('.rollcall', name));
}

/** The service account wrote it; the tests' own edits are made by others. */
function isOurs({ text }: AuditRecord): boolean {
  return /^# \S+ \d+ \S+ cn=rollcall,/m.test(text);
}

async function expectAgreement(run: (words: readonly string[]) => Promise<CommandResult>): Promise<void> {
  const { code, stdout, stderr } = await run(['plan', '--detailed-exitcode']);
  expect({ code, told: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, told: '' });
}

/** One value of one attribute of one entry with what happens to it, so that parts and orders do not count. */
function atom(dn: string, what: string, attribute = '', value = ''): string {
  return [dnKey(dn), what, attribute.toLowerCase(), value].join(' | ');
}

function atomsOfOperation(operation: JsonOperation): readonly string[] {
  const { dn } = operation;
  switch (operation.kind) {
    case 'add': {
      const values = operation.attributes.flatMap(({ name, values }) =>
        values.map((value) => atom(dn, 'add', name, textOf(value))),
      );
      return [atom(dn, 'create'), ...values];
    }
    case 'modify':
      return operation.modifications.flatMap(({ kind, attribute, values }) =>
        values.length === 0
          ? [atom(dn, kind, attribute)]
          : values.map((value) => atom(dn, kind, attribute, textOf(value))),
      );
    case 'delete':
      return [atom(dn, 'delete')];
    case 'rename':
      return [atom(dn, 'modrdn', 'to', operation.newRdn)];
  }
}

function atomsOfRecord({ dn, changetype, changes }: AuditRecord): readonly string[] {
  const values = changes.flatMap(({ op, attribute, values }) => {
    const what = op === 'value' ? 'add' : op;
    return values.length === 0 ? [atom(dn, what, attribute)] : values.map((value) => atom(dn, what, attribute, value));
  });
  if (changetype === 'modify') return values;
  const [name] = changes.filter(({ attribute }) => attribute === 'newrdn').flatMap((change) => change.values);
  if (changetype === 'modrdn') return [atom(dn, 'modrdn', 'to', name)];
  return changetype === 'add' ? [atom(dn, 'create'), ...values] : [atom(dn, changetype)];
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : Buffer.from(value.base64, 'base64').toString();
}

function isMember(attribute: string): boolean {
  return /^(mailGroupMember|rfc822MailMember)$/i.test(attribute);
}

function isMemberReplace({ op, attribute }: AuditRecord['changes'][number]): boolean {
  return op === 'replace' && isMember(attribute);
}

function sizesOf(tree: Tree): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(tree).map(([dn, attributes]) => [
      dnKey(dn),
      Object.entries(attributes).reduce((sum, [name, values]) => sum + (isMember(name) ? values.length : 0), 0),
    ]),
  );
}

interface Losses {
  /** By DN key, how many member values were deleted and not put back. */
  readonly members: ReadonlyMap<string, number>;
  readonly deleted: number;
}

function lossesOf(records: readonly AuditRecord[], agreed: readonly string[]): Losses {
  const members = new Map<string, number>();
  const counted = records.filter(({ dn }) => !agreed.includes(dnKey(dn)));
  for (const dn of new Set(counted.map((record) => dnKey(record.dn)))) {
    const changes = counted.filter((record) => dnKey(record.dn) === dn).flatMap((record) => record.changes);
    const valuesOf = (op: string): readonly string[] =>
      changes
        .filter((change) => change.op === op && isMember(change.attribute))
        .flatMap(({ values }) => values.map((value) => value.trim().toLowerCase()));
    const put = new Set(valuesOf('add'));
    members.set(dn, valuesOf('delete').filter((value) => !put.has(value)).length);
  }
  return { members, deleted: counted.filter(({ changetype }) => changetype === 'delete').length };
}

function expectWithin(limits: SafetyLimits, sizes: ReadonlyMap<string, number>, { members, deleted }: Losses): void {
  const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);
  const tooMany = [...members].filter(([dn, lost]) => exceeds(lost, sizes.get(dn) ?? 0, limits.perGroup));
  expect(tooMany).toEqual([]);
  expect(exceeds(sum(members.values()), sum(sizes.values()), limits.perRun)).toBe(false);
  expect(exceeds(deleted, sizes.size, limits.deletions)).toBe(false);
}

function exceeds(count: number, total: number, { floor, percent }: Threshold): boolean {
  return count > floor && count * 100 > percent * total;
}
