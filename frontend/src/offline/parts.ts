/** Sends a file in parts: a line that drops costs the part that was on its way, and the rest is sent after it. */

/** What becomes of one request; throws where the line drops. */
export type Reach = (address: string, init: RequestInit) => Promise<Response>;

const FIRST_BYTES = 128 * 1024;
// The server takes no larger part (attachments/partial.py).
const MOST_BYTES = 1024 * 1024;
const QUICK_MS = 3_000;

/** Returns what the server said at the end, null where it said nothing that can be understood. */
export async function sendInParts(
  address: string,
  file: Blob,
  name: string,
  headers: Readonly<Record<string, string>>,
  reach: Reach,
): Promise<Record<string, unknown> | null> {
  let said = await read(await reach(address, { headers: { Accept: "application/json" } }));
  let size = FIRST_BYTES;
  // Every turn but one brings something new to the server; more turns than that mean that it tells nonsense.
  for (let turns = 2 + Math.ceil(file.size / FIRST_BYTES); turns > 0; turns -= 1) {
    if (said === null || typeof said["taken"] === "number") return said;
    const start = said["received"];
    // All of it may be there without an answer: then nothing is sent, but that it is all.
    if (typeof start !== "number" || start < 0 || start > file.size) return null;
    const query = new URLSearchParams({ from: String(start), size: String(file.size), name });
    const body = file.slice(start, start + size);
    const began = performance.now();
    const answer = await reach(`${address}?${query.toString()}`, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream", ...headers },
    });
    if (performance.now() - began < QUICK_MS) size = Math.min(2 * size, MOST_BYTES);
    said = await read(answer);
  }
  return null;
}

async function read(answer: Response): Promise<Record<string, unknown> | null> {
  const found: unknown = await answer.json().catch(() => null);
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : null;
}
