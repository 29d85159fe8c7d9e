import type { Socket } from 'node:net';

/** With so many requests under way, a server has enough to do for the next ones to wait a moment for company. */
const enough = 16;

/**
 * Sends requests together: a system call for each, here and at the server, would cost more than the rest. Those of one turn
 * of the event loop go out in one packet, and while `enough` others wait for their answers, those of more turns.
 */
export class Gathering {
  readonly #socket: Socket;
  #gathered = 0;
  #underWay = 0;
  #isPlanned = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** A request is about to be written to the socket. */
  add(): void {
    this.#gathered += 1;
    if (this.#socket.writableCorked === 0) this.#socket.cork();
    this.#plan();
  }

  /** A request has been answered, or never will be. */
  answered(): void {
    this.#underWay -= 1;
    if (this.#gathered > 0) this.#plan();
  }

  /** Sends what was gathered. */
  send(): void {
    this.#underWay += this.#gathered;
    this.#gathered = 0;
    this.#socket.uncork();
  }

  #plan(): void {
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      if (this.#gathered > 0 && this.#underWay < enough) this.send();
    });
  }
}
