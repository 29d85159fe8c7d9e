import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLdapDirectory } from '../../src/io/ldap-directory.ts';
import { openLdifDirectory } from '../../src/io/ldif-directory.ts';
import { rulesOf } from '../../src/ldap/matching-rule.ts';
import { postfixBook } from '../../src/ldap/profile.ts';
import { startSlapd } from '../kit/slapd.ts';
import { connection } from './connection.ts';
import { contractTree, groupsBase } from './contract-tree.ts';
import { directoryContract } from './directory-contract.ts';

const base = `dn: ${groupsBase}\nobjectClass: organizationalUnit\nou: Groups\n`;

directoryContract('an LDIF file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  const path = join(folder, 'directory.ldif');
  const reopen = (): ReturnType<typeof openLdifDirectory> => openLdifDirectory(path, path, rulesOf(postfixBook));
  return {
    reopen,
    fresh: async () => {
      await writeFile(path, `${base}\n${contractTree}`);
      return reopen();
    },
    stop: () => rm(folder, { recursive: true }),
  };
});

directoryContract('OpenLDAP', async () => {
  const slapd = await startSlapd({ tls: 'none', auditlog: false });
  const { dn, password } = slapd.accounts.admin;
  const reopen = (): ReturnType<typeof openLdapDirectory> =>
    openLdapDirectory({ ...connection(slapd.url), bind: { kind: 'simple', dn, password } });
  return {
    reopen,
    fresh: async () => {
      await slapd.ldapdelete('-r', groupsBase);
      const loaded = await slapd.ldapadd(`${base}\n${contractTree}`);
      if (loaded.code !== 0) throw new Error(loaded.stderr);
      return reopen();
    },
    stop: slapd.stop,
  };
});
