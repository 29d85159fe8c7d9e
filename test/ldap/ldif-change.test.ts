import { describe, expect, it } from 'vitest';
import { type LdifControl, parseLdif } from '../../src/ldap/ldif.ts';
import type { Operation } from '../../src/model/operation.ts';

function operations(text: string): readonly Operation[] {
  const { problems, records } = parseLdif(Buffer.from(text));
  expect(problems).toEqual([]);
  return records.flatMap((record) => (record.kind === 'change' ? [record.operation] : []));
}

function controls(lines: string): readonly LdifControl[] {
  const { problems, records } = parseLdif(Buffer.from(`dn: dc=x\n${lines}\nchangetype: delete\n`));
  expect(problems).toEqual([]);
  return records.flatMap((record) => (record.kind === 'change' ? record.controls : []));
}

describe('change records', () => {
  it('an add has attributes', () => {
    expect(operations('dn: cn=a\nchangetype: add\ncn: a\nsn: b\ncn: c\n')).toEqual([
      {
        kind: 'add',
        dn: 'cn=a',
        attributes: [
          { name: 'cn', values: ['a', 'c'] },
          { name: 'sn', values: ['b'] },
        ],
      },
    ]);
  });

  it('a modify has modifications, each ended by a hyphen; the last hyphen may be missing', () => {
    const lines = 'add: m\nm: a\nM: b\n-\ndelete: m\n-\nreplace: d\nd:: w6k=\n- \nincrement: n\nn: 1\n';
    const expected = [
      {
        kind: 'modify',
        dn: 'cn=a',
        modifications: [
          { kind: 'add', attribute: 'm', values: ['a', 'b'] },
          { kind: 'delete', attribute: 'm', values: [] },
          { kind: 'replace', attribute: 'd', values: ['é'] },
          { kind: 'increment', attribute: 'n', values: ['1'] },
        ],
      },
    ];
    expect(operations(`dn: cn=a\nchangetype: modify\n${lines}`)).toEqual(expected);
    expect(operations(`dn: cn=a\nChangeType: MODIFY \n# why\n${lines}-\n`)).toEqual(expected);
  });

  it('an attribute may be called like a kind of modification', () => {
    expect(operations('dn: cn=a\nchangetype: modify\nadd: add\nadd: x\n-\n')).toMatchObject([
      { modifications: [{ kind: 'add', attribute: 'add', values: ['x'] }] },
    ]);
  });

  it('a delete has nothing', () => {
    expect(operations('dn: cn=a\nchangetype: delete\n')).toEqual([{ kind: 'delete', dn: 'cn=a' }]);
  });

  it.each(['modrdn', 'moddn'])('a %s renames, and moves when it names a new superior', (type) => {
    const text = `dn: cn=a,dc=x\nchangetype: ${type}\nnewrdn: cn=b\ndeleteoldrdn:`;
    const rename = { kind: 'rename', dn: 'cn=a,dc=x', newRdn: 'cn=b' };
    expect(operations(`${text} 1\n`)).toEqual([{ ...rename, deleteOldRdn: true }]);
    expect(operations(`${text} 0\nnewsuperior: dc=y\n`)).toEqual([
      { ...rename, deleteOldRdn: false, newSuperior: 'dc=y' },
    ]);
  });

  it('content and changes may stand in one file', () => {
    const { records } = parseLdif(Buffer.from('dn: dc=a\ndc: a\n\ndn: dc=b\nchangetype: delete\n\ndn: dc=c\ndc: c\n'));
    expect(records.map(({ kind, line }) => [kind, line])).toEqual([
      ['content', 1],
      ['change', 4],
      ['content', 7],
    ]);
  });
});

