import type { CheckName, Diagnosis, Finding } from '../../model/diagnosis.ts';
import { checkNames, postfixCheckNames } from '../../model/diagnosis.ts';
import { checkAccounts } from './accounts.ts';
import { checkBase } from './base.ts';
import { checkConnection } from './connection.ts';
import { checkControls } from './controls.ts';
import { checkEncryption } from './encryption.ts';
import { checkExpansion } from './expansion.ts';
import type { DoctorFacts } from './facts.ts';
import { checkGroups } from './groups.ts';
import { checkIdentity } from './identity.ts';
import { checkLimits } from './limits.ts';
import { checkMapAccess } from './map-access.ts';
import { checkMapLookup } from './map-lookup.ts';
import { checkMapResult } from './map-result.ts';
import { checkPostfix } from './postfix.ts';
import { checkQueries } from './queries.ts';
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
  accounts: checkAccounts,
  limits: checkLimits,
  sizes: checkSizes,
  reading: checkReading,
  writing: checkWriting,
  queries: checkQueries,
  postfix: checkPostfix,
  'map-access': checkMapAccess,
  'map-lookup': checkMapLookup,
  'map-result': checkMapResult,
  expansion: checkExpansion,
};

/**
 * Every check, judged on what was found out; those of Postfix when a configuration of it was named, those of accounts and
 * queries when the settings have some.
 */
export function diagnose(facts: DoctorFacts): Diagnosis {
  const { settings } = facts.inputs;
  const left = [
    ...(facts.postfix.kind === 'skipped' ? postfixCheckNames : []),
    ...(facts.queries.length === 0 ? ['queries'] : []),
    ...(settings?.accountsBase === undefined ? ['accounts'] : []),
  ];
  const made = checkNames.filter((name) => !left.includes(name));
  return {
    target: { url: settings?.url ?? '', base: settings?.base ?? '' },
    checks: made.map((check) => ({ check, findings: checks[check](facts) })),
  };
}
