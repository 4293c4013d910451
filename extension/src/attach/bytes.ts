/** A file's bytes as messages can carry them. */

/** Bytes in one piece; a multiple of three, so that pieces of base64 can stand one after the other. */
export const PIECE = 255 * 1024;

/** So many bytes of a file from a place on, in base64; rejects where the file has gone or changed since. */
export function piece(file: File, start: number): Promise<string> {
  // Of bytes themselves, as `arrayBuffer` gives them, Firefox lets a content script read nothing.
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(reader.error ?? new Error());
    reader.readAsDataURL(file.slice(start, start + PIECE));
  });
}

export function fromBase64(pieces: readonly string[]): Blob {
  return new Blob(pieces.map((one) => Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0))));
}

/** The end of a file's name, which is all of it that is told. */
export function endingOf(name: string): string {
  return /\.[A-Za-z0-9_-]{1,12}$/.exec(name)?.[0] ?? "";
}
