import type { z } from 'zod';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Code } from './codes.ts';
import { maxDiagnostics } from './limits.ts';
import { nearest } from './nearest.ts';
import { nodeAt, pathText } from './node-path.ts';
import { plainValue } from './plain.ts';
import { exampleAt, keysAt, kindsAt } from './schema-walk.ts';
import { positionAt, quoted, type SourceText } from './source.ts';
import { isNull, type YamlNode } from './yaml-node.ts';

/** What a tree is checked against, and how its problems are called. */
export interface Shape<T> {
  readonly schema: z.ZodType<T>;
  readonly codes: { readonly unknownKey: Code; readonly wrongValue: Code; readonly missingKey: Code };
  /** Hints for missing keys by path (`members`, `directory.url`), where an example alone does not say enough. */
  readonly missing: Readonly<Record<string, string>>;
}

/** A tree that has the shape, as its value; otherwise undefined and what is wrong. */
export interface Shaped<T> {
  readonly value: T | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a parsed tree against a schema: every problem at its node, with a hint. */
export function checkShape<T>(shape: Shape<T>, source: SourceText, root: YamlNode): Shaped<T> {
  const result = shape.schema.safeParse(plainValue(root));
  if (result.success) return { value: result.data, diagnostics: [] };
  return { value: undefined, diagnostics: shapeDiagnostics(shape, source, root, result.error.issues, []) };
}

/**
 * Turns the issues of a zod parse of `plainValue(root)` into diagnostics. `prefix` is the path of `root` in the schema:
 * empty for a whole file.
 */
export function shapeDiagnostics<T>(
  shape: Shape<T>,
  source: SourceText,
  root: YamlNode,
  issues: readonly z.core.$ZodIssue[],
  prefix: readonly PropertyKey[],
): Diagnostic[] {
  return issues.slice(0, maxDiagnostics).flatMap((issue) => {
    const path = issue.path;
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys
          .slice(0, maxDiagnostics)
          .map((key) => unknownKey(shape, source, root, prefix, [...path, key]));
      case 'invalid_union': {
        const branch = issue.errors.find(
          (errors) =>
            errors.length > 0 && !errors.some((error) => error.path.length === 0 && error.code !== 'unrecognized_keys'),
        );
        if (branch === undefined) return [wrongValue(shape, source, root, prefix, path)];
        return shapeDiagnostics(
          shape,
          source,
          root,
          branch.map((error) => ({ ...error, path: [...path, ...error.path] })),
          prefix,
        );
      }
      case 'invalid_type':
      case 'invalid_value':
        if (nodeAt(root, path) === undefined) return [missingKey(shape, source, root, prefix, path)];
        return [wrongValue(shape, source, root, prefix, path)];
      default:
        return [refused(shape, source, root, prefix, issue)];
    }
  });
}

function unknownKey<T>(
  shape: Shape<T>,
  source: SourceText,
  root: YamlNode,
  prefix: readonly PropertyKey[],
  path: readonly PropertyKey[],
): Diagnostic {
  const known = keysAt(shape.schema, [...prefix, ...path.slice(0, -1)]);
  const key = String(path.at(-1));
  const near = nearest(key, known);
  const hint = `${near === undefined ? '' : `Did you mean ${quoted(near)}? `}Known keys: ${known.join(', ')}.`;
  const node = nodeAt(root, path)?.key ?? root;
  const parent = path.length > 1 || prefix.length > 0 ? ` in ${pathText([...prefix, ...path.slice(0, -1)])}` : '';
  return diagnostic(shape.codes.unknownKey, source, node, `unknown key ${quoted(key)}${parent}`, hint);
}

