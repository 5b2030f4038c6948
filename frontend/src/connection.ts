/** Asks the server where the line may drop: a lost connection is told on the page and never thrown. */

/** Says in the page's messages that the server was not reached. */
export function tellFailed(): void {
  const said = document.getElementById("announcer")?.dataset["failed"] ?? "";
  const message = document.createElement("div");
  message.className = "message message-error";
  const words = document.createElement("p");
  words.textContent = said;
  message.append(words);
  const messages = document.getElementById("messages");
  messages?.classList.add("live");
  messages?.replaceChildren(message);
}

/** Fetches the text of an answer; null when it was refused, given up, or the line dropped (which is then told). */
export async function textFrom(address: string | URL, init: RequestInit = {}): Promise<string | null> {
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...init });
    return answer.ok ? await answer.text() : null;
  } catch {
    if (!init.signal?.aborted) tellFailed();
    return null;
  }
}
