/** Work that is done strictly one after the other, at once where nothing has to be waited for. */
export class FaultLane {
  readonly #waiting: (() => void | Promise<void>)[] = [];
  readonly #onError: (error: unknown) => void;
  #busy = false;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Puts a piece of work at the end. */
  add(work: () => void | Promise<void>): void {
    this.#waiting.push(work);
    if (!this.#busy) this.#next();
  }

  #next(): void {
    this.#busy = true;
    for (let work = this.#waiting.shift(); work !== undefined; work = this.#waiting.shift()) {
      try {
        const pending = work();
        if (pending instanceof Promise) {
          pending.catch(this.#onError).finally(() => this.#next());
          return;
        }
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#busy = false;
  }
}