function missingKey<T>(
  shape: Shape<T>,
  source: SourceText,
  root: YamlNode,
  prefix: readonly PropertyKey[],
  path: readonly PropertyKey[],
): Diagnostic {
  const whole = [...prefix, ...path];
  const parent = nodeAt(root, path.slice(0, -1));
  const node = parent?.key ?? firstKey(parent?.node ?? root);
  const example = exampleAt(shape.schema, whole);
  const line = `${String(path.at(-1))}:${example === undefined ? '' : ` ${typeof example === 'string' ? example : JSON.stringify(example)}`}`;
  const hint =
    shape.missing[whole.filter((step) => typeof step === 'string').join('.')] ?? `Add a line such as "${line}".`;
  return diagnostic(shape.codes.missingKey, source, node, `the key ${pathText(whole)} is missing`, hint);
}

function wrongValue<T>(
  shape: Shape<T>,
  source: SourceText,
  root: YamlNode,
  prefix: readonly PropertyKey[],
  path: readonly PropertyKey[],
): Diagnostic {
  const whole = [...prefix, ...path];
  const place = nodeAt(root, path);
  const node = place?.node ?? root;
  const kinds = kindsAt(shape.schema, whole);
  const subject = whole.length === 0 ? 'the file' : pathText(whole);
  const shown = isNull(node) && place?.key !== undefined && node.start === node.end ? place.key : node;
  return diagnostic(
    shape.codes.wrongValue,
    source,
    shown,
    `${subject} must be ${joined(kinds)}, not ${described(node)}`,
    valueHint(kinds, node),
  );
}

function refused<T>(
  shape: Shape<T>,
  source: SourceText,
  root: YamlNode,
  prefix: readonly PropertyKey[],
  issue: z.core.$ZodIssue,
): Diagnostic {
  const node = nodeAt(root, issue.path)?.node ?? root;
  const hint: unknown = issue.code === 'custom' ? issue.params?.['hint'] : undefined;
  const path = [...prefix, ...issue.path];
  const subject = path.length === 0 ? 'the file' : pathText(path);
  const limit = limitText(issue);
  const message =
    limit === undefined ? `${subject}: ${issue.message}` : `${subject} must ${limit}, not ${described(node)}`;
  return diagnostic(
    shape.codes.wrongValue,
    source,
    node,
    message,
    typeof hint === 'string' ? hint : 'Correct the value.',
  );
}

function limitText(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return undefined;
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  if (issue.origin === 'string') return `have ${limit} characters`;
  return issue.origin === 'array' ? `have ${limit} entries` : `be ${limit}`;
}

function valueHint(kinds: readonly string[], node: YamlNode): string {
  if (isNull(node))
    return kinds.includes('a list')
      ? 'Write [] for an empty list, or delete the key.'
      : 'Write a value, or delete the key.';
  if (node.kind === 'scalar') {
    if (kinds.includes('a text') && node.plain) return `Put it in quotes: "${node.text}".`;
    const words = kinds
      .filter((kind) => kind.startsWith('one of '))
      .flatMap((kind) => kind.slice('one of '.length).split(', '));
    const near = nearest(node.text, words);
    if (near !== undefined) return `Did you mean ${quoted(near)}?`;
    if (kinds.includes('a list')) return 'Write a list: one "- " line for each value.';
    if (kinds.includes('true or false')) return 'Write true or false, without quotes.';
  }
  return `Write ${joined(kinds)}.`;
}

function described(node: YamlNode): string {
  if (isNull(node)) return 'nothing';
  switch (node.kind) {
    case 'sequence':
      return 'a list';
    case 'mapping':
      return 'a mapping';
    case 'scalar': {
      const value = plainValue(node);
      return typeof value === 'string'
        ? quoted(value)
        : typeof value === 'number'
          ? `the number ${value}`
          : String(value);
    }
  }
}

function joined(kinds: readonly string[]): string {
  return kinds.length === 0 ? 'something else' : kinds.join(' or ');
}

function firstKey(node: YamlNode): { readonly start: number; readonly end: number } {
  return node.kind === 'mapping' ? (node.pairs[0]?.key ?? node) : node;
}

function diagnostic(
  code: Code,
  source: SourceText,
  at: { readonly start: number; readonly end: number },
  message: string,
  hint: string,
): Diagnostic {
  return { code, severity: 'error', message, hint, source: positionAt(source, at.start, at.end) };
}
