import type { TextQuestion } from '../io/confirm.ts';
import { isDn } from '../ldap/dn.ts';
import { Failure } from '../model/failure.ts';
import type { Context } from './context.ts';

/** What a new settings file is made from; what is undefined was not said. */
export interface InitAnswers {
  readonly url: string | undefined;
  readonly base: string | undefined;
  readonly bindDn: string | undefined;
  /** The file that holds the bind password. */
  readonly bindFile: string | undefined;
  readonly domains: readonly string[];
}

/** Asks on a terminal for what the flags do not say. Without one, server and base must be said: a usage Failure. */
export async function completeAnswers(context: Context, given: InitAnswers): Promise<InitAnswers> {
  if (!context.interactive) {
    const missing = [...(given.url === undefined ? ['--url'] : []), ...(given.base === undefined ? ['--base'] : [])];
    if (missing.length === 0) return given;
    const hint = 'Such as: rollcall init --url ldaps://ldap.example.net --base ou=Groups,dc=example,dc=net';
    throw new Failure('usage', `nobody can be asked here, and ${missing.join(' and ')} must be given`, hint);
  }
  const ask = async (question: TextQuestion): Promise<string> => {
    const answer = await context.ask(question);
    if (answer === undefined) throw new Failure('interrupted', 'nothing was written', 'Run it again when you like.');
    return answer;
  };
  const url = given.url ?? (await ask(questions.url));
  const base = given.base ?? (await ask(questions.base));
  const isServer = /^[a-z]+:\/\//i.test(url);
  const bindDn = given.bindDn ?? (isServer ? (await ask(questions.bindDn)) || undefined : undefined);
  const bindFile = given.bindFile ?? (bindDn === undefined ? undefined : (await ask(questions.bindFile)) || undefined);
  const domains = given.domains.length > 0 ? given.domains : (await ask(questions.domains)).split(/[\s,]+/);
  return { url, base, bindDn, bindFile, domains: domains.filter((domain) => domain !== '') };
}

const some = (answer: string): string | undefined => (answer === '' ? 'It is needed.' : undefined);
const whatever = (): undefined => undefined;

const questions = {
  url: {
    question: 'Where is the directory? (an LDAP URL, or an LDIF file)',
    example: 'ldaps://ldap.example.net',
    problem: some,
  },
  base: {
    question: 'Below which DN are the groups?',
    example: 'ou=Groups,ou=Mail,dc=example,dc=net',
    problem: (answer) =>
      some(answer) ?? (isDn(answer) ? undefined : 'That is no DN: write it like ou=Groups,dc=example,dc=net.'),
  },
  bindDn: {
    question: 'As whom does Rollcall bind? (empty: anonymously)',
    example: 'cn=rollcall,dc=example,dc=net',
    problem: (answer) => (isDn(answer) ? undefined : 'That is no DN: write it like cn=rollcall,dc=example,dc=net.'),
  },
  bindFile: {
    question: 'Which file holds its password? (empty: it comes another way)',
    example: '/run/secrets/rollcall',
    problem: whatever,
  },
  domains: {
    question: 'Whose addresses may be groups? (domains with commas between; empty: any)',
    example: 'example.net',
    problem: whatever,
  },
} as const satisfies Readonly<Record<string, TextQuestion>>;
