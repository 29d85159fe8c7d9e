/** Where the contract's entries are, in every directory. */
export const groupsBase = 'ou=Groups,ou=Mail,dc=example,dc=net';

/** A photograph's first bytes: no text in any encoding. */
export const photo: Uint8Array = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1]);

/** The entries below `groupsBase` that every test of the contract starts with; parents first. */
export const contractTree: string = `dn: mail=hq@example.net,${groupsBase}
objectClass: top
objectClass: organizationalPerson
objectClass: PostfixBookMailAccount
mail: hq@example.net
mailEnabled: TRUE
mailUidNumber: 5000
cn: hq
sn: group
description: Everyone at headquarters
mailGroupMember: user1@example.net
mailGroupMember: User1@example.net
mailGroupMember: ops@example.net

dn: mail=ops@example.net,${groupsBase}
objectClass: organizationalPerson
objectClass: PostfixBookMailAccount
mail: ops@example.net
mail: operations@example.net
mailEnabled: FALSE
cn: Ops
sn: group
description:: ${base64('Zürich ☎ 24/7')}
mailGroupMember:
mailGroupMember:: ${base64(' spaced@example.net ')}
mailGroupMember: a  b@example.net

dn: mail=odd\\2Bcomma\\2Cand\\5C\\22quote@example.net,${groupsBase}
objectClass: organizationalPerson
objectClass: PostfixBookMailAccount
mail: odd+comma,and\\"quote@example.net
cn: odd
sn: *()\\ star
description:: ${base64('(&(a=*)(b=\\))')}

dn: cn=Photo+mail=photo@example.net,${groupsBase}
objectClass: inetOrgPerson
objectClass: PostfixBookMailAccount
mail: photo@example.net
cn: Photo
sn: group
jpegPhoto:: ${base64(photo)}

dn: ou=Team,${groupsBase}
objectClass: organizationalUnit
ou: Team

dn: mail=inner@example.net,ou=Team,${groupsBase}
objectClass: organizationalPerson
objectClass: PostfixBookMailAccount
mail: inner@example.net
cn: inner
sn: group
`;

function base64(value: string | Uint8Array): string {
  return Buffer.from(value).toString('base64');
}
