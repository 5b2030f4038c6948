import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sendInParts, type Reach } from "../src/offline/parts";
import { afterPress } from "../src/offline/pressing";
import { sendByItself } from "../src/offline/waking";

describe("a file on its way", () => {
  const KIB = 1024;
  const file = new Blob([new Uint8Array(700 * KIB)]);
  /** A server that takes parts, and loses the line at some of them. lost: the turns at which it drops. */
  function taking(lost: readonly number[], total = file.size) {
    const sent: number[] = [];
    let [received, turn] = [0, 0];
    const reach = (_address: string, { body, method = "GET" }: RequestInit): Promise<Response> => {
      const answer = (told: unknown): Promise<Response> => Promise.resolve(new Response(JSON.stringify(told)));
      if (method === "GET") return answer(received === total ? { taken: 1 } : { received });
      turn += 1;
      if (lost.includes(turn)) return Promise.reject(new TypeError("lost"));
      sent.push((body as Blob).size);
      received += (body as Blob).size;
      return answer(received === total ? { taken: 1, text: "", codes: [] } : { received });
    };
    return { sent, reach };
  }
  const send = (reach: Reach): ReturnType<typeof sendInParts> => sendInParts("/p/", file, "a.jpg", {}, reach);

  it("is sent in parts that grow while the line is quick", async () => {
    const { sent, reach } = taking([]);
    expect(await send(reach)).toMatchObject({ taken: 1 });
    expect(sent.map((size) => size / KIB)).toEqual([128, 256, 316]);
  });

  it("goes on where the line dropped, and what has arrived is not sent again", async () => {
    const { sent, reach } = taking([2, 3]);
    await expect(send(reach)).rejects.toThrow("lost");
    await expect(send(reach)).rejects.toThrow("lost");
    expect(await send(reach)).toMatchObject({ taken: 1 });
    expect(sent.reduce((sum, size) => sum + size, 0)).toBe(file.size);
  });

  it("is ended where all of it is there and its answer is not", async () => {
    const sent: string[] = [];
    const reach = (address: string, { method = "GET" }: RequestInit): Promise<Response> => {
      sent.push(`${method} ${address}`);
      return Promise.resolve(new Response(JSON.stringify(method === "GET" ? { received: file.size } : { taken: 1 })));
    };
    expect(await send(reach)).toEqual({ taken: 1 });
    expect(sent[1]).toBe(`POST /p/?from=${String(file.size)}&size=${String(file.size)}&name=a.jpg`);
  });

  it("is given up where the server tells nonsense, and kept", async () => {
    const nonsense = (): Promise<Response> => Promise.resolve(new Response(JSON.stringify({ received: 9 })));
    expect(await sendInParts("/p/", new Blob(["abcdefgh"]), "a", {}, nonsense)).toBeNull();
  });
});

describe("sending without being asked", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tries again while something is left, later and later, and at once when the line or the reader is back", async () => {
    const control = new AbortController();
    let isLeft = true;
    const send = vi.fn(() => Promise.resolve(isLeft));
    const now = sendByItself(send, control.signal);
    await now();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(send).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(send).toHaveBeenCalledTimes(3);
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    document.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(0);
    expect(send).toHaveBeenCalledTimes(5);
    isLeft = false;
    await vi.advanceTimersByTimeAsync(3_000);
    expect(send).toHaveBeenCalledTimes(6);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(send).toHaveBeenCalledTimes(6);
    isLeft = true;
    await now();
    control.abort();
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(600_000);
    expect(send).toHaveBeenCalledTimes(7);
  });
});

describe("a button that is being pressed", () => {
  it("stays where it is until it is let go", async () => {
    const control = new AbortController();
    const settled = afterPress(control.signal);
    const said: string[] = [];
    settled(() => said.push("at once"));
    dispatchEvent(new Event("mousedown"));
    settled(() => said.push("moved"));
    dispatchEvent(new Event("mouseup"));
    said.push("clicked");
    await vi.waitFor(() => expect(said).toEqual(["at once", "clicked", "moved"]));
    control.abort();
  });
});
