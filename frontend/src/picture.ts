import { textFrom } from "./connection";

const SHARPNESS = 2;

/** Saves a chart's file as a PNG of twice its size, for a letter or a slide. */
export async function savePicture(address: string): Promise<void> {
  const text = await textFrom(address);
  if (text === null) return;
  const drawing = new Blob([text], { type: "image/svg+xml" });
  const source = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SHARPNESS;
    canvas.height = image.naturalHeight * SHARPNESS;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (picture) save(picture, pictureName(address));
  } finally {
    URL.revokeObjectURL(source);
  }
}

/** Returns the name of the picture made from a drawing's address. */
export function pictureName(address: string): string {
  const last = new URL(address, "http://x").pathname.split("/").filter(Boolean).at(-1) ?? "chart";
  return `${last.replace(/\.svg$/, "")}.png`;
}

function save(picture: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
