/**
 * Sends what waits without anybody asking: when a page opens, when the browser says that the line is back, when the page
 * is looked at again, and from time to time while something waits. Browsers tell late, or never, that a line is back.
 */

const FIRST_MS = 3_000;
const MOST_MS = 60_000;

/** Returns what sends now. send: tells whether something is left that a later try could send. */
export function sendByItself(send: () => Promise<boolean>, signal: AbortSignal): () => Promise<void> {
  let pause = FIRST_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = async (): Promise<void> => {
    clearTimeout(timer);
    const isLeft = await send();
    clearTimeout(timer);
    if (!isLeft) pause = FIRST_MS;
    if (!isLeft || signal.aborted) return;
    timer = setTimeout(() => void go(), pause);
    pause = Math.min(2 * pause, MOST_MS);
  };
  const wake = (): Promise<void> => {
    pause = FIRST_MS;
    return go();
  };
  addEventListener("online", () => void wake(), { signal });
  addEventListener("pageshow", (event) => void (event.persisted && wake()), { signal });
  document.addEventListener("visibilitychange", () => void (document.visibilityState === "visible" && wake()), {
    signal,
  });
  signal.addEventListener("abort", () => clearTimeout(timer));
  return wake;
}

/** Tells whether sending may go well at another time though nobody does anything. */
export const isWorthAnotherTry = (line: string): boolean => line === "offline" || line === "failed";
