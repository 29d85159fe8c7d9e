import type { Finding } from '../../model/diagnosis.ts';
import type { DoctorFacts } from './facts.ts';
import { counted, failed, ok } from './finding.ts';

/** Whether the accounts can be read, completely and with their addresses. */
export function checkAccounts({ accounts, inputs }: DoctorFacts): readonly Finding[] {
  switch (accounts.kind) {
    case 'skipped':
      return [];
    case 'failed':
      return [failed(accounts)];
    case 'known': {
      const { open, disabled } = accounts.fact;
      const base = inputs.settings?.accountsBase ?? 'the base';
      const off = disabled === 0 ? '' : `, and ${disabled} that ${disabled === 1 ? 'takes' : 'take'} none`;
      return [
        ok(`${counted(open, 'account')} below ${base} ${open === 1 ? 'takes' : 'take'} mail${off}; read completely`),
      ];
    }
  }
}
