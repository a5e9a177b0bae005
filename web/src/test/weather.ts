import { Problem } from "@/lib/problem";

import type { Dice } from "./dice";

type OnItsWay = { arrive: () => void; /** In a break. */ lose: () => void };

/**
 * A network in bad weather, the same for the same dice: what is sent arrives some steps later and in any order, pushes
 * also twice; requests fail before or after the server has done what they ask; a break loses what is on its way.
 */
export class Weather {
  connected = true;
  #calm = false;
  #onItsWay: OnItsWay[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(private readonly dice: Dice) {}

  readonly resync = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  push(arrive: () => void): void {
    if (!this.connected) return;
    this.#send(arrive);
    if (this.dice.chance(0.3)) this.#send(arrive);
  }

  request<T>(serve: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const lose = () => reject(new Problem("offline", "lost on the way"));
      const answer = (value: T) => this.#hop(() => resolve(value), lose);
      this.#hop(() => {
        try {
          answer(serve());
        } catch (error) {
          reject(error);
        }
      }, lose);
    });
  }

  break(): void {
    if (this.#calm) return;
    this.connected = false;
    for (const one of this.#onItsWay.splice(0)) one.lose();
  }

  heal(): void {
    if (this.connected) return;
    this.connected = true;
    for (const listener of Array.from(this.#listeners)) listener();
  }

  /** One thing arrives, and all that follows from it at once happens. */
  async step(): Promise<void> {
    const [one] = this.#onItsWay.splice(this.dice.below(this.#onItsWay.length), 1);
    one?.arrive();
    await settled();
  }

  /** After one last break nothing is lost any more; it still comes late, twice and in any order. */
  calmDown(): void {
    this.break();
    this.#calm = true;
    this.heal();
  }

  async allArrives(): Promise<void> {
    await settled();
    while (this.#onItsWay.length) await this.step();
  }

  #send(arrive: () => void, lose: () => void = () => undefined): void {
    this.#onItsWay.push({ arrive, lose });
  }

  #hop(arrive: () => void, lose: () => void): void {
    if (!this.#calm && (!this.connected || this.dice.chance(0.1))) lose();
    else this.#send(arrive, lose);
  }
}

/** Lets everything happen that is due. */
export const settled = (): Promise<void> => new Promise((done) => setImmediate(done));
