/** A file's bytes as messages can carry them. */

/** Bytes in one piece; a multiple of three, so that pieces of base64 can stand one after the other. */
export const PIECE = 255 * 1024;

/** So many bytes of a file from a place on, in base64; rejects where the file has gone or changed since. */
export async function piece(file: File, start: number): Promise<string> {
  const bytes = new Uint8Array(await file.slice(start, start + PIECE).arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(""));
}

export function fromBase64(pieces: readonly string[]): Blob {
  return new Blob(pieces.map((one) => Uint8Array.from(atob(one), (letter) => letter.charCodeAt(0))));
}

/** The end of a file's name, which is all of it that is told. */
export function endingOf(name: string): string {
  return /\.[A-Za-z0-9_-]{1,12}$/.exec(name)?.[0] ?? "";
}
