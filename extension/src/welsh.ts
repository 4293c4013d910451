/** What Welsh asks of words that are put together; the agent's welsh.py says the same. */

// Figures as they are said: un, un deg un, wyth.
const VOWEL = /^(?:[aeiouyâêîôûŷ]|wedi\b|8|1[1-9]?(?![\d,]))/i;
const ASPIRATE: Readonly<Record<string, string>> = { c: "ch", p: "ph", t: "th" };

/** `x a y`: before a vowel it is `ac`, and c, p and t after it are breathed; names and acronyms stay as they are. */
export function joined(before: string, after: string): string {
  return VOWEL.test(after) ? `${before} ac ${after}` : `${before} a ${breathed(after)}`;
}

function breathed(words: string): string {
  return words.replace(/^(?:[ct](?!h)|p(?!h))/, (letter) => ASPIRATE[letter] ?? letter);
}
