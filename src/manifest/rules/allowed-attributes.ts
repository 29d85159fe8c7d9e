import { lowerAscii } from '../../model/address.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Profile } from '../../model/profile.ts';
import type { AttributeNode, Manifest } from '../manifest.ts';
import { nearest } from '../nearest.ts';
import { lineAt, quoted } from '../source.ts';
import type { YamlScalar } from '../yaml-node.ts';
import { type ManifestOptions, type Verdict, verdictAt } from './rule.ts';

/** Under `attributes` stand only names that the profile allows, each once, and none that has a key of its own. */
export function allowedAttributes({ source, attributes }: Manifest, { profile }: ManifestOptions): Diagnostic[] {
  const seen = new Map<string, YamlScalar>();
  return attributes.flatMap(({ name }) => {
    const first = seen.get(lowerAscii(name.text));
    seen.set(lowerAscii(name.text), first ?? name);
    const verdict =
      first === undefined
        ? nameVerdict(name.text, profile)
        : repeatedVerdict(`the attribute ${quoted(name.text)}`, lineAt(source, first.start));
    return verdict === undefined ? [] : [verdictAt(source, name, verdict)];
  });
}

/** An attribute holds each value once (the server refuses a second one), and ASCII where its syntax is IA5. */
export function attributeValues({ source, attributes }: Manifest, { profile }: ManifestOptions): Diagnostic[] {
  return attributes.flatMap((attribute) => [
    ...repeatedValues(attribute).map(({ node, first }) =>
      verdictAt(source, node, repeatedVerdict(`the value ${quoted(node.text)}`, lineAt(source, first.start))),
    ),
    ...(profile.ia5Attributes.includes(lowerAscii(attribute.name.text))
      ? attribute.values.filter(({ text }) => /[^\u0000-\u007f]/.test(text))
      : []
    ).map((node) =>
      verdictAt(source, node, {
        code: 'RC222',
        severity: 'error',
        message: `${quoted(attribute.name.text)} takes ASCII characters only, not ${quoted(node.text)}`,
        hint: 'Write the value in ASCII.',
      }),
    ),
  ]);
}

function nameVerdict(name: string, profile: Profile): Verdict | undefined {
  const key = ownKey(name, profile);
  if (key !== undefined) {
    return { code: 'RC224', severity: 'error', message: `${quoted(name)} cannot be set under "attributes"`, hint: key };
  }
  if (profile.allowedAttributes.some((allowed) => lowerAscii(allowed) === lowerAscii(name))) return undefined;
  const near = nearest(name, profile.allowedAttributes);
  const meant = near === undefined ? '' : `Did you mean ${quoted(near)}? `;
  const list =
    profile.allowedAttributes.length === 0 ? 'It allows none.' : `Allowed: ${profile.allowedAttributes.join(', ')}.`;
  const message = `the profile ${profile.name} does not allow the attribute ${quoted(name)}`;
  return { code: 'RC223', severity: 'error', message, hint: meant + list };
}

function ownKey(name: string, profile: Profile): string | undefined {
  const wanted = lowerAscii(name);
  const is = (attribute: string | undefined): boolean => attribute !== undefined && lowerAscii(attribute) === wanted;
  if (is(profile.member)) return 'Use the key "members".';
  if (is(profile.address)) return 'Use the keys "address" and "aliases".';
  if (is(profile.enabled?.attribute)) return 'Use the key "enabled".';
  if (is(profile.description)) return 'Use the key "description".';
  if (wanted === 'objectclass') return 'The profile decides about object classes.';
  return undefined;
}

function repeatedValues({ values }: AttributeNode): { readonly node: YamlScalar; readonly first: YamlScalar }[] {
  const seen = new Map<string, YamlScalar>();
  return values.flatMap((node) => {
    const first = seen.get(node.text);
    seen.set(node.text, first ?? node);
    return first === undefined ? [] : [{ node, first }];
  });
}

function repeatedVerdict(what: string, line: number): Verdict {
  return {
    code: 'RC226',
    severity: 'error',
    message: `${what} is already on line ${line}`,
    hint: 'Keep one of the two.',
  };
}
