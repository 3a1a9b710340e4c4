import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The answers that are owed. They are kept by their connections, and go with them: of those that wait behind another on one that
 * is cut off, Node says nothing more.
 */
export class AnswersUnderWay {
  readonly #onOver: () => void;
  readonly #bySocket = new Map<Socket, Set<ServerResponse>>();

  /** `onOver`: told whenever answers are over. */
  constructor(onOver: () => void) {
    this.#onOver = onOver;
  }

  get areNone(): boolean {
    return [...this.#bySocket.values()].every(({ size }) => size === 0);
  }

  add(answer: ServerResponse, socket: Socket): void {
    const answers = this.#bySocket.get(socket) ?? this.#open(socket);
    answers.add(answer);
    answer.once('close', () => {
      answers.delete(answer);
      this.#onOver();
    });
  }

  /** Has each connection end with its next answer. */
  closeAfter(): void {
    for (const answers of this.#bySocket.values()) {
      for (const answer of answers) answer.shouldKeepAlive = false;
    }
  }

  #open(socket: Socket): Set<ServerResponse> {
    const answers = new Set<ServerResponse>();
    this.#bySocket.set(socket, answers);
    socket.once('close', () => {
      this.#bySocket.delete(socket);
      this.#onOver();
    });
    return answers;
  }
}
