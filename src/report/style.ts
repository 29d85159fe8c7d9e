/** How pieces of a text are set off. What it gets is encoded already; a style adds nothing but its own marks around it. */
export interface Style {
  add(text: string): string;
  remove(text: string): string;
  change(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

/** No marks at all: for files, pipes and NO_COLOR. */
export const plainStyle: Style = {
  add: same,
  remove: same,
  change: same,
  warn: same,
  dim: same,
  bold: same,
};

/** The 16 ANSI colours (ECMA-48 SGR). Colour is never the only sign: `+`, `-`, `~` and words say the same. */
export const colourStyle: Style = {
  add: (text) => sgr('32', '39', text),
  remove: (text) => sgr('31', '39', text),
  change: (text) => sgr('33', '39', text),
  warn: (text) => sgr('35', '39', text),
  dim: (text) => sgr('2', '22', text),
  bold: (text) => sgr('1', '22', text),
};

function same(text: string): string {
  return text;
}

function sgr(on: string, off: string, text: string): string {
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
