import type { Finding } from '../../model/diagnosis.ts';
import type { DoctorFacts } from './facts.ts';
import { failed, ok } from './finding.ts';

/** Whether the base is there. */
export function checkBase({ inputs, base }: DoctorFacts): readonly Finding[] {
  switch (base.kind) {
    case 'skipped':
      return [];
    case 'failed':
      return [failed(base)];
    case 'known':
      return [ok(`${inputs.settings?.base ?? 'the base'} exists`)];
  }
}
