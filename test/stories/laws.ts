import { expect } from 'vitest';
import { dnKey } from '../../src/ldap/dn.ts';
import type { JsonOperation } from '../../src/report/operation-schema.ts';
import { type PlanDocument, planSchema } from '../../src/report/plan-schema.ts';
import type { AuditRecord } from '../kit/audit-log.ts';
import type { Stage } from '../kit/stage.ts';
import type { CommandResult } from '../kit/workspace.ts';

/** What an apply did. */
export interface Applied {
  readonly plan: PlanDocument;
  readonly result: CommandResult;
  /** The writes of this apply in the audit log; undefined where nothing keeps one. */
  readonly writes: readonly AuditRecord[] | undefined;
}

/** The plan as a value; the exit code must be the one expected. */
export async function planOf({ workspace }: Stage, code: number, ...flags: readonly string[]): Promise<PlanDocument> {
  const result = await workspace.run(['plan', '--format', 'json', ...flags]);
  expect(result.stderr).not.toContain('this is a bug');
  expect(result, result.stderr).toMatchObject({ code });
  return planSchema.parse(JSON.parse(result.stdout));
}

/** Plans, applies, proves by the audit log that exactly the plan was written, and that a second run has nothing to do. */
export async function applyAndProve(stage: Stage, ...flags: readonly string[]): Promise<Applied> {
  const applied = await applyAsPlanned(stage, 0, ...flags);
  expectAsPlanned(applied);
  await expectNothingToDo(stage, ...flags);
  return applied;
}

/** Plans and applies; the exit code of the apply must be the one expected. */
export async function applyAsPlanned(stage: Stage, code: number, ...flags: readonly string[]): Promise<Applied> {
  const forPlan = flags.filter((flag) => !flag.endsWith('preflight'));
  const plan = await planOf(stage, code === 5 ? await planCode(stage, forPlan) : code, ...forPlan);
  const before = (await stage.writes())?.length ?? 0;
  const result = await stage.workspace.run(['apply', '--yes', ...flags]);
  expect(result, result.stderr).toMatchObject({ code });
  const writes = (await stage.writes())?.slice(before);
  expect(writes?.flatMap(({ changes }) => changes.filter(isMemberReplace)) ?? []).toEqual([]);
  return { plan, result, writes };
}

async function planCode({ workspace }: Stage, flags: readonly string[]): Promise<number> {
  return (await workspace.run(['plan', ...flags])).code;
}

/** A plan is empty, and an apply writes nothing at all. */
export async function expectNothingToDo(stage: Stage, ...flags: readonly string[]): Promise<void> {
  const { workspace } = stage;
  const [files, count] = [workspace.files(), (await stage.writes())?.length];
  const plan = await workspace.run(['plan', '--detailed-exitcode', ...flags]);
  expect(plan, plan.stdout + plan.stderr).toMatchObject({ code: 0, stderr: '' });
  expect(plan.stdout).toContain('Nothing to do');
  const again = await workspace.run(['apply', '--yes', ...flags]);
  expect(again, again.stderr).toMatchObject({ code: 0, stderr: '' });
  expect(again.stdout).toContain('Nothing to do');
  expect(workspace.files()).toEqual(files);
  expect((await stage.writes())?.length).toBe(count);
}

/** The audit log holds the operations of the plan, all of them and nothing else. */
export function expectAsPlanned({ plan, writes }: Applied): void {
  const planned = plan.steps.flatMap(({ operations }) => operations.map(shapeOfOperation));
  if (writes !== undefined) expect(writes.map(shapeOfRecord).sort(byDn)).toEqual(planned.sort(byDn));
}

interface Shape {
  readonly dn: string;
  readonly changetype: string;
  readonly changes: readonly unknown[];
}

/** A planned request. Values have no order (RFC 4512 §2.5); modifications have. */
function shapeOfOperation(operation: JsonOperation): Shape {
  const { kind } = operation;
  const dn = dnKey(operation.dn);
  switch (operation.kind) {
    case 'add': {
      const changes = operation.attributes.map(({ name, values }) => ({
        op: 'value',
        attribute: name,
        values: [...values].sort(),
      }));
      return { dn, changetype: 'add', changes };
    }
    case 'modify': {
      const changes = operation.modifications.map(({ kind: op, attribute, values }) => ({
        op,
        attribute,
        values: [...values].sort(),
      }));
      return { dn, changetype: 'modify', changes };
    }
    case 'delete':
      return { dn, changetype: kind, changes: [] };
    case 'rename': {
      const { newRdn, deleteOldRdn } = operation;
      const lines = { newrdn: newRdn, deleteoldrdn: deleteOldRdn ? '1' : '0' };
      const changes = Object.entries(lines).map(([attribute, value]) => ({ op: 'value', attribute, values: [value] }));
      return { dn, changetype: 'modrdn', changes };
    }
  }
}

/** A logged request. */
function shapeOfRecord({ dn, changetype, changes }: AuditRecord): Shape {
  const sorted = changes.map((change) => ({ ...change, values: [...change.values].sort() }));
  return { dn: dnKey(dn), changetype, changes: sorted };
}

function byDn(a: Shape, b: Shape): number {
  return a.dn < b.dn ? -1 : a.dn > b.dn ? 1 : 0;
}

function isMemberReplace({ op, attribute }: AuditRecord['changes'][number]): boolean {
  return op === 'replace' && /^(mailGroupMember|rfc822MailMember)$/i.test(attribute);
}
