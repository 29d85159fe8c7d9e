import type { Finding } from '../../model/diagnosis.ts';
import { type DoctorFacts, known, type TlsFacts } from './facts.ts';
import { counted, note, ok, warning } from './finding.ts';

const day = 86_400_000;

/** Whether the connection is encrypted, with what, and for how long the certificate is valid. */
export function checkEncryption({ inputs, connection, rootDse, now }: DoctorFacts): readonly Finding[] {
  const fact = known(connection);
  if (fact === undefined || inputs.settings?.isFile !== false) return [];
  if (fact.tls !== undefined) return tlsFindings(fact.tls, now);
  if (fact.reach === 'local') return [ok('not encrypted, and it does not leave this machine')];
  const offered = known(rootDse)?.extensions.has('1.3.6.1.4.1.1466.20037') === true;
  const hint = offered
    ? 'The server offers StartTLS: set directory.tls.startTls: true.'
    : 'Set up TLS on the server, then use ldaps:// or directory.tls.startTls: true.';
  return [warning('not encrypted: others on the network can read and change what is sent, passwords included', hint)];
}

function tlsFindings({ protocol, cipher, subject, issuer, validUntil }: TlsFacts, now: number): readonly Finding[] {
  const agreed = ok(`${protocol} with ${cipher}; certificate of ${subject}, issued by ${issuer}`);
  const days = Math.floor((validUntil.getTime() - now) / day);
  if (Number.isNaN(days)) return [agreed, note('the last day of the certificate cannot be told', undefined)];
  const until = `the certificate is valid for ${days < 1 ? 'less than a day' : counted(days, 'more day')}`;
  const hint = 'Renew it: from its last day on, nothing is read or written.';
  return [agreed, days < 30 ? warning(until, hint) : ok(until)];
}
