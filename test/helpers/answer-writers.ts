import type { Socket } from 'node:net';

/** How the bytes of answers are cut into packets, one connection at a time. */
export type AnswerWriter = (socket: Socket, text: string) => void;

/** What a connection still has to send, packet by packet. */
class PacketQueue {
  readonly #socket: Socket;
  readonly #packets: Buffer[] = [];
  #isSending = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  add(packets: readonly Buffer[]): void {
    this.#packets.push(...packets);
    if (this.#isSending) return;
    this.#isSending = true;
    // Once for all that comes in the same turn.
    setImmediate(() => this.#sendNext());
  }

  /** All that waits, as one packet. */
  joined(): void {
    this.#packets.splice(0, this.#packets.length, Buffer.concat(this.#packets));
  }

  #sendNext(): void {
    const packet = this.#packets.shift();
    this.#isSending = packet !== undefined && !this.#socket.destroyed;
    if (packet === undefined || !this.#isSending) return;
    // The other side is in this thread: it has read one packet before the next one leaves.
    this.#socket.write(packet, () => setImmediate(() => setImmediate(() => this.#sendNext())));
  }
}

function createQueues(): (socket: Socket) => PacketQueue {
  const queues = new WeakMap<Socket, PacketQueue>();
  return (socket) => {
    const queue = queues.get(socket) ?? new PacketQueue(socket);
    queues.set(socket, queue);
    return queue;
  };
}

/** Each answer in two packets, cut one byte later than the answer before of the same length, all positions in turn. */
export function cutAtEveryByte(): AnswerWriter {
  const queueOf = createQueues();
  const nextCut = new Map<string, number>();
  return (socket, text) => {
    const bytes = Buffer.from(text, 'latin1');
    const cut = nextCut.get(text) ?? 1;
    nextCut.set(text, cut + 1 < bytes.length ? cut + 1 : 1);
    queueOf(socket).add([bytes.subarray(0, cut), bytes.subarray(cut)]);
  };
}

/** Each byte is a packet. */
export function byteByByte(): AnswerWriter {
  const queueOf = createQueues();
  return (socket, text) => queueOf(socket).add([...Buffer.from(text, 'latin1')].map((byte) => Buffer.of(byte)));
}

/** All answers that are due at the same time are one packet. */
export function manyInOnePacket(): AnswerWriter {
  const queueOf = createQueues();
  return (socket, text) => {
    const queue = queueOf(socket);
    queue.add([Buffer.from(text, 'latin1')]);
    queue.joined();
  };
}
