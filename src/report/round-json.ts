import { sortDiagnostics } from '../model/diagnostic.ts';
import type { Round } from '../model/round.ts';
import { applyDocument } from './apply-json.ts';
import { jsonDiagnostic } from './diagnostics-json.ts';
import { encodeJson } from './encode-json.ts';
import { planDocument } from './plan-json.ts';
import type { RoundDocument } from './round-schema.ts';
import { leftOf } from './round-words.ts';

/** An unattended run as JSON text (`schema/reconcile.schema.json`), whether it came to its end or not. */
export function roundToJson(round: Round, { tool }: { readonly tool: string }): string {
  const { plan, results, undoFile, trouble } = round;
  const left = leftOf(round);
  const document: RoundDocument = {
    format: 'rollcall.reconcile',
    version: 1,
    tool,
    startedAt: round.startedAt.toISOString(),
    seconds: rounded(round.seconds),
    goal: round.goal,
    exitCode: round.code,
    tip: round.tip ?? null,
    revision: round.revision ?? null,
    phases: round.phases.map(({ name, end, said, seconds }) => ({ name, end, said, seconds: rounded(seconds) })),
    trouble: trouble === undefined ? null : { message: trouble.message, hint: trouble.hint },
    diagnostics: sortDiagnostics(round.diagnostics).map(jsonDiagnostic),
    plan: plan === undefined ? null : planDocument(plan, { tool }),
    apply:
      plan === undefined || results.length === 0
        ? null
        : applyDocument(results, { tool, target: plan.target, left, undoFile, causes: plan.causes }),
  };
  return encodeJson(document);
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(3));
}
