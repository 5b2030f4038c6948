/** Asking the server on the note-takers' screen: as whom, with which token, and what it said. */

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export type Reached = Reply | "offline" | "signedOut" | "other";

const PATIENCE_MS = 20_000;
const HEADERS = { "X-Notes": "script" };

export interface Server {
  readonly get: (address: string) => Promise<Reached>;
  readonly post: (address: string, fields: Readonly<Record<string, string>> | FormData) => Promise<Reached>;
}

/** Returns the way to the server for one person. line: where the server says who is signed in, and with which token. */
export function openServer(line: string, person: string, firstToken: string): Server {
  let token = firstToken;
  const once = async (address: string, init: RequestInit): Promise<Reached> => {
    let answer: Response;
    try {
      answer = await fetch(address, {
        credentials: "same-origin",
        ...init,
        headers: { ...HEADERS, "X-CSRFToken": token },
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      return "offline";
    }
    if (answer.redirected) return "signedOut";
    if (answer.status >= 502) return "offline";
    return { status: answer.status, text: await answer.text().catch(() => "") };
  };
  const renew = async (): Promise<Reached | null> => {
    const said = await once(line, {});
    if (typeof said === "string") return said;
    const found = record(said.text);
    if (found["person"] !== person) return found["person"] === "" ? "signedOut" : "other";
    if (typeof found["token"] === "string") token = found["token"];
    return null;
  };
  return {
    get: (address) => once(address, {}),
    post: async (address, fields) => {
      const body = fields instanceof FormData ? fields : new URLSearchParams(fields);
      if (body instanceof FormData) body.delete("csrfmiddlewaretoken");
      const said = await once(address, { method: "POST", body });
      // Whoever signed in again has another token; and it may be somebody else.
      if (typeof said === "string" ? said !== "signedOut" : said.status !== 403) return said;
      return (await renew()) ?? once(address, { method: "POST", body });
    },
  };
}

/** Returns the text as an object, an empty one where it is none. */
export function record(text: string): Readonly<Record<string, unknown>> {
  try {
    const found = JSON.parse(text) as unknown;
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
