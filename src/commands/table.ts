import type { CommandSpec } from './command.ts';
import { addSpec } from './specs/add.ts';
import { applySpec } from './specs/apply.ts';
import { codeownersSpec } from './specs/codeowners.ts';
import { completionSpec } from './specs/completion.ts';
import { diffSpec } from './specs/diff.ts';
import { doctorSpec } from './specs/doctor.ts';
import { expandSpec } from './specs/expand.ts';
import { fmtSpec } from './specs/fmt.ts';
import { importSpec } from './specs/import.ts';
import { initSpec } from './specs/init.ts';
import { logSpec } from './specs/log.ts';
import { planSpec } from './specs/plan.ts';
import { postfixSpec } from './specs/postfix.ts';
import { reconcileSpec } from './specs/reconcile.ts';
import { removeSpec } from './specs/remove.ts';
import { rulesSpec } from './specs/rules.ts';
import { schemaSpec } from './specs/schema.ts';
import { validateSpec } from './specs/validate.ts';
import { whySpec } from './specs/why.ts';

/** Every command, in the order of help. The code of a command is loaded when it runs. */
export const commands: readonly CommandSpec[] = [
  initSpec,
  validateSpec,
  rulesSpec,
  planSpec,
  applySpec,
  reconcileSpec,
  importSpec,
  addSpec,
  removeSpec,
  fmtSpec,
  codeownersSpec,
  doctorSpec,
  diffSpec,
  logSpec,
  expandSpec,
  whySpec,
  postfixSpec,
  completionSpec,
  schemaSpec,
];
