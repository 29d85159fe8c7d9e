import type { ExpressionValue, Library } from './language-service.ts';

/** Data of a context, as `${{ github.event }}` shows it. */
export type Data = string | number | boolean | null | readonly Data[] | { readonly [name: string]: Data };

/** The contexts by name. */
export type Contexts = Readonly<Record<string, Data>>;

/** How the steps before this one went. */
export type Status = 'success' | 'failure';

/** Evaluates expressions with GitHub's own library. */
export class Expressions {
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  /** A text with every `${{ … }}` in it filled in. */
  fill(text: string, contexts: Contexts): string {
    return text.replace(/\$\{\{(.*?)\}\}/gs, (_whole, expression: string) =>
      this.#evaluate(expression, contexts, 'success').coerceString(),
    );
  }

  /** Values of `env:` or `with:`, filled in. */
  fillAll(values: Readonly<Record<string, unknown>> | undefined, contexts: Contexts): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values ?? {}).map(([name, value]) => [name, this.fill(String(value), contexts)]),
    );
  }

  /** Whether a job or a step is run. Without a word about the status, only after success. */
  holds(condition: string | boolean | undefined, contexts: Contexts, status: Status): boolean {
    if (condition === undefined) return status === 'success';
    const text = String(condition).trim();
    const expression = /^\$\{\{(.*)\}\}$/s.exec(text)?.[1] ?? text;
    const told = /\b(?:success|failure|always|cancelled)\(\)/.test(expression);
    const value = this.#evaluate(told ? expression : `success() && (${expression})`, contexts, status).coerceString();
    return !['', '0', 'false', 'null'].includes(value);
  }

  #evaluate(expression: string, contexts: Contexts, status: Status): ExpressionValue {
    const { Lexer, Parser, Evaluator, data } = this.#library;
    const answers = {
      ...{ success: status === 'success', failure: status === 'failure' },
      ...{ always: true, cancelled: false },
    };
    const functions = Object.entries(answers).map(([name, answer]) => ({
      ...{ name, minArgs: 0, maxArgs: 0 },
      call: () => new data.BooleanData(answer),
    }));
    const tree = new Parser(new Lexer(expression.trim()).lex().tokens, Object.keys(contexts), functions).parse();
    const known = new Map(functions.map((one) => [one.name, one]));
    return new Evaluator(tree, this.#data(contexts), known).evaluate();
  }

  #data(value: Data): ExpressionValue {
    const { data } = this.#library;
    if (value === null) return new data.Null();
    if (typeof value === 'string') return new data.StringData(value);
    if (typeof value === 'number') return new data.NumberData(value);
    if (typeof value === 'boolean') return new data.BooleanData(value);
    if (Array.isArray(value)) return new data.Array(...value.map((one: Data) => this.#data(one)));
    const pairs = Object.entries(value).map(([key, one]) => ({ key, value: this.#data(one) }));
    return new data.Dictionary(...pairs);
  }
}
