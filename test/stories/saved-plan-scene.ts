import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { digestOf } from '../../src/plan/fingerprint.ts';
import { savedPlanToJson } from '../../src/report/saved-plan-json.ts';
import { type SavedPlanContent, type SavedPlanDocument, savedPlanSchema } from '../../src/report/saved-plan-schema.ts';
import type { Scene, Stage } from '../kit/stage.ts';
import { groupLdif, manifest } from '../kit/texts.ts';
import type { CommandResult } from '../kit/workspace.ts';

/** Groups of the scene. */
export const hq = 'hq@example.net';
/** Another one. */
export const ops = 'ops@example.net';
/** A third one. */
export const it_ = 'it@example.net';
/** People. */
export const ann = 'ann@example.net';
/** Another person. */
export const bob = 'bob@example.net';
/** A person whom no manifest names. */
export const eve = 'eve@example.net';

/** Two groups get a member, and one is new. */
export const threeSteps: Scene = {
  entries: [groupLdif(hq, [ann], ['mailEnabled: TRUE']), groupLdif(ops, [ann], ['mailEnabled: TRUE'])],
  manifests: {
    'hq.yaml': manifest(hq, [ann, bob]),
    'it.yaml': manifest(it_, [ann]),
    'ops.yaml': manifest(ops, [ann, bob]),
  },
};

/** Saves the plan as plan.json and gives the SHA-256 that was printed. */
export async function save({ workspace }: Stage, ...flags: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await workspace.run(['plan', '--out', 'plan.json', ...flags]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return /^SHA-256: ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? expect.unreachable();
}

/** Applies plan.json. */
export function applySaved({ workspace }: Stage, ...flags: readonly string[]): Promise<CommandResult> {
  return workspace.run(['apply', 'plan.json', '--yes', ...flags]);
}

/** What plan.json holds. */
export function savedPlan({ workspace }: Stage): SavedPlanDocument {
  return savedPlanSchema.parse(JSON.parse(workspace.read('plan.json')));
}

/** Writes plan.json with another content and a digest that fits it, as somebody would who knows how. */
export function forge(stage: Stage, edit: (content: SavedPlanContent) => SavedPlanContent): void {
  const content = edit(savedPlan(stage).content);
  stage.workspace.write('plan.json', savedPlanToJson(content, digestOf(content)));
}

/** Replaces one text in a file of the workspace. */
export function replaceIn({ workspace }: Stage, path: string, from: string, to: string): void {
  const text = readFileSync(join(workspace.folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(workspace.folder, path), text.replace(from, to));
}
