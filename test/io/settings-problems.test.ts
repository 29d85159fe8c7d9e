import { describe, expect, it } from 'vitest';
import { least, settingsScene } from './settings-scene.ts';

const { complaints } = settingsScene();

describe('complaints about the file', () => {
  it.each<[yaml: string, complaint: string]>([
    [`${least}nonsense: 1\n`, '4:1 RC301 '],
    [`${least}  bind: { user: x }\n`, '4:11 RC301 '],
    [`${least}environments:\n  a:\n    directory:\n      ur: x\n`, '7:7 RC301 '],
    [`${least}  timeout: soon\n`, '4:12 RC302 '],
    [`${least}  timeout: 0\n`, '4:12 RC302 '],
    [`${least}  tls: { plaintextPassword: maybe }\n`, '4:29 RC302 '],
    [`${least}prune: [all]\n`, '4:8 RC302 '],
    ['directory:\n  url: http://x\n  base: dc=x\n', '2:8 RC302 directory.url is neither LDAP URLs nor a path'],
    ['directory:\n  url: ldap://x\n  base: example.net\n', '3:9 RC302 directory.base is not a DN'],
    [`${least}  filter: (mail=*\n`, '4:11 RC302 directory.filter is not a filter: '],
    [`${least}  bind: { dn: ann }\n`, '4:15 RC302 directory.bind.dn is not a DN'],
    [`${least}mail:\n  domains: [example.net, "a b"]\n`, '5:12 RC302 mail.domains: "a b" is not a domain'],
    ['directory:\n  base: dc=x\n', '1:1 RC303 directory.url is missing'],
    ['directory:\n  url: x.ldif\n', '1:1 RC303 directory.base is missing'],
    [`${least}  bind: { passwordFile: x }\n`, '4:9 RC303 directory.bind has a password file but no dn'],
    [`${least}profile: { address: mail }\n`, '4:10 RC303 profile.groupClass is missing'],
    [`${least}  bind: { dn: "cn=a", external: true }\n`, '4:9 RC304 directory.bind has external and a DN or password'],
    [`${least}  tls: { cert: x }\n`, '4:8 RC304 directory.tls has one of cert and key'],
    [`${least.replace('ldap:', 'ldaps:')}  tls: { startTls: true }\n`, '4:20 RC304 startTls is for ldap:// only'],
    [`${least}profile: nis-mail-alias\n`, '4:10 RC304 nis-mail-alias stores local parts, and their domain is not'],
    ['directory: [\n', '2:1 RC101 '],
    [`${least}directory: {}\n`, '4:1 RC109 '],
  ])('are placed: %j', async (yaml, complaint) => {
    const [first] = await complaints(yaml);
    expect(first?.startsWith(`rollcall.yaml:${complaint}`), first).toBe(true);
  });

  it('come all at once', async () => {
    const yaml = `directory:\n  url: http://x\n  base: y\n  filter: z\nmail: { domains: ["a b", "c d"] }\n`;
    expect(await complaints(yaml)).toHaveLength(5);
    expect(await complaints('a: 1\nb: 2\nprune: x\n')).toHaveLength(3);
  });

  it('inside of the chosen environment are placed there', async () => {
    const yaml = `${least}environments:\n  staging:\n    directory:\n      base: nonsense\n`;
    expect(await complaints(yaml, { environment: 'staging' })).toEqual([
      'rollcall.yaml:7:13 RC302 directory.base is not a DN',
    ]);
  });
});
