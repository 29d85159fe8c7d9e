/** How a part of the key is written where it is filled in. */
export type KeyQuoting = (text: string) => string;

/**
 * A `query_filter` or `search_base` with the parts of a key filled in (ldap_table(5)): `%s`, `%u`, `%d`, `%1` to `%9`, and
 * `%%`. Undefined when the key does not have a part, so that Postfix does not ask at all.
 */
export function fillKey(template: string, key: string, quote: KeyQuoting): string | undefined {
  const at = key.lastIndexOf('@');
  const [local, domain] = at < 0 ? [key, undefined] : [key.slice(0, at), key.slice(at + 1)];
  const labels = domain?.split('.').reverse() ?? [];
  let suppressed = false;
  const filled = template.replace(/%(.)/g, (written, letter: string) => {
    if (letter === '%') return '%';
    const part = /[1-9]/.test(letter)
      ? labels[Number(letter) - 1]
      : new Map([
          ['s', key],
          ['u', local],
          ['d', domain],
        ]).get(letter.toLowerCase());
    if (part === undefined && !/[sud1-9]/i.test(letter)) return written;
    if (part === undefined || part === '') suppressed = true;
    return quote(part ?? '');
  });
  return suppressed ? undefined : filled;
}
