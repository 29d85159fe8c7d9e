import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDescription } from '../../src/ldap/schema-description.ts';
import { attributeSchema, classSchema, readSubschema } from '../../src/ldap/subschema.ts';
import { attributeLines, classLines, sampleSchema } from './schema-lines.ts';

describe('a schema description', () => {
  it('is taken apart into keywords and words', () => {
    const text = "( 1.2.3 NAME ( 'a' 'b' ) DESC 'it\\27s a \\5Cword' SUP x SINGLE-VALUE X-ORIGIN ( 'one' 'two' ) )";
    const found = parseDescription(text);
    expect(found?.oid).toBe('1.2.3');
    expect([...(found?.fields ?? [])]).toEqual([
      ['NAME', ['a', 'b']],
      ['DESC', ["it's a \\word"]],
      ['SUP', ['x']],
      ['SINGLE-VALUE', []],
      ['X-ORIGIN', ['one', 'two']],
    ]);
  });

  it('may have any blanks, and none beside brackets', () => {
    const found = parseDescription("(1.2.3\n\tNAME('a''b')  MUST(x$y)SUP top )  ");
    expect(found?.fields.get('NAME')).toEqual(['a', 'b']);
    expect(found?.fields.get('MUST')).toEqual(['x', 'y']);
    expect(found?.fields.get('SUP')).toEqual(['top']);
  });

  it('may have words in quotes that other servers write without, and names as OIDs', () => {
    const found = parseDescription("( cn-oid name 'cn' SYNTAX '1.3.6' equality 2.5.13.2 )");
    expect(found?.oid).toBe('cn-oid');
    expect(found?.fields.get('SYNTAX')).toEqual(['1.3.6']);
    expect(found?.fields.get('EQUALITY')).toEqual(['2.5.13.2']);
  });

  it('does not take a keyword in quotes for one', () => {
    const found = parseDescription("( 1.2 NAME 'a' DESC 'SINGLE-VALUE ) ( NAME b' )");
    expect([...(found?.fields.keys() ?? [])]).toEqual(['NAME', 'DESC']);
  });

  it.each([
    ['', 'nothing'],
    ['1.2.3 NAME a', 'no brackets'],
    ['( )', 'no OID'],
    ["( 1.2 NAME 'a )", 'a quote that is not closed'],
    ["( 1.2 NAME ( 'a' ", 'a bracket that is not closed'],
    ["( 1.2 NAME ( 'a' )", 'a bracket that is not closed, and looks as if'],
    ['( 1.2 SUP )', 'a keyword without its word'],
    ["( 1.2 'a' )", 'a word without a keyword'],
    ["( 1.2 NAME 'a' ) trailing", 'something behind it'],
  ])('%s is none: %s', (text) => {
    expect(parseDescription(text)).toBeUndefined();
  });

  it('is never bytes', () => {
    expect(parseDescription(new Uint8Array([0xff]))).toBeUndefined();
  });

  it('never fails, whatever it holds', () => {
    const piece = fc.constantFrom('(', ')', "'", '$', ' ', 'NAME', 'SUP', '1.2', "'a'", 'MUST', '\\27');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = `(${pieces.join(' ')})`;
        const found = parseDescription(text);
        expect(found === undefined || found.oid !== '').toBe(true);
      }),
    );
  });
});

describe('an attribute of a schema', () => {
  const schema = sampleSchema();

  it('is found by OID and by any name, in any letter case, with options', () => {
    for (const name of ['cn', 'COMMONNAME', '2.5.4.3', 'cn;lang-de']) {
      expect(attributeSchema(schema, name)?.names).toEqual(['cn', 'commonName']);
    }
    expect(attributeSchema(schema, 'commonname2')).toBeUndefined();
  });

  it('inherits equality and syntax from its superior types', () => {
    expect(attributeSchema(schema, 'cn')).toMatchObject({
      equality: 'caseIgnoreMatch',
      syntax: '1.3.6.1.4.1.1466.115.121.1.15',
    });
    expect(attributeSchema(schema, 'member')?.equality).toBe('distinguishedNameMatch');
  });

  it('says whether it takes one value, and whether anybody can write it', () => {
    expect(attributeSchema(schema, 'createtimestamp')).toMatchObject({ singleValue: true, userModifiable: false });
    expect(attributeSchema(schema, 'mailGroupMember')).toMatchObject({ singleValue: false, userModifiable: true });
  });

  it('may have no equality rule', () => {
    expect(attributeSchema(schema, 'mailSieveRuleSource')).toMatchObject({ equality: undefined });
  });

  it('that is its own ancestor is read once', () => {
    const circle = sampleSchema("( 1.1 NAME 'a' SUP b )", "( 1.2 NAME 'b' SUP a EQUALITY caseExactMatch )");
    expect(attributeSchema(circle, 'a')?.equality).toBe('caseExactMatch');
    expect(attributeSchema(circle, 'a')?.syntax).toBeUndefined();
  });

  it('whose superior is not there has only what it says itself', () => {
    const orphan = sampleSchema("( 1.1 NAME 'a' SUP nobody SINGLE-VALUE )");
    expect(attributeSchema(orphan, 'a')).toMatchObject({ singleValue: true, equality: undefined });
  });

  it('is found when its description has another order than usual', () => {
    const odd = sampleSchema("( 1.1 DESC 'x' NAME 'odd' EQUALITY caseExactMatch )");
    expect(attributeSchema(odd, 'ODD')?.equality).toBe('caseExactMatch');
  });
});

describe('a schema', () => {
  it('passes over what it cannot read, and counts it', () => {
    const broken = sampleSchema("( 1.1 NAME 'broken", new Uint8Array([0xfe]), "( 1.2 NAME 'half' SUP )");
    expect(broken.attributeTypes.unreadable()).toBe(3);
    expect(broken.attributeTypes.size).toBe(attributeLines.length + 3);
    expect(attributeSchema(broken, 'half')).toBeUndefined();
    expect(attributeSchema(broken, 'mail')).toBeDefined();
  });

  it('knows classes with their kind and what they ask for', () => {
    const schema = readSubschema([], classLines);
    expect(classSchema(schema, 'postfixbookmailaccount')).toMatchObject({ kind: 'auxiliary', must: ['mail'] });
    expect(classSchema(schema, 'person')).toMatchObject({ kind: 'structural', superiors: ['top'], must: ['sn', 'cn'] });
    expect(classSchema(schema, 'top')?.kind).toBe('abstract');
    expect(classSchema(schema, 'nisMailAlias')).toBeUndefined();
  });
});
