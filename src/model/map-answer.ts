/** What a map must answer for one group after it was written. */
export interface MapExpectation {
  readonly address: string;
  /** Members that were added. */
  readonly present: readonly string[];
  /** Members that were taken out. */
  readonly absent: readonly string[];
  /** Whether there must be no answer at all. */
  readonly gone: boolean;
}

/** What a map answered for one address. */
export type MapAnswer =
  | { readonly kind: 'found'; readonly values: readonly string[] }
  | { readonly kind: 'not found' }
  | { readonly kind: 'failed'; readonly message: string };

/** What became of asking a map again and again. */
export interface AskedMap {
  /** Groups for which it answers something else, with its last answer. */
  readonly behind: readonly { readonly address: string; readonly answer: MapAnswer }[];
  readonly seconds: number;
  readonly tries: number;
}
