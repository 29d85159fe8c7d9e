/** A source file by its path below `src/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A source text without what only people read. */
export interface Scanned {
  /** The code with comments blanked, each string as `'#n'` and each regular expression as `/#/`; line breaks stay. */
  readonly code: string;
  /** The contents of the strings, by their number. */
  readonly strings: readonly string[];
}

/** One import or re-export. */
export interface Import {
  readonly module: string;
  /** What stands between `import` and `from`; empty for `import()`. */
  readonly clause: string;
}

const comment = /\/\/[^\n]*|\/\*.*?\*\//sy;
const quoted = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/sy;
const pattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const templateText = /(?:[^`\\$]|\\.|\$(?!\{))*/sy;

/** Takes a TypeScript text apart as far as the checks need it. */
export function scan(text: string): Scanned {
  const strings: string[] = [];
  const open: ('brace' | 'template')[] = [];
  let code = '';
  let at = 0;
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    const found = expression.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const takeTemplate = (): void => {
    take(templateText);
    if (text[at] === '`') {
      at += 1;
      code += '`';
    } else {
      at += 2;
      open.push('template');
      code += '${';
    }
  };
  while (at < text.length) {
    const skipped = take(comment);
    if (skipped !== undefined) {
      code += skipped.replace(/[^\n]/g, ' ');
      continue;
    }
    const string = take(quoted);
    if (string !== undefined) {
      code += `'#${strings.push(string.slice(1, -1)) - 1}'`;
      continue;
    }
    if (text[at] === '/' && beforePattern.test(code) && take(pattern) !== undefined) {
      code += '/#/';
      continue;
    }
    const character = text[at] ?? '';
    at += 1;
    code += character;
    if (character === '`') takeTemplate();
    else if (character === '{') open.push('brace');
    else if (character === '}' && open.pop() === 'template') takeTemplate();
  }
  return { code, strings };
}

/** Behind these a slash begins a regular expression; behind anything else it divides. */
const beforePattern = /(?:^|[(,=:[!&|?{};+*%~^<>-]|\breturn|\btypeof|\bcase)\s*$/;

/** Every module that a text names in an import, a re-export or an `import()`. */
export function importsOf(text: string): readonly Import[] {
  const { code, strings } = scan(text);
  const statements = code.matchAll(
    /\b(?:import|export)\b([^;'=()]*?)\bfrom\s*'#(\d+)'|\bimport\s*'#(\d+)'|\bimport\s*\(\s*'#(\d+)'/g,
  );
  return [...statements].map(([, clause = '', from, alone, dynamic]) => ({
    module: strings[Number(from ?? alone ?? dynamic)] ?? '',
    clause: clause.trim(),
  }));
}
