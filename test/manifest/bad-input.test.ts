import { describe, expect, it } from 'vitest';
import { resolveManifests } from '../../src/manifest/resolve.ts';
import type { ManifestOptions } from '../../src/manifest/rules/rule.ts';
import { options, profile } from './sample.ts';

/** A file's text, and what is wrong with it as `code line:column`. */
type Case = readonly [name: string, text: string, problems: readonly string[]];

const head = 'address: hq@example.net\nmembers: []\n';

const yaml: readonly Case[] = [
  ['an empty file', '', ['RC112 1:1']],
  ['a file of comments', '# nothing\n\n', ['RC112 1:1']],
  ['an empty document', '---\n', ['RC112 1:1']],
  ['an anchor', 'address: &a hq@example.net\nmembers: []\n', ['RC103 1:10']],
  ['an alias', `${head}owners:\n  - *a\n`, ['RC104 4:5']],
  ['an alias as the address', 'address: *a\nmembers: []\n', ['RC104 1:10']],
  ['a tag', 'address: !!str hq@example.net\nmembers: []\n', ['RC105 1:10']],
  ['a tag of a list', 'address: hq@example.net\nmembers: !!seq []\n', ['RC105 2:10']],
  [
    'an anchor, a tag and an alias',
    'address: &a !!str hq@example.net\nmembers:\n  - *a\n',
    ['RC103 1:10', 'RC105 1:13', 'RC104 3:5'],
  ],
  ['a merge key', `${head}<<: { enabled: true }\n`, ['RC106 3:1']],
  ['a YAML directive', `%YAML 1.1\n---\n${head}`, ['RC107 1:1']],
  ['an unknown directive', `# x\n%FOO bar\n---\n${head}`, ['RC107 2:1']],
  ['a second document', `${head}---\naddress: b@example.net\n`, ['RC108 3:1']],
  ['a second empty document', `---\n${head}---\n`, ['RC108 4:1']],
  ['a document after an end mark', `${head}...\n---\nx: y\n`, ['RC108 3:1']],
  ['a duplicate key', `${head}enabled: true\nenabled: false\n`, ['RC109 4:1']],
  ['a duplicate key in other quotes', `${head}"address": b@example.net\n`, ['RC109 3:1']],
  ['a list as a key', `${head}? [a]\n: b\n`, ['RC110 3:3']],
  ['a mapping as a key', `${head}{a: b}: c\n`, ['RC110 3:1']],
  ['a value without a key', `${head}: c\n`, ['RC110 3:2']],
  ['deep nesting', `address: ${'['.repeat(30)}`, ['RC111 1:29']],
  ['a tab as indentation', 'address: hq@example.net\nmembers:\n\t- a@example.net\n', ['RC101 3:1']],
  ['an open quote', `${head}description: "never ends\n`, ['RC101 4:1']],
  ['an open bracket', 'address: hq@example.net\nmembers: [a@example.net\n', ['RC101 3:1']],
  ['a missing comma', `${head}owners: ["a@x.y" "b@x.y"]\n`, ['RC101 3:18']],
  ['a colon inside a plain text', `${head}description: Berlin: the office\n`, ['RC101 3:20']],
  ['a wrong indentation', 'address: hq@example.net\nmembers:\n  - a@example.net\n - b@example.net\n', ['RC101 4:2']],
  ['an unknown escape', `${head}description: "C:\\dir"\n`, ['RC101 3:18']],
  ['an at sign at the start', 'address: @example.net\nmembers: []\n', ['RC101 1:10']],
  ['a raw escape character', `${head}description: a\u001b[31mb\n`, ['RC102 3:15']],
  ['an escaped escape character', `${head}description: "a\\e[31mb"\n`, ['RC102 3:16']],
  ['an escape by number', `${head}description: "a\\u202eb"\n`, ['RC102 3:16']],
  ['half a surrogate pair by escape', `${head}description: "\\ud800"\n`, ['RC102 3:15']],
  ['half a surrogate pair', `${head}description: x\ud800\n`, ['RC102 3:15']],
  ['a code point beyond Unicode', `${head}description: "\\U00200000"\n`, ['RC102 3:15']],
  ['a null character', `${head}description: a\u0000b\n`, ['RC102 3:15']],
  ['a direction override in a comment', `${head}# \u202e nothing to see\n`, ['RC102 3:3']],
  ['a zero-width space', 'address: hq@exam\u200bple.net\nmembers: []\n', ['RC102 1:17']],
  ['a line separator', `${head}description: a\u2028b\n`, ['RC102 3:15']],
  ['a lone carriage return', 'address: hq@example.net\rmembers: []\n', ['RC102 1:24']],
  ['a next-line control', `${head}description: a\u0085b\n`, ['RC102 3:15']],
  ['a byte order mark in the middle', `${head}description: \ufeffx\n`, ['RC102 3:14']],
  [
    'all of these at once',
    '%YAML 1.2\n---\naddress: &a hq@example.net\nmembers: !x []\n<<: {}\nmembers: []\ndescription: \u202e\n---\n',
    ['RC107 1:1', 'RC103 3:10', 'RC105 4:10', 'RC106 5:1', 'RC109 6:1', 'RC102 7:14', 'RC108 8:1'],
  ],
];

