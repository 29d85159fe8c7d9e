import type { Finding } from '../../model/diagnosis.ts';
import type { DoctorFacts, RootDse } from './facts.ts';
import { note, ok, warning } from './finding.ts';

/** Which product it is. */
export function checkServer({ rootDse }: DoctorFacts): readonly Finding[] {
  switch (rootDse.kind) {
    case 'skipped':
      return [];
    case 'failed': {
      const hint =
        'Let the bind DN read the root DSE (the entry without a name); Rollcall learns there what it can use.';
      return [warning(`the server does not say what it is: ${rootDse.message}`, hint)];
    }
    case 'known':
      return [judge(rootDse.fact)];
  }
}

function judge({ kind, vendor }: RootDse): Finding {
  const said = vendor === undefined ? '' : `: ${vendor}`;
  switch (kind) {
    case 'openldap':
      return ok('OpenLDAP, which does not tell its version');
    case '389-ds':
      return ok(`389 Directory Server${said}`);
    case 'active-directory':
      return note(`Active Directory or Samba${said}`, 'Groups whose members are DNs cannot be managed.');
    case 'other':
      return note(`a server that is not known to Rollcall${said}`, 'Try it on a copy first.');
  }
}
