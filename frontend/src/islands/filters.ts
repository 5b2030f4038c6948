const TYPING_PAUSE_MS = 350;

/** Submits a filter form when a control changes, and after a pause when somebody types. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  if (!(host instanceof HTMLFormElement)) return;
  host.classList.add("live");
  let timer = 0;
  const submit = (): void => {
    clearTimeout(timer);
    host.requestSubmit();
  };
  host.addEventListener(
    "input",
    (event) => {
      const control = event.target;
      clearTimeout(timer);
      if (isTyped(control)) timer = window.setTimeout(submit, TYPING_PAUSE_MS);
    },
    { signal },
  );
  host.addEventListener(
    "change",
    (event) => {
      if (!isTyped(event.target)) submit();
    },
    { signal },
  );
  // What is not chosen stays out of the address that people send to each other.
  document.addEventListener(
    "htmx:configRequest",
    (event) => {
      if (event.target !== host || !(event instanceof CustomEvent)) return;
      const { formData } = event.detail as { formData: unknown };
      if (formData instanceof FormData) dropEmpty(formData);
    },
    { signal },
  );
  signal.addEventListener("abort", () => clearTimeout(timer));
}

function isTyped(control: EventTarget | null): boolean {
  return control instanceof HTMLInputElement && ["text", "search", "number"].includes(control.type);
}

/** Removes the values that say nothing. */
export function dropEmpty(values: FormData): void {
  for (const name of new Set(values.keys())) {
    const kept = values.getAll(name).filter((value) => value !== "");
    values.delete(name);
    for (const value of kept) values.append(name, value);
  }
}
