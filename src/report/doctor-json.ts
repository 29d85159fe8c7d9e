import type { Diagnosis } from '../model/diagnosis.ts';
import { checkState, doctorCounts } from './doctor-counts.ts';
import type { DoctorDocument } from './doctor-schema.ts';
import { encodeJson } from './encode-json.ts';

/** A diagnosis as JSON text (`schema/doctor.schema.json`), checks in the order in which they are made. */
export function doctorToJson(diagnosis: Diagnosis, options: { readonly tool: string }): string {
  const { url, base } = diagnosis.target;
  const document: DoctorDocument = {
    format: 'rollcall.doctor',
    version: 1,
    tool: options.tool,
    target: { url, base },
    summary: doctorCounts(diagnosis),
    checks: diagnosis.checks.map((check) => ({
      check: check.check,
      state: checkState(check),
      findings: check.findings.map(({ state, message, hint }) => ({ state, message, hint: hint ?? null })),
    })),
  };
  return encodeJson(document);
}
