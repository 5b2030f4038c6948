/** Lets a file be dropped anywhere on the field that it is chosen in. */
export function mount(host: HTMLElement, signal: AbortSignal): void {
  const input = host.querySelector<HTMLInputElement>('input[type="file"]');
  if (!input) return;
  const hint = document.createElement("p");
  hint.className = "drop-hint";
  hint.textContent = host.dataset["hint"] ?? "";
  host.append(hint);
  host.classList.add("takes-files");

  const over = (event: DragEvent): void => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    host.classList.add("over");
  };
  host.addEventListener("dragenter", over, { signal });
  host.addEventListener("dragover", over, { signal });
  host.addEventListener(
    "dragleave",
    (event) => {
      if (!(event.relatedTarget instanceof Node && host.contains(event.relatedTarget))) host.classList.remove("over");
    },
    { signal },
  );
  host.addEventListener(
    "drop",
    (event) => {
      host.classList.remove("over");
      const files = event.dataTransfer?.files;
      if (!files?.length) return;
      event.preventDefault();
      input.files = files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    },
    { signal },
  );
}

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}
