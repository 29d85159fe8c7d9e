import type { Value } from '../../../src/model/entry.ts';
import { expandAddress } from '../../../src/plan/mail/expand.ts';
import { type MailRules, postfixRules } from '../../../src/plan/mail/mail-rules.ts';
import { quoteLocalPart } from '../../../src/plan/mail/quoting.ts';
import { type Delivery, type Postfix, startPostfix } from '../../kit/postfix.ts';
import { type Slapd, startSlapd } from '../../kit/slapd.ts';
import { mapOf, type World } from './world.ts';

/** A directory and the Postfix that reads it, for many small worlds at once: each has a domain of its own. */
export interface PostOffice {
  readonly postfix: Postfix;
  readonly slapd: Slapd;
  /** Puts the groups of worlds into the directory. */
  readonly load: (...worlds: readonly World[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What the Postfix of these tests is set up with. */
export const officeRules: MailRules = { ...postfixRules, origin: 'mx.example.net' };

/** Starts a directory and a Postfix that reads the groups in it. */
export async function openPostOffice(): Promise<PostOffice> {
  const slapd = await startSlapd({ tls: 'none', auditlog: false });
  try {
    const postfix = await startPostfix({
      ldapUrl: slapd.url,
      groupsBase: slapd.groupsBase,
      peopleBase: slapd.peopleBase,
      main: { append_dot_mydomain: 'no' },
    });
    const stop = async (): Promise<void> => {
      await postfix.stop();
      await slapd.stop();
    };
    return { postfix, slapd, load: (...worlds) => load(slapd, worlds), stop };
  } catch (error) {
    await slapd.stop();
    throw error;
  }
}

/** The same world with another domain in the place of `x`. */
export function movedTo(domain: string, world: World): World {
  const moved = (text: string): string =>
    text.replace(/@x\b/gi, (found) => (found === '@x' ? `@${domain}` : `@${domain.toUpperCase()}`));
  return Object.fromEntries(
    Object.entries(world).map(([address, values]) => [
      moved(address),
      values.map((value) => (typeof value === 'string' ? moved(value) : value)),
    ]),
  );
}

/** What we say of one mail, in the words of a delivery. One whose domain is none stays a recipient, and bounces. */
export function foretold(
  world: World,
  address: string,
  rules: MailRules = officeRules,
): Pick<Delivery, 'outcome' | 'recipients'> {
  const { verdict, recipients } = expandAddress(address, mapOf(world), rules);
  if (verdict === 'delivered') {
    return {
      outcome: 'delivered',
      recipients: recipients
        .map((found) => quoteLocalPart(found.address))
        .filter((found) => /^[^-].*@[^@]*[a-z0-9][^@]*$/i.test(found))
        .sort(),
    };
  }
  return { outcome: verdict === 'deferred' ? 'deferred' : 'refused', recipients: [] };
}

/** What Postfix does with one mail. */
export async function delivered(
  { postfix }: PostOffice,
  address: string,
): Promise<Pick<Delivery, 'outcome' | 'recipients'>> {
  const { outcome, recipients } = await postfix.deliver(address);
  return { outcome, recipients: [...recipients].sort() };
}

async function load(slapd: Slapd, worlds: readonly World[]): Promise<void> {
  const entries = worlds.flatMap((world) =>
    Object.entries(world).map(([address, values]) => entry(slapd, address, values)),
  );
  const added = await slapd.ldapadd(entries.join('\n'));
  if (added.code !== 0) throw new Error(`ldapadd: ${added.stderr}`);
}

function entry({ groupsBase }: Slapd, address: string, values: readonly Value[]): string {
  return [
    `dn: mail=${address.replace(/[+,"\\<>;=]/g, '\\$&')},${groupsBase}`,
    ...['top', 'organizationalPerson', 'PostfixBookMailAccount'].map((name) => `objectClass: ${name}`),
    ...['cn: group', 'sn: group', 'mailEnabled: TRUE'],
    ...values.map((value) =>
      value === '' ? 'mailGroupMember:' : `mailGroupMember:: ${Buffer.from(value).toString('base64')}`,
    ),
    '',
  ].join('\n');
}
