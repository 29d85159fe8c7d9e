import { join, relative, resolve } from 'node:path';
import { writeFileAtomic } from '../io/atomic-file.ts';
import type { Step } from '../model/plan.ts';
import { undoToLdif } from '../report/plan-ldif.ts';
import type { Context } from './context.ts';

/** The LDIF file that takes an apply back: written before anything is sent, and again when it is known what was done. */
export interface UndoFile {
  /** As messages show it. */
  readonly shown: string;
  write(steps: readonly Step[]): void;
}

/** The undo file at a given path, or one named by the time under `.rollcall`, which git is told to ignore. */
export function undoFile(context: Context, given: string | undefined): UndoFile {
  const folder = join(context.cwd, '.rollcall');
  const stamp = context.now.toISOString().replace(/[-:.]/g, '');
  const path = given === undefined ? join(folder, `undo-${stamp}.ldif`) : resolve(context.cwd, given);
  const shown = given ?? relative(context.cwd, path);
  return {
    shown,
    write: (steps) => {
      const ignored = { path: join(folder, '.gitignore'), shown: '.rollcall/.gitignore' };
      if (given === undefined) writeFileAtomic(ignored, '*\n', 0o644, 'rename');
      writeFileAtomic({ path, shown }, undoToLdif(steps), 0o600, 'flush');
    },
  };
}
