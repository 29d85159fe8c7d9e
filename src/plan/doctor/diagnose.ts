import type { CheckName, Diagnosis, Finding } from '../../model/diagnosis.ts';
import { checkNames } from '../../model/diagnosis.ts';
import { checkBase } from './base.ts';
import { checkConnection } from './connection.ts';
import { checkControls } from './controls.ts';
import { checkEncryption } from './encryption.ts';
import type { DoctorFacts } from './facts.ts';
import { checkGroups } from './groups.ts';
import { checkIdentity } from './identity.ts';
import { checkLimits } from './limits.ts';
import { checkReading } from './reading.ts';
import { checkSchema } from './schema.ts';
import { checkServer } from './server.ts';
import { checkSettings } from './settings.ts';
import { checkSizes } from './sizes.ts';
import { checkWriting } from './writing.ts';

const checks: Readonly<Record<CheckName, (facts: DoctorFacts) => readonly Finding[]>> = {
  settings: checkSettings,
  connection: checkConnection,
  encryption: checkEncryption,
  identity: checkIdentity,
  server: checkServer,
  base: checkBase,
  schema: checkSchema,
  controls: checkControls,
  groups: checkGroups,
  limits: checkLimits,
  sizes: checkSizes,
  reading: checkReading,
  writing: checkWriting,
};

/** Every check, judged on what was found out. */
export function diagnose(facts: DoctorFacts): Diagnosis {
  const { settings } = facts.inputs;
  return {
    target: { url: settings?.url ?? '', base: settings?.base ?? '' },
    checks: checkNames.map((check) => ({ check, findings: checks[check](facts) })),
  };
}