const shapes: readonly Case[] = [
  ['a list instead of keys', '- a@example.net\n', ['RC202 1:1']],
  ['a text instead of keys', 'hq@example.net\n', ['RC202 1:1']],
  ['a misspelled key', `${head}adress: x\n`, ['RC201 3:1']],
  ['a key of a later release', `${head}quota: 3\n`, ['RC201 3:1']],
  ['a key named __proto__', `${head}__proto__: 1\n`, ['RC201 3:1']],
  ['no address and no members', 'description: x\n', ['RC203 1:1', 'RC203 1:1']],
  ['members without a value', 'address: hq@example.net\nmembers:\n', ['RC202 2:1']],
  ['members that are a text', 'address: hq@example.net\nmembers: a@example.net\n', ['RC202 2:10']],
  ['a number as a member', 'address: hq@example.net\nmembers:\n  - 12\n  - a@example.net\n', ['RC202 3:5']],
  ['an empty entry', 'address: hq@example.net\nmembers:\n  -\n', ['RC202 3:4']],
  ['a list as a member', 'address: hq@example.net\nmembers:\n  - [a@example.net]\n', ['RC202 3:5']],
  ['a member without an address', 'address: hq@example.net\nmembers:\n  - reason: x\n', ['RC203 3:5']],
  [
    'a misspelled key of a member',
    'address: hq@example.net\nmembers:\n  - address: a@example.net\n    reson: x\n',
    ['RC201 4:5'],
  ],
  ['a number as a description', `${head}description: 12\n`, ['RC202 3:14']],
  ['a switch with a word', `${head}enabled: yes\n`, ['RC202 3:10']],
  ['a switch in quotes', `${head}protected: "true"\n`, ['RC202 3:12']],
  ['an unknown mode', `${head}mode: additiv\n`, ['RC202 3:7']],
  ['aliases that are a text', `${head}aliases: a@example.net\n`, ['RC202 3:10']],
  ['attributes that are a list', `${head}attributes: [ou]\n`, ['RC202 3:13']],
  ['an attribute without a value', `${head}attributes:\n  ou:\n`, ['RC202 4:3']],
  ['an exception that is a number', `${head}allow: 40\n`, ['RC202 3:8']],
  ['an exception without a value', `${head}allow:\n`, ['RC202 3:1']],
  ['an empty exception', `${head}allow: {}\n`, ['RC203 3:1', 'RC203 3:1', 'RC203 3:1']],
  ['an exception without an end', `${head}allow: { removals: 4, reason: x }\n`, ['RC203 3:1']],
  ['an exception without a reason', `${head}allow: { removals: 4, until: 2026-12-05 }\n`, ['RC203 3:1']],
  ['an exception for nobody', `${head}allow: { removals: 0, until: 2026-12-05, reason: x }\n`, ['RC202 3:20']],
  ['an exception for all', `${head}allow: { removals: all, until: 2026-12-05, reason: x }\n`, ['RC202 3:20']],
  ['an exception for a half', `${head}allow: { removals: 1.5, until: 2026-12-05, reason: x }\n`, ['RC202 3:20']],
  ['a day that is a number', `${head}allow: { removals: 4, until: 20261205, reason: x }\n`, ['RC202 3:30']],
  [
    'a deletion under an exception',
    `${head}allow: { removals: 4, until: 2026-12-05, reason: x, deletion: true }\n`,
    ['RC201 3:53'],
  ],
  ['an attribute with a mapping', `${head}attributes: { ou: { a: b } }\n`, ['RC202 3:19']],
];

