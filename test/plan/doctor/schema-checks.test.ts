import { describe, expect, it } from 'vitest';
import { readSubschema, type Subschema } from '../../../src/ldap/subschema.ts';
import type { SettingsFacts } from '../../../src/plan/doctor/facts.ts';
import { attributeLines, classLines, sampleSchema } from '../../ldap/schema-lines.ts';
import { facts, found, inputs, is, lines, no, rootDse, settings } from './facts.ts';

const ia5 = 'SYNTAX 1.3.6.1.4.1.1466.115.121.1.26';

function check(schema: Subschema, parts: Partial<SettingsFacts> = {}): readonly string[] {
  return lines('schema', facts({ schema: is(schema), inputs: { ...inputs, settings: { ...settings, ...parts } } }));
}

function profile(parts: Partial<SettingsFacts['profile']>): Partial<SettingsFacts> {
  return { profile: { ...settings.profile, ...parts } };
}

describe('the check of the schema', () => {
  it('says how addresses and members compare, and that the classes fit', () => {
    expect(check(sampleSchema())).toEqual([
      'ok: mail compares caseIgnoreIA5Match, takes many values, ASCII only',
      'ok: mailGroupMember compares caseExactIA5Match, takes many values, ASCII only',
      'ok: the object classes top, organizationalPerson, PostfixBookMailAccount fit what new groups get',
    ]);
  });

  it('has every problem that stands in the way of a plan', () => {
    expect(check(sampleSchema(), profile({ member: 'mailSieveRuleSource' }))[0]).toMatch(/^error: .*no equality rule/);
  });

  it('says where profile and server compare differently', () => {
    expect(check(sampleSchema(), profile({ memberRule: 'caseIgnore' }))[2]).toBe(
      'note: the profile says that mailGroupMember compares caseIgnore, the server compares caseExact: the server counts',
    );
  });

  it('knows servers that compare by the syntax', () => {
    const schema = sampleSchema(`( 1.1 NAME 'mailGroupMember' ${ia5} )`);
    const given = facts({ schema: is(schema), rootDse: is({ ...rootDse, kind: '389-ds' }) });
    expect(lines('schema', given)[1]).toContain('compares by its syntax, caseExact');
  });

  it('says when there can be no aliases', () => {
    const schema = sampleSchema(`( 1.1 NAME 'mail' EQUALITY caseIgnoreIA5Match ${ia5} SINGLE-VALUE )`);
    expect(check(schema)).toContain('note: mail takes one value only, so groups cannot have aliases');
  });

  it('names what the server does not know, by what it is used for', () => {
    const strange = profile({
      ...{ description: 'story', allowedAttributes: ['colour', 'cn'] },
      enabled: { attribute: 'active', on: '1', off: '0' },
    });
    expect(check(sampleSchema(), { ...strange, defaults: { size: '1' } })).toEqual(
      expect.arrayContaining([
        'error: every new group gets active, size, which the server does not know',
        'warning: the server does not know story, where descriptions go',
        'note: manifests may name colour, which the server does not know',
      ]),
    );
  });

  it('counts what it cannot understand', () => {
    expect(check(sampleSchema('nonsense')).at(-1)).toBe(
      'note: 1 description of the schema cannot be understood and is passed over',
    );
    expect(check(sampleSchema('nonsense', 'more')).at(-1)).toContain('2 descriptions of the schema cannot');
  });

  it('warns when it cannot be read', () => {
    expect(found('schema', facts({ schema: no('hidden') }))).toEqual([
      {
        state: 'warning',
        message: 'the schema cannot be read (hidden); values compare as the profile says',
        hint: 'Let the bind DN read the subschema entry.',
      },
    ]);
  });
});

describe('the object classes of new groups', () => {
  const classes = (objectClasses: readonly string[], further: readonly string[] = []): readonly string[] =>
    check(
      readSubschema(attributeLines, [...classLines, ...further]),
      profile({ objectClasses, groupClass: objectClasses.at(-1) ?? '' }),
    ).slice(2);

  it('must be known', () => {
    expect(classes(['top', 'nisMailAlias', 'other'])).toEqual([
      'error: the server does not know the object class nisMailAlias, other',
    ]);
  });

  it('need a structural one', () => {
    expect(classes(['top', 'PostfixBookMailAccount'])[0]).toMatch(/^error: no structural object class/);
  });

  it('must not ask for more than new groups get, those above them included', () => {
    const hungry = "( 1.9 NAME 'hungry' SUP organizationalPerson STRUCTURAL MUST ( surname $ uid $ commonName ) )";
    expect(classes(['hungry', 'PostfixBookMailAccount'], [hungry])).toEqual([
      'error: new groups need uid, which nothing gives them',
    ]);
  });

  it('may ask for a member, which then no group can be without', () => {
    const list =
      "( 1.9 NAME 'list' STRUCTURAL MUST mailGroupMember MAY ( mail $ mailEnabled $ cn $ sn $ description ) )";
    expect(classes(['list'], [list])).toEqual([
      'note: a group without members cannot be stored: its class asks for mailGroupMember',
    ]);
  });

  it('must allow what new groups get', () => {
    expect(classes(['top', 'organizationalPerson'])).toEqual([
      'warning: none of the object classes of new groups allows mail, mailGroupMember, mailEnabled',
    ]);
  });

  it('allow everything with extensibleObject', () => {
    const extensible = "( 1.3.6.1.4.1.1466.101.120.111 NAME 'extensibleObject' SUP top AUXILIARY )";
    expect(classes(['organizationalPerson', 'extensibleObject'], [extensible])).toEqual([
      'ok: the object classes organizationalPerson, extensibleObject fit what new groups get',
    ]);
  });
});
