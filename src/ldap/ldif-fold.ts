/** A line cut into lines of at most `width` characters; each but the first begins with a space (RFC 2849 note 2). */
export function foldLine(line: string, width: number): string {
  if (line.length <= width) return line;
  const lines = [line.slice(0, width)];
  for (let at = width; at < line.length; at += width - 1) lines.push(` ${line.slice(at, at + width - 1)}`);
  return lines.join('\n');
}
