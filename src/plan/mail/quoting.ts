/** An address as tables are asked for it: the local part in quotes where RFC 822 wants them. */
export function quoteLocalPart(address: string): string {
  const colon = address.startsWith('@') ? address.indexOf(':') : -1;
  const start = colon + 1;
  const at = address.lastIndexOf('@');
  const end = at >= start ? at : address.length;
  const local = address.slice(start, end);
  if (isDotString(local)) return address;
  return `${address.slice(0, start)}"${local.replace(/["\\\r]/g, '\\$&')}"${address.slice(end)}`;
}

/** An address as Postfix keeps it: quotes and backslashes of the local part taken away. */
export function unquoteLocalPart(address: string): string {
  if (!/["\\]/.test(address)) return address;
  const start = (address.startsWith('@') ? address.indexOf(':') : -1) + 1;
  let text = address.slice(0, start);
  let quoted = false;
  let bare: { readonly length: number; readonly rest: string } | undefined;
  for (let index = start; index < address.length; index += 1) {
    const character = address[index] ?? '';
    if (character === '"') {
      quoted = !quoted;
      continue;
    }
    if (character === '@' && !quoted) bare = { length: text.length, rest: address.slice(index) };
    const escaped = character === '\\' && index + 1 < address.length;
    if (escaped) index += 1;
    else if (character === '\\') continue;
    text += address[index] ?? '';
  }
  return bare === undefined ? text : text.slice(0, bare.length) + bare.rest;
}

function isDotString(local: string): boolean {
  return local !== '' && !/^\.|\.\.|\.$|[\u0000- "(),:;<>@[\\\]\u007f]/.test(local);
}