const values: readonly Case[] = [
  ['an address without a domain', 'address: hq\nmembers: []\n', ['RC210 1:10']],
  [
    'two addresses in one entry',
    'address: hq@example.net\nmembers:\n  - a@example.net, b@example.net\n',
    ['RC210 3:5'],
  ],
  ['a name with an address', 'address: hq@example.net\nmembers:\n  - Ann <a@example.net>\n', ['RC210 3:5']],
  ['an empty member', 'address: hq@example.net\nmembers: [""]\n', ['RC210 2:11']],
  ['a line break in a member', 'address: hq@example.net\nmembers: ["a@x.y\\nb@x.y"]\n', ['RC210 2:11']],
  ['an alias that is no address', `${head}aliases: [headquarters]\n`, ['RC210 3:11']],
  ['an owner that is no address', `${head}owners: [Alice]\n`, ['RC210 3:10']],
  ['a domain outside ASCII', 'address: hq@example.net\nmembers:\n  - a@bücher.example\n', ['RC211 3:5']],
  ['a local part outside ASCII', 'address: hq@example.net\nmembers:\n  - jürgen@example.net\n', ['RC211 3:5']],
  [
    'a member twice',
    'address: hq@example.net\nmembers:\n  - a@example.net\n  - b@example.net\n  - a@example.net\n',
    ['RC212 5:5'],
  ],
  [
    'a member in another spelling',
    'address: hq@example.net\nmembers:\n  - a@example.net\n  - address: A@Example.NET\n',
    ['RC212 4:14'],
  ],
  ['a rule that there is not in exceptions', `${head}exceptions: [{ rule: own-members, reason: x }]\n`, ['RC202 3:22']],
  ['an exception without a reason', `${head}exceptions: [{ rule: own-member }]\n`, ['RC203 3:16']],
  ['a blank reason of an exception', `${head}exceptions: [{ rule: own-member, reason: " " }]\n`, ['RC220 3:42']],
  [
    'an exception until a day that there is not',
    `${head}exceptions: [{ rule: own-member, reason: x, until: 2026-02-30 }]\n`,
    ['RC227 3:52'],
  ],
  [
    'an exception for something that is no address',
    `${head}exceptions: [{ rule: own-member, reason: x, for: [hq] }]\n`,
    ['RC210 3:51'],
  ],
  ['an alias equal to the address', `${head}aliases: [b@example.net, hq@example.net]\n`, ['RC215 3:26']],
  ['an alias twice', `${head}aliases: [b@example.net, B@example.net]\n`, ['RC215 3:26']],
  ['an owner twice', `${head}owners: [b@example.net, b@example.net]\n`, ['RC215 3:25']],
  ['an empty attribute value', `${head}attributes: { ou: "" }\n`, ['RC220 3:19']],
  ['an empty reason', 'address: hq@example.net\nmembers: [{ address: a@x.y, reason: "" }]\n', ['RC220 2:37']],
  ['lines in an attribute', `${head}attributes: { ou: "a\\nb" }\n`, ['RC221 3:19']],
  ['lines in a reason', 'address: hq@example.net\nmembers: [{ address: a@x.y, reason: "a\\tb" }]\n', ['RC221 2:37']],
  ['a day that does not exist', `${head}allow: { removals: 4, until: 2026-02-30, reason: x }\n`, ['RC227 3:30']],
  ['a day in another form', `${head}allow: { removals: 4, until: 5.12.2026, reason: x }\n`, ['RC227 3:30']],
  ['an exception for no reason', `${head}allow: { removals: 4, until: 2026-12-05, reason: " " }\n`, ['RC220 3:50']],
  ['lines in the reason', `${head}allow: { removals: 4, until: 2026-12-05, reason: "a\\nb" }\n`, ['RC221 3:50']],
  ['an ASCII attribute with an umlaut', `${head}attributes: { mailQuota: ü }\n`, ['RC222 3:26']],
  ['an attribute that is not allowed', `${head}attributes: { uid: ann }\n`, ['RC223 3:15']],
  ['the member attribute', `${head}attributes: { MAILGROUPMEMBER: a@x.y }\n`, ['RC224 3:15']],
  ['the address attribute', `${head}attributes: { mail: a@x.y }\n`, ['RC224 3:15']],
  ['the switch', `${head}attributes: { mailEnabled: "TRUE" }\n`, ['RC224 3:15']],
  ['the description attribute', `${head}attributes: { description: x }\n`, ['RC224 3:15']],
  ['the object class', `${head}attributes: { objectClass: top }\n`, ['RC224 3:15']],
  ['an attribute in two spellings', `${head}attributes: { ou: a, OU: b }\n`, ['RC226 3:22']],
  ['an attribute value twice', `${head}attributes: { ou: [a, b, a] }\n`, ['RC226 3:26']],
  [
    'problems of every kind at once',
    'adress: hq@example.net\nmembers:\n  - a@example.net\n  - &x b@example.net\n  - a@example.net\n  - 7\n  - c\nenabled: maybe\n',
    ['RC201 1:1', 'RC203 1:1', 'RC103 4:5', 'RC212 5:5', 'RC202 6:5', 'RC210 7:5', 'RC202 8:10'],
  ],
];

