/**
 * A line cut into lines of at most `width` characters; each but the first begins with a space (RFC 2849 note 2). None of
 * them has a colon behind that space: the log of a workflow could take ` ::` for a command.
 */
export function foldLine(line: string, width: number): string {
  if (line.length <= width) return line;
  const lines: string[] = [];
  for (let at = 0; at < line.length; ) {
    const end = endOfPiece(line, at, at === 0 ? width : width - 1);
    lines.push((at === 0 ? '' : ' ') + line.slice(at, end));
    at = end;
  }
  return lines.join('\n');
}

function endOfPiece(line: string, start: number, width: number): number {
  let end = start + width;
  while (line[end] === ':' && end > start + 1) end -= 1;
  return end;
}