describe('controls', () => {
  it.each<[string, LdifControl]>([
    ['control: 1.2.3', { oid: '1.2.3', critical: false, value: undefined }],
    ['control: 1.2.3 true', { oid: '1.2.3', critical: true, value: undefined }],
    ['control:1.2.3 false: a b', { oid: '1.2.3', critical: false, value: 'a b' }],
    ['control: 1.2.3: a', { oid: '1.2.3', critical: false, value: 'a' }],
    ['Control: 1.2.3 TRUE:: /w==', { oid: '1.2.3', critical: true, value: Uint8Array.of(0xff) }],
  ])('%s', (line, control) => expect(controls(line)).toEqual([control]));

  it('there may be several', () => expect(controls('control: 1.2\ncontrol: 1.3\ncontrol: 1.2')).toHaveLength(3));
});

describe('problems of changes', () => {
  const modify = 'dn: dc=x\nchangetype: modify\n';
  const rename = 'dn: dc=x\nchangetype: modrdn\n';
  it.each([
    ['dn: dc=x\nchangetype: rename\n', 2, '"rename" is not a changetype'],
    ['dn: dc=x\nchangetype:: /w==\n', 2, 'is not a changetype'],
    ['dn: dc=x\nchangetype\n', 2, 'has no colon'],
    ['dn: dc=x\nchangetype: delete\na: b\n', 3, 'nothing may follow'],
    ['dn: dc=x\na: b\nchangetype: delete\n', 3, 'belongs to a change record'],
    ['dn: dc=x\nadd: a\na: b\n', 2, 'belongs to a change record'],
    ['dn: dc=x\ncontrol: 1.2\na: b\n', 2, 'belongs to a change record'],
    ['dn: dc=x\ncontrol: x\nchangetype: delete\n', 2, 'is not a control'],
    ['dn: dc=x\ncontrol: 1.2 maybe\nchangetype: delete\n', 2, 'is not a control'],
    ['dn: dc=x\ncontrol: 1.2 true:< file:///a\nchangetype: delete\n', 2, 'is to be read from'],
    ['changetype: delete\n', 1, 'not with "dn:"'],
    [`${modify}a: b\n`, 3, '"a" is not a kind of modification'],
    [`${modify}-\n`, 3, 'has no colon'],
    [`${modify}add: a\n-\n`, 3, '"add: a" has no value'],
    [`${modify}add: a\na: b\ndelete: c\n-\n`, 5, '"delete:" stands among the values of "add: a"'],
    [`${modify}replace: a\nb: c\n-\n`, 4, '"b:" stands among the values of "replace: a"'],
    [`${modify}replace: a b\n-\n`, 3, 'names no attribute'],
    [`${modify}increment: n\n-\n`, 3, 'needs one value'],
    [`${modify}increment: n\nn: 1\nn: 2\n`, 3, 'needs one value'],
    [`${modify}add: a\na:: ?\n-\n`, 4, 'not base64'],
    [`${rename}deleteoldrdn: 1\n`, 2, 'no "newrdn:"'],
    [`${rename}newrdn: cn=a,dc=b\ndeleteoldrdn: 1\n`, 2, 'is not one RDN'],
    [`${rename}newrdn: cn=a\n`, 2, 'no "deleteoldrdn:"'],
    [`${rename}newrdn: cn=a\ndeleteoldrdn: yes\n`, 2, 'is not 0 or 1'],
    [`${rename}newrdn: cn=a\ndeleteoldrdn: 1\na: b\n`, 2, '"a:" too many'],
    [`${rename}newrdn: cn=a\ndeleteoldrdn: 1\nnewsuperior: x\n`, 2, 'is not a DN'],
    [`${rename}newrdn: cn=a\ndeleteoldrdn: 1\nnewsuperior: dc=y\na: b\n`, 2, 'behind "newsuperior:"'],
  ])('%j has a problem in line %i', (text, line, message) => {
    const { problems, records } = parseLdif(Buffer.from(text));
    expect(problems[0]).toEqual({
      line,
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/[\w"]\.$/),
    });
    expect(records).toEqual([]);
  });
});
