/** What came of trying to find something out. */
export type Attempt<Fact> =
  | { readonly kind: 'known'; readonly fact: Fact }
  | FailedAttempt
  /** Not tried: something that it needs failed, or it does not apply here. */
  | { readonly kind: 'skipped' };

/** The world said no. */
export interface FailedAttempt {
  readonly kind: 'failed';
  /** Whether our own settings or files are to blame. */
  readonly blame: 'input' | 'directory';
  readonly message: string;
  readonly hint: string;
}

/** The fact when it is known. */
export function known<Fact>(attempt: Attempt<Fact>): Fact | undefined {
  return attempt.kind === 'known' ? attempt.fact : undefined;
}
