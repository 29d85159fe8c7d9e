import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { cacheRoot } from '../kit/debian-cache.ts';
import { top } from './workflow-files.ts';

/** A value of an expression, as GitHub's own library has it. */
export interface ExpressionValue {
  coerceString(): string;
}

/** The parts of GitHub's packages that the tests use. */
export interface Library {
  readonly TextDocument: { create(uri: string, language: string, version: number, text: string): unknown };
  readonly validate: (document: unknown) => Promise<readonly Problem[]>;
  readonly Lexer: new (text: string) => { lex(): { readonly tokens: unknown } };
  readonly Parser: new (
    tokens: unknown,
    contexts: readonly string[],
    functions: readonly unknown[],
  ) => { parse(): unknown };
  readonly Evaluator: new (
    tree: unknown,
    context: ExpressionValue,
    functions: ReadonlyMap<string, unknown>,
  ) => { evaluate(): ExpressionValue };
  readonly data: {
    readonly Dictionary: new (...pairs: { readonly key: string; readonly value: ExpressionValue }[]) => ExpressionValue;
    readonly Array: new (...items: ExpressionValue[]) => ExpressionValue;
    readonly StringData: new (text: string) => ExpressionValue;
    readonly NumberData: new (number: number) => ExpressionValue;
    readonly BooleanData: new (truth: boolean) => ExpressionValue;
    readonly Null: new () => ExpressionValue;
  };
}

interface Problem {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number } };
}

/**
 * GitHub's language service and its expressions, in one file: their packages name modules in a way that only a bundler
 * understands.
 */
export async function githubLibrary(): Promise<Library> {
  mkdirSync(cacheRoot, { recursive: true });
  const folder = mkdtempSync(join(cacheRoot, 'language-service-'));
  try {
    const outfile = join(folder, 'library.cjs');
    const contents = [
      "export { TextDocument } from 'vscode-languageserver-textdocument';",
      "export { validate } from '@actions/languageservice';",
      "export { Lexer, Parser, Evaluator, data } from '@actions/expressions';",
    ].join('\n');
    await build({
      stdin: { contents, resolveDir: join(top, 'node_modules/@actions/languageservice') },
      ...{ bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' },
    });
    const library: Library = createRequire(import.meta.url)(outfile);
    return library;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let documents = 0;

/** What the language service has to say about a workflow or an action, as `line: message`. */
export async function languageServiceProblems(
  library: Library,
  path: string,
  text: string,
): Promise<readonly string[]> {
  // It keeps what it has parsed by the name of the document, so each gets one of its own.
  documents += 1;
  const document = library.TextDocument.create(`file:///${documents}/${path}`, 'yaml', 0, text);
  const problems = await library.validate(document);
  return problems.map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}
