/** Draws the icon, a clipboard with a tick, as a PNG of any size. */

import { deflateSync } from "node:zlib";

const PAPER = [255, 255, 255];
// Each pixel is looked at in so many places across and down, which smooths the edges.
const FINE = 4;

/** A PNG file, in a colour written #rrggbb. https://www.w3.org/TR/png-3/ */
export function icon(size, accent) {
  const ink = [1, 3, 5].map((at) => parseInt(accent.slice(at, at + 2), 16));
  const rows = [];
  for (let y = 0; y < size; y += 1) {
    rows.push(0, ...Array.from({ length: size }, (_, x) => pixel(x, y, size, ink)).flat());
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Red, green, blue and opacity, averaged over the pixel. */
function pixel(x, y, size, ink) {
  const looks = [];
  for (let i = 0; i < FINE * FINE; i += 1) {
    looks.push(colour((x + ((i % FINE) + 0.5) / FINE) / size, (y + (Math.floor(i / FINE) + 0.5) / FINE) / size, ink));
  }
  const painted = looks.filter((look) => look !== null);
  const mean = (at) => Math.round(painted.reduce((sum, look) => sum + look[at], 0) / Math.max(1, painted.length));
  return [mean(0), mean(1), mean(2), Math.round((255 * painted.length) / looks.length)];
}

/** The colour at a point of the unit square, or null outside the drawing. */
function colour(x, y, ink) {
  const tick = [[0.34, 0.6], [0.46, 0.72], [0.68, 0.46]];
  if (nearLine(x, y, tick[0], tick[1], 0.05) || nearLine(x, y, tick[1], tick[2], 0.05)) return ink;
  if (inBox(x, y, 0.36, 0.04, 0.64, 0.2, 0.06)) return ink;
  if (inBox(x, y, 0.32, 0.0, 0.68, 0.24, 0.08) && y > 0.1) return PAPER;
  if (inBox(x, y, 0.22, 0.18, 0.78, 0.9, 0.05)) return PAPER;
  if (inBox(x, y, 0.12, 0.09, 0.88, 1.0, 0.14)) return ink;
  return null;
}

function inBox(x, y, left, top, right, bottom, round) {
  const dx = Math.max(left + round - x, 0, x - right + round);
  const dy = Math.max(top + round - y, 0, y - bottom + round);
  return Math.hypot(dx, dy) <= round;
}

function nearLine(x, y, [ax, ay], [bx, by], within) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const at = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - at * (bx - ax), y - ay - at * (by - ay)) <= within;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, check]);
}

/** The check sum PNG asks for, bit by bit: the files are small. */
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
