const A_YEAR = 60 * 60 * 24 * 365;

/** Switches light, dark and automatic without loading the page, and keeps the choice as the server would. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  const buttons = [...host.querySelectorAll<HTMLButtonElement>('button[name="theme"]')];
  host.addEventListener(
    "submit",
    (event) => {
      const chosen = event instanceof SubmitEvent ? event.submitter : null;
      if (!(chosen instanceof HTMLButtonElement)) return;
      event.preventDefault();
      apply(chosen.value);
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === chosen));
    },
    { signal },
  );
}

function apply(theme: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset["theme"] = theme;
    document.cookie = `theme=${theme}; path=/; max-age=${String(A_YEAR)}; SameSite=Lax${secure}`;
  } else {
    delete document.documentElement.dataset["theme"];
    document.cookie = `theme=; path=/; max-age=0; SameSite=Lax${secure}`;
  }
}
