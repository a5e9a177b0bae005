import { createSocket, type Socket } from "node:dgram";

/**
 * Stands between the pages' UDP sockets, so that a test can cut the network, which Chromium's own emulation does not
 * do to WebRTC. Each candidate is given out with the address of a front; behind it, each sender gets a socket of its
 * own, as behind a NAT.
 */
export class UdpProxy {
  /** The share of packets that vanish, 0 to 1. */
  loss = 0;
  /** Packets let through. */
  passed = 0;
  readonly #sockets: Socket[] = [];
  readonly #fronts = new Map<string, Promise<number>>();

  /** The port, on the same address, that leads to `address:port`. */
  front(address: string, port: number): Promise<number> {
    const key = `${address}:${port}`;
    const known = this.#fronts.get(key) ?? this.#open(address, port);
    this.#fronts.set(key, known);
    return known;
  }

  close(): void {
    for (const socket of this.#sockets) socket.close();
  }

  async #open(address: string, port: number): Promise<number> {
    const front = await this.#bind(address);
    const senders = new Map<string, Promise<Socket>>();
    front.on("message", (packet, sender) => {
      if (this.#lost()) return;
      const key = `${sender.address}:${sender.port}`;
      const behind =
        senders.get(key) ??
        this.#bind(address).then((socket) =>
          socket.on("message", (reply) => {
            if (!this.#lost()) front.send(reply, sender.port, sender.address);
          }),
        );
      senders.set(key, behind);
      void behind.then((socket) => socket.send(packet, port, address));
    });
    return front.address().port;
  }

  #lost(): boolean {
    const lost = Math.random() < this.loss;
    if (!lost) this.passed += 1;
    return lost;
  }

  async #bind(address: string): Promise<Socket> {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    this.#sockets.push(socket);
    await new Promise<void>((resolve) => socket.bind(0, address, resolve));
    return socket;
  }
}
