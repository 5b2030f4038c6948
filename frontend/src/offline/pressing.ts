/**
 * Puts off what moves the page while a button is held down: leaving a field happens while the button is pressed, and a
 * button that moves away below the pointer in that moment is never clicked.
 */
export function afterPress(signal: AbortSignal): (act: () => void) => void {
  const waiting: (() => void)[] = [];
  let held = false;
  const release = (): void => {
    held = false;
    // The click comes after the button is let go.
    setTimeout(() => {
      for (const act of waiting.splice(0)) act();
    });
  };
  const hold = (): void => {
    held = true;
  };
  addEventListener("mousedown", hold, { signal, capture: true });
  for (const kind of ["mouseup", "dragend"]) addEventListener(kind, release, { signal, capture: true });
  return (act) => {
    if (held) waiting.push(act);
    else act();
  };
}
