/** A parameter of a Postfix file, with what a reader should know about it. */
export interface PostfixParameter {
  readonly name: string;
  readonly value: string;
  /** Sentences, each one line. */
  readonly remarks: readonly string[];
}

/** One file that Postfix reads, or the lines that go into one. */
export interface PostfixFile {
  readonly name: string;
  /** What the file is and what to do with it; sentences, each one line. */
  readonly remarks: readonly string[];
  readonly parameters: readonly PostfixParameter[];
}

/** How Postfix has to be set up: the LDAP maps, and the lines for `main.cf`. */
export interface PostfixConfig {
  readonly maps: readonly PostfixFile[];
  readonly main: PostfixFile;
}
