/** Reads a sentence out to those who listen to the page. */
export function announce(sentence: string): void {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  // The same words twice are read twice only when the region was empty in between.
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
}