describe.each([
  ['YAML', yaml],
  ['keys', shapes],
  ['values', values],
] as const)('a manifest with bad %s', (_, cases) => {
  it.each(cases)('%s', (_name, text, problems) => {
    expect(problemsOf([text], options)).toEqual(problems);
  });
});

describe('a manifest that does not fit the settings', () => {
  it("is told about a domain other than the profile's", () => {
    const local: ManifestOptions = { ...options, profile: { ...profile, domain: 'example.org' } };
    expect(problemsOf([head], local)).toEqual(['RC217 1:10']);
  });

  it('is told about keys that the profile does not store', () => {
    const bare: ManifestOptions = { ...options, profile: { ...profile, enabled: undefined, description: undefined } };
    expect(problemsOf([`${head}enabled: true\ndescription: x\n`], bare)).toEqual(['RC225 3:10', 'RC225 4:14']);
  });
});

describe('several manifests', () => {
  it('may not claim the same address', () => {
    const second = 'address: other@example.net\naliases: [a@example.net, HQ@example.net]\nmembers: []\n';
    const { diagnostics } = resolveManifests(
      [
        { file: 'a.yaml', text: head },
        { file: 'b.yaml', text: second },
      ],
      options,
    );
    expect(
      diagnostics.map(({ code, message, source }) => [code, source.file, source.line, source.column, message]),
    ).toEqual([['RC214', 'b.yaml', 2, 26, 'the address "HQ@example.net" is already declared in a.yaml:1']]);
  });

  it('are judged all, however many are broken', () => {
    expect(problemsOf(['', 'a: [', head, 'address: x\nmembers: []\n'], options)).toEqual([
      'RC112 1:1',
      'RC101 1:5',
      'RC210 1:10',
    ]);
  });
});

function problemsOf(texts: readonly string[], judgedBy: ManifestOptions): string[] {
  const files = texts.map((text, index) => ({ file: `groups/${index}.yaml`, text }));
  return resolveManifests(files, judgedBy).diagnostics.map(
    ({ code, source }) => `${code} ${source.line}:${source.column}`,
  );
}
