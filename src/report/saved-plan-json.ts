import type { Refusal } from '../model/saved-plan.ts';
import { encodeJson } from './encode-json.ts';
import { type SavedPlanContent, type SavedPlanDocument, savedPlanSchema } from './saved-plan-schema.ts';

/** A saved plan as the text of its file (`schema/saved-plan.schema.json`). */
export function savedPlanToJson(content: SavedPlanContent, digest: string): string {
  const document: SavedPlanDocument = { format: 'rollcall.saved-plan', version: 1, digest, content };
  return encodeJson(document);
}

/** A saved plan from the text of its file, or why it is none. Nothing but what `savedPlanToJson` writes is taken. */
export function savedPlanFromJson(text: string): SavedPlanDocument | Refusal {
  const parsed = parse(text);
  if ('message' in parsed) return parsed;
  const { format, version } = propertiesOf(parsed.value);
  if (format !== 'rollcall.saved-plan') return notSaved;
  if (version !== 1) return otherVersion(version);
  const result = savedPlanSchema.safeParse(parsed.value);
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    return { message: `does not have the form of a saved plan${where}: ${issue?.message ?? 'unknown'}`, hint: makeNew };
  }
  return encodeJson(parsed.value) === text ? result.data : changedPlan;
}

/** Somebody, or something on the way, changed the file after it had been written. */
export const changedPlan: Refusal = {
  message: 'was changed after it was saved',
  hint: 'Do not trust it. Find out who changed it, and make a new plan.',
};

const makeNew = 'Make a new plan with plan --out.';

const notSaved: Refusal = {
  message: 'is JSON, but not a saved plan',
  hint: `${makeNew} What plan --format json prints is for reading.`,
};

function otherVersion(version: unknown): Refusal {
  const isNewer = typeof version === 'number' && version > 1;
  return {
    message: isNewer
      ? `has version ${version} of the format, which is newer than this Rollcall`
      : `has version ${JSON.stringify(version) ?? 'none'} of the format, which this Rollcall does not read any more`,
    hint: `This Rollcall reads version 1. ${makeNew}`,
  };
}

function parse(text: string): { readonly value: unknown } | Refusal {
  if (text.trim() === '') return { message: 'is empty', hint: makeNew };
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    const isCut = text.startsWith('{') && !text.endsWith('}\n');
    return isCut
      ? { message: 'is cut off: its end is missing', hint: `Copy the whole file again. ${makeNew}` }
      : { message: 'is not JSON', hint: makeNew };
  }
}

function propertiesOf(value: unknown): { readonly format?: unknown; readonly version?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}
