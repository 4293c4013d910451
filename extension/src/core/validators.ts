/**
 * Check digits and structures the core rules may name; each mirrors the agent's module of that name.
 *
 * A validator discards what cannot be right; what is right is surer by one step, and says why. The agent's
 * modules explain each number and cite its specification; a test runs their examples here.
 */

import type { Key } from "../strings";

export interface Validator {
  /** The words for what is right about a number. */
  readonly because: Key;
  isValid(value: string): boolean;
}

export const validators: Readonly<Record<string, Validator>> = {
  driving_licence: { because: "becauseDateInside", isValid: drivingLicence },
  iban: { because: "becauseCheckDigits", isValid: iban },
  luhn: { because: "becauseCheckDigit", isValid: luhn },
  nhs_number: { because: "becauseCheckDigit", isValid: nhsNumber },
  nino: { because: "becauseLetters", isValid: nino },
  postcode: { because: "becauseArea", isValid: postcode },
  uci: { because: "becauseCheckDigit", isValid: uci },
  uln: { because: "becauseCheckDigit", isValid: uln },
  upn: { because: "becauseCheckDigit", isValid: upn },
};

const LICENCE = /^(?=.{5}\d)[A-Z]+9*\d(?<month>[0156]\d)(?<day>[0-3]\d)\d(?:[A-Z][A-Z9]|99)[0-9A-Z][A-Z]{2}$/;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function drivingLicence(value: string): boolean {
  const number = compact(value);
  const shape = LICENCE.exec(number)?.groups;
  if (number.length !== 16 || !/^\d{6}$/.test(number.slice(5, 11)) || !shape) return false;
  const written = Number(shape["month"]);
  const days = DAYS[(written > 50 ? written - 50 : written) - 1] ?? 0;
  const day = Number(shape["day"]);
  return day >= 1 && day <= days;
}

// Lengths in the registry's countries a school is likely to pay; elsewhere only the range is known.
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  AT: 20, BE: 16, BG: 22, CH: 21, CY: 28, CZ: 24, DE: 22, DK: 18, EE: 20, ES: 24, FI: 18, FR: 27,
  GB: 22, GI: 23, GR: 27, HR: 21, HU: 28, IE: 22, IS: 26, IT: 27, LT: 20, LU: 20, LV: 21, MT: 31,
  NL: 18, NO: 15, PL: 28, PT: 25, RO: 24, SE: 24, SI: 19, SK: 24, TR: 26, UA: 29,
};

function iban(value: string): boolean {
  const number = compact(value);
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(number)) return false;
  if (number.length !== (IBAN_LENGTHS[number.slice(0, 2)] ?? number.length)) return false;
  const turned = number.slice(4) + number.slice(0, 4);
  const spelled = turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return [...spelled].reduce((remainder, digit) => (remainder * 10 + Number(digit)) % 97, 0) === 1;
}

// Scheme and length by first digits: Mastercard, Visa, American Express, Maestro, Discover, UnionPay.
const CARDS = [
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/,
  /^4(?:\d{12}|\d{15}|\d{18})$/,
  /^3[47]\d{13}$/,
  /^(?:50|56|57|58|63|67)\d{11,17}$/,
  /^6011\d{12}$/,
  /^(?:35|36|38|62|64|65)(?:\d{12}|\d{14,17})$/,
];

function luhn(value: string): boolean {
  const number = compact(value);
  if (!/^\d+$/.test(number) || new Set(number).size === 1 || !CARDS.some((card) => card.test(number))) return false;
  const fromTheRight = digits(number).reverse();
  return fromTheRight.reduce((sum, digit, at) => sum + (at % 2 ? twice(digit) : digit), 0) % 10 === 0;
}

function nhsNumber(value: string): boolean {
  const number = compact(value);
  if (!/^\d{10}$/.test(number) || new Set(number).size === 1) return false;
  return (11 - (weighted(digits(number).slice(0, 9), 10) % 11)) % 11 === Number(number[9]);
}

function nino(value: string): boolean {
  const number = compact(value);
  const given = /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](\d{6})[A-D]?$/.exec(number);
  return given !== null && new Set(given[1]).size > 1;
}

// The 121 areas of the United Kingdom and the three Crown Dependencies.
const AREAS = new Set(
  (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY " +
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY " +
    "L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM " +
    "S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB " +
    "W WA WC WD WF WN WR WS WV YO ZE"
  ).split(" "),
);

function postcode(value: string): boolean {
  const area = /^([A-Z]{1,2})\d[\dA-HJKMNPR-Y]?\d[ABD-HJLNP-UW-Z]{2}$/.exec(compact(value))?.[1];
  return area !== undefined && AREAS.has(area);
}

function uci(value: string): boolean {
  const number = compact(value);
  if (!/^\d{5}[0A-P]\d{6}[A-Z]$/.test(number) || number.startsWith("00000")) return false;
  const numbers = [...number.slice(0, 12)].map((c) => (c >= "A" ? c.charCodeAt(0) - 64 : Number(c)));
  return number[12] === "ABCDEFGHKLMRTVWXY"[weighted(numbers, 16) % 17];
}

function uln(value: string): boolean {
  const number = compact(value);
  if (!/^[1-9]\d{9}$/.test(number) || number === "9999999999") return false;
  const remainder = weighted(digits(number).slice(0, 9), 10) % 11;
  return remainder !== 0 && Number(number[9]) === 10 - remainder;
}

// I, O and S are left out: they look like figures.
const UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ";

function upn(value: string): boolean {
  const number = compact(value);
  if (!/^[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]$/.test(number)) return false;
  const year = Number(number.slice(8, 10));
  // Authorities run from Camden (201); UPNs began in 1997, with years written in two digits.
  if (Number(number.slice(1, 4)) < 201 || (year >= 40 && year < 90)) return false;
  if (new Set(number.slice(1)).size === 1) return false;
  const numbers = [...number.slice(1)].map((c) => (c >= "A" ? UPN_LETTERS.indexOf(c) : Number(c)));
  return number[0] === UPN_LETTERS[numbers.reduce((sum, n, at) => sum + (at + 2) * n, 0) % 23];
}

/** A number as its issuer would print it without spacing. */
function compact(value: string): string {
  return value.replace(/[ \-./\t\n]/g, "").toUpperCase();
}

function digits(value: string): number[] {
  return [...value].map(Number);
}

function twice(digit: number): number {
  return digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
}

/** The sum of the values, weighted from `first` downwards. */
function weighted(values: readonly number[], first: number): number {
  return values.reduce((total, value, at) => total + value * (first - at), 0);
}
