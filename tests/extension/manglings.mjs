/**
 * What an AI tool may make of a placeholder: by rule, and as written down by hand.
 *
 * No model ran for these. The rules are what rendering, rewriting and translating do to a string; the sentences were
 * written by people for the project.
 */

/** Ways to write a placeholder, of which one had to be chosen: each from a word and a number. */
export const FORMS = {
  "[Pupil 1]": (kind, number) => `[${kind} ${number}]`,
  "Pupil 1": (kind, number) => `${kind} ${number}`,
  "[PUPIL_1]": (kind, number) => `[${kind.toUpperCase()}_${number}]`,
  "<Pupil 1>": (kind, number) => `<${kind} ${number}>`,
  "{{Pupil 1}}": (kind, number) => `{{${kind} ${number}}}`,
  "(Pupil 1)": (kind, number) => `(${kind} ${number})`,
  "**Pupil 1**": (kind, number) => `**${kind} ${number}**`,
};

const inside = (form, change) => form.replace(/\p{L}+[\s_]\d+/u, change);

/** Each from the placeholder as it was written, in its form, to what stands in the answer. */
export const CHANGES = {
  "as it was": (form) => form,
  "capitals": (form) => form.toUpperCase(),
  "small letters": (form) => form.toLowerCase(),
  "plural": (form) => form.replace(/pupil/i, "$&s"),
  "possessive outside": (form) => `${form}'s`,
  "possessive inside": (form) => inside(form, "$&'s"),
  "brackets dropped": (form) => form.replace(/^[[({<*]+|[\])}>*]+$/g, ""),
  "round brackets": (form) => form.replace(/^[[{<*]+/, "(").replace(/[\]}>*]+$/, ")"),
  "brackets of another script": (form) => form.replace(/^[[({<*]+/, "【").replace(/[\])}>*]+$/, "】"),
  "brackets escaped": (form) => form.replace(/[[\]]/g, "\\$&"),
  "number as a word": (form) => form.replace("1", "One"),
  "digits of another script": (form) => form.replace("1", "\u0661"),
  "“No.”": (form) => inside(form, (label) => label.replace(/[\s_]/, " No. ")),
  "no space": (form) => inside(form, (label) => label.replace(/[\s_]/, "")),
  "no-break space": (form) => inside(form, (label) => label.replace(/[\s_]/, "\u00a0")),
  "hyphen": (form) => inside(form, (label) => label.replace(/[\s_]/, "-")),
  "line broken inside": (form) => inside(form, (label) => label.replace(/[\s_]/, "\n")),
  "character without width": (form) => inside(form, (label) => `\u200b${label}`),
  "bold around": (form) => `**${form}**`,
  "bold word inside": (form) => inside(form, (label) => label.replace(/^\p{L}+/u, "**$&**")),
  "bold number inside": (form) => form.replace("1", "**1**"),
  "near word": (form) => form.replace(/pupil/i, "Student"),
  "in French": (form) => form.replace(/pupil/i, "Élève"),
  "in Polish": (form) => form.replace(/pupil/i, "Uczeń"),
  "in Welsh": (form) => form.replace(/pupil/i, "Disgybl"),
  "shown as a web page": (form) => form.replace(/<[^>]*>/g, ""),
};

/** Sentences with what they must become; `[P1]`, `[P2]` and `[S1]` are the names, all else stays as it stands. */
export const BY_HAND = [
  ["[Pupil 1] has settled in well.", "[P1] has settled in well."],
  ["PUPIL 1 has settled in well.", "[P1] has settled in well."],
  ["Well done, Pupil One!", "Well done, [P1]!"],
  ["Pupil 1's work, and Pupil 2's too.", "[P1]'s work, and [P2]'s too."],
  ["[Pupil 1’s] work is neat.", "[P1]’s work is neat."],
  ["[Pupils 1 and 2] worked together.", "[P1] and [P2] worked together."],
  ["[Pupil 1 and Pupil 2] worked together.", "[P1] and [P2] worked together."],
  ["Pupils 1 and 2 worked together.", "[P1] and [P2] worked together."],
  ["**[Pupil 1]** - **effort:** good", "**[P1]** - **effort:** good"],
  ["**[Pupil** 1] reads well.", "**[P1]** reads well."],
  ["| [Pupil 1] | 12 |\n| [Pupil 2] | 14 |", "| [P1] | 12 |\n| [P2] | 14 |"],
  ["L'[élève 1] travaille bien.", "L'[P1] travaille bien."],
  ["【Pupil 2】の報告", "[P2]の報告"],
  ["Dear parent of [Pupil 1],", "Dear parent of [P1],"],
  ["Dear [Parent of Pupil 1],", "Dear [Parent of [P1]],"],
  ["Ask [Staff 1] or Staff 1.", "Ask [S1] or [S1]."],
  ["{Pupil 1} und {Pupil 2}", "[P1] und [P2]"],
  ["The child (Pupil 1) and [Pupil 2] sat together.", "The child ([P1]) and [P2] sat together."],
  ["[[Pupil 1]] is ready.", "[P1] is ready."],
  ["[Pupil_1] is ready, [PUPIL-2] is not.", "[P1] is ready, [P2] is not."],
  // What must stay as it is: there can be doubt, or it is none of ours.
  ["Give each pupil 1 sheet of paper.", "Give each pupil 1 sheet of paper."],
  ["[Pupil 1] gives each pupil 1 sheet.", "[P1] gives each pupil 1 sheet."],
  ["pupil 1 reads.", "pupil 1 reads."],
  ["[Pupil 2] and pupil 1 read.", "[P2] and [P1] read."],
  ["Pupil 1 asks, Pupil 2 answers, Pupil 3 takes notes.", "Pupil 1 asks, Pupil 2 answers, Pupil 3 takes notes."],
  ["[Pupil 7] is new.", "[Pupil 7] is new."],
  ["[Pupil A] is new.", "[Pupil A] is new."],
  ["Pupils 1-2 sit here.", "Pupils 1-2 sit here."],
  ["See [1] and [Source 1], Figure 1.", "See [1] and [Source 1], Figure 1."],
  ["Pupil\n1. Read the text.\n2. Answer.", "Pupil\n1. Read the text.\n2. Answer."],
  ["Pupil 10 is away.", "Pupil 10 is away."],
  ["Pupil 1.5 hours", "Pupil 1.5 hours"],
  ["The school 1 mile away.", "The school 1 mile away."],
];
