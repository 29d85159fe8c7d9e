/**
 * What kind of no the world said.
 * - `usage`: a flag or its value makes no sense;
 * - `input`: a file or folder cannot be used as input;
 * - `directory`: the directory could not be reached, read completely, or is not one we may manage;
 * - `plan`: a saved plan does not count, or not here;
 * - `commit`: the manifests are not those of the commit that this run was told to follow;
 * - `output`: a result could not be written;
 * - `interrupted`: the user or the system asked us to stop.
 */
export type FailureKind = 'usage' | 'input' | 'directory' | 'plan' | 'commit' | 'output' | 'interrupted';

/** The world said no: thrown in `io`, caught by the command line, shown as one line and a hint. */
export class Failure extends Error {
  readonly kind: FailureKind;
  /** What to do about it, as a sentence. */
  readonly hint: string;

  constructor(kind: FailureKind, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.kind = kind;
    this.hint = hint;
  }
}
