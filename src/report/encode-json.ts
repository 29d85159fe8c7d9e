const keptApart = /[\u007f-\u009f\u2028\u2029\p{Cf}\p{Cs}]/gu;
const command = /##(?=\[)/g;

/**
 * A value as JSON text (RFC 8259) with two blanks of indent and a line end. Characters that a terminal or a log would obey are
 * written as `\uXXXX`, and so is the second `#` of `##[`: the meaning of the JSON stays exactly the same.
 */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replace(keptApart, escapeUnits).replace(command, '#\\u0023')}\n`;
}

function escapeUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}
