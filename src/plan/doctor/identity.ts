import { dnKey } from '../../ldap/dn.ts';
import type { Finding } from '../../model/diagnosis.ts';
import { type DoctorFacts, known, type SettingsFacts } from './facts.ts';
import { error, failed, note, ok, warning } from './finding.ts';

/** Who we are for the server (RFC 4532), against who the settings want to be. */
export function checkIdentity({ inputs, connection, identity }: DoctorFacts): readonly Finding[] {
  const { settings } = inputs;
  if (settings === undefined || settings.isFile || known(connection) === undefined) return [];
  switch (identity.kind) {
    case 'skipped':
      return [];
    case 'failed':
      return [failed(identity)];
    case 'known':
      return [judge(settings.bind, identity.fact)];
  }
}

function judge(bind: SettingsFacts['bind'], identity: string | undefined): Finding {
  if (identity === undefined) return note('the server does not tell who we are for it', undefined);
  if (identity === '') {
    return bind.kind === 'anonymous'
      ? warning('we are nobody (anonymous)', 'Name an account in directory.bind; most servers let nobody write.')
      : error('the server takes us for nobody, though we bound', 'Look into the log of the server.');
  }
  if (bind.kind !== 'simple') return ok(`we are ${identity}`);
  const dn = /^dn:(.*)$/is.exec(identity)?.[1];
  if (dn !== undefined && dnKey(dn) === dnKey(bind.dn)) return ok(`we are ${dn}`);
  return note(`we bind as ${bind.dn}, and the server takes us for ${identity}`, 'Give the rights to the second one.');
}
