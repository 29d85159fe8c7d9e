import { readSubschema, type Subschema } from '../../src/ldap/subschema.ts';
import type { Value } from '../../src/model/entry.ts';

const ia5 = '1.3.6.1.4.1.1466.115.121.1.26';
const directoryString = '1.3.6.1.4.1.1466.115.121.1.15';

/** Attribute descriptions as OpenLDAP with the postfix-book schema publishes them. */
export const attributeLines: readonly string[] = [
  `( 2.5.4.41 NAME 'name' DESC 'RFC4519: common supertype of name attributes' EQUALITY caseIgnoreMatch SUBSTR caseIgnoreSubstringsMatch SYNTAX ${directoryString}{32768} )`,
  "( 2.5.4.3 NAME ( 'cn' 'commonName' ) DESC 'RFC4519: common name(s)' SUP name )",
  "( 2.5.4.4 NAME ( 'sn' 'surname' ) DESC 'RFC2256: last (family) name(s)' SUP name )",
  `( 2.5.4.13 NAME 'description' EQUALITY caseIgnoreMatch SYNTAX ${directoryString}{1024} )`,
  `( 0.9.2342.19200300.100.1.3 NAME ( 'mail' 'rfc822Mailbox' ) EQUALITY caseIgnoreIA5Match SYNTAX ${ia5}{256} )`,
  `( 1.3.6.1.4.1.29426.1.10.6 NAME 'mailGroupMember' DESC 'Name of a mail distribution list' EQUALITY caseExactIA5Match SYNTAX ${ia5} )`,
  "( 1.3.6.1.4.1.29426.1.10.5 NAME 'mailEnabled' EQUALITY booleanMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.7 SINGLE-VALUE )",
  "( 1.3.6.1.4.1.29426.1.10.3 NAME 'mailUidNumber' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )",
  `( 1.3.6.1.4.1.29426.1.10.9 NAME 'mailSieveRuleSource' SYNTAX ${ia5} X-ORDERED 'VALUES' )`,
  "( 2.5.4.31 NAME 'member' SUP distinguishedName )",
  "( 2.5.4.49 NAME 'distinguishedName' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 )",
  "( 2.5.18.1 NAME 'createTimestamp' EQUALITY generalizedTimeMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 SINGLE-VALUE NO-USER-MODIFICATION USAGE directoryOperation )",
];

/** Descriptions of the classes of the postfix-book profile. */
export const classLines: readonly string[] = [
  "( 2.5.6.0 NAME 'top' DESC 'top of the superclass chain' ABSTRACT MUST objectClass )",
  "( 2.5.6.6 NAME 'person' SUP top STRUCTURAL MUST ( sn $ cn ) MAY ( userPassword $ description ) )",
  "( 2.5.6.7 NAME 'organizationalPerson' SUP person STRUCTURAL MAY ( title $ ou ) )",
  "( 1.3.6.1.4.1.29426.1.2.2.1 NAME 'PostfixBookMailAccount' SUP top AUXILIARY MUST mail MAY ( mailGroupMember $ mailEnabled ) )",
];

/** That schema with descriptions put in front of it; the first description of a name is the one that counts. */
export function sampleSchema(...attributes: readonly Value[]): Subschema {
  return readSubschema([...attributes, ...attributeLines], classLines);
}
