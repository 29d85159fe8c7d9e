/**
 * A text as a YAML scalar on one line: without quotes where YAML 1.1 and 1.2 both read that as the same text, else in
 * double quotes, else (it holds quotes or backslashes) in single ones.
 */
export function scalarText(text: string): string {
  return isPlainSafe(text) ? text : quotedScalar(text);
}

/** The same inside brackets, where commas and brackets end a scalar. */
export function flowScalarText(text: string): string {
  return isPlainSafe(text) && !/[,[\]{}]/.test(text) ? text : quotedScalar(text);
}

/** Characters of a line before a long text is folded. */
const width = 100;

/**
 * A text as the value of a key: lines as a literal block, one long line as a folded block, else on one line. Lines after
 * the first start with `indent`; the last one has no line end.
 */
export function blockText(text: string, indent: string): string {
  if (text.includes('\n')) return literalBlock(text, indent) ?? quotedScalar(text);
  return (text.length > width ? foldedBlock(text, indent) : undefined) ?? scalarText(text);
}

function isPlainSafe(text: string): boolean {
  if (!/^[\p{L}\p{N}_/.+(]/u.test(text) || text !== text.trim()) return false;
  if (/[\p{Cc}\ufeff]|: | #|:$|^\.\.\./u.test(text)) return false;
  if (/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)) return false;
  return !/^[-+.]?[0-9]|^[-+]?\.(?:inf|nan)$/i.test(text) || isWordLike(text);
}

/** Starts like a number, but holds a letter or sign that no number, date or time of YAML has. */
function isWordLike(text: string): boolean {
  return /[@/ ]/.test(text) && /[g-su-wyG-SU-WY@/]/.test(text);
}

function quotedScalar(text: string): string {
  if (/["\\]/.test(text) && !/\p{Cc}/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text);
}

function literalBlock(text: string, indent: string): string | undefined {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  if (body === '' || /^\s|\n$|[^\S\n](?:\n|$)/.test(body) || /\p{Cc}/u.test(body.replaceAll('\n', '')))
    return undefined;
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  return `${text === body ? '|-' : '|'}\n${lines.join('\n')}`;
}

function foldedBlock(text: string, indent: string): string | undefined {
  if (text !== text.trim() || /\p{Cc}/u.test(text)) return undefined;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.length === 1 ? undefined : `>-\n${lines.map((one) => `${indent}${one}`).join('\n')}`;
}
