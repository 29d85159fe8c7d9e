import { resolve } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import { readTextFile } from '../io/text-file.ts';
import { fixManifest } from '../manifest/fix.ts';
import { Failure } from '../model/failure.ts';
import { encodeTerminal } from '../report/encode-terminal.ts';
import { showValue } from '../report/show-value.ts';
import type { Context } from './context.ts';
import type { Inputs } from './inputs.ts';

/** What `fix` can mend: only manifests with one of these are looked at. */
const mendable: ReadonlySet<string> = new Set(['RC210', 'RC211', 'RC212', 'RC215']);

/** Mends manifests in place, and says on standard error what it did. Whether any was written. */
export function fixManifests(context: Context, { files, diagnostics, settings }: Inputs): boolean {
  if (settings === undefined) return false;
  const wrong = new Set(diagnostics.filter(({ code }) => mendable.has(code)).map(({ source }) => source.file));
  let written = false;
  for (const { file, text } of files.filter((one) => wrong.has(one.file))) {
    const mended = fixManifest(text, settings.mail.localPart);
    if (mended.fixes.length === 0) continue;
    const place = { path: resolve(context.cwd, file), shown: file };
    if (readTextFile(place) !== text) {
      throw new Failure('input', `${file} was changed meanwhile`, 'Nothing was written to it. Run the command again.');
    }
    writeFileAtomic(place, mended.text, 0o644, 'rename');
    written = true;
    for (const fix of mended.fixes)
      context.err(`mended ${showValue(file)}: ${encodeTerminal(fix)}
`);
  }
  return written;
}
