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

/** Placeholders of two parents of a child. */
export const PARENT_FORMS = ["[Parent of Pupil 1]", "[Parent 2 of Pupil 1]"];

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

const IN_OTHER_LANGUAGES = ["near word", "in French", "in Polish", "in Welsh"];
const spoken = (parent, pupil) => (form) => form.replace(/parent( \d)? of pupil/i, `${parent}$1 ${pupil}`);

/** What else may become of a parent's placeholder. */
export const PARENT_CHANGES = {
  ...Object.fromEntries(Object.entries(CHANGES).filter(([name]) => !IN_OTHER_LANGUAGES.includes(name))),
  "plural": (form) => form.replace(/parent/i, "$&s"),
  "plural of the pupil": CHANGES.plural,
  "near word": spoken("Carer", "of Student"),
  "in French": spoken("Parent", "de l’élève"),
  "in Polish": spoken("Rodzic", "ucznia"),
  "in Welsh": spoken("Rhiant", "Disgybl"),
  "in German": spoken("Elternteil", "von Schüler"),
  "the pupil in brackets of its own": (form) => inside(form, "[$&]"),
  "only the pupil in brackets": (form) => inside(form.slice(1, -1), "[$&]"),
  "the other way round": (form) => form.replace(/(parent(?: \d)?) of (pupil \d)/i, "$2's $1"),
  "no spaces at all": (form) => form.replaceAll(" ", ""),
  "underscores": (form) => form.replaceAll(" ", "_"),
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
  ["Dear [Parent of Pupil 1],", "Dear [Parent of Pupil 1],"],
  ["Dear [Parent of [Pupil 1]],", "Dear [Parent of [Pupil 1]],"],
  ["The mother (parent of [Pupil 1]) wrote.", "The mother (parent of [P1]) wrote."],
  ["Parents of Pupil 1 are invited.", "Parents of [P1] are invited."],
  ["Ask [Staff 1] or Staff 1.", "Ask [S1] or [S1]."],
  ["{Pupil 1} und {Pupil 2}", "[P1] und [P2]"],
  ["The child (Pupil 1) and [Pupil 2] sat together.", "The child ([P1]) and [P2] sat together."],
  ["[[Pupil 1]] is ready.", "[P1] is ready."],
  ["(see [Pupil 1]) ([Pupil 2] is away) ([Pupil 1])", "(see [P1]) ([P2] is away) ([P1])"],
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

/** The same where pupils have parents' placeholders: `[M1]` and `[D1]` are Pupil 1's, `[M2]` Pupil 2's; Pupil 3 has none. */
export const OF_PARENTS = [
  ["Dear [Parent of Pupil 1],", "Dear [M1],"],
  ["Dear [Parent 2 of Pupil 1],", "Dear [D1],"],
  ["[Parent of Pupil 1] and [Parent of Pupil 2] met [Pupil 1].", "[M1] and [M2] met [P1]."],
  ["[Parent 1 of Pupil 1] wrote.", "[M1] wrote."],
  ["[Parent of [Pupil 1]] and [Parent 2 of [Pupil 1]]", "[M1] and [D1]"],
  ["\\[Parent of \\[Pupil 1\\]\\] wrote.", "[M1] wrote."],
  ["Parent of [Pupil 1] wrote.", "[M1] wrote."],
  ["Dear parent of [Pupil 2],", "Dear [M2],"],
  ["PARENT OF PUPIL 1 wrote; Parent 2 of Pupil 1 did not.", "[M1] wrote; [D1] did not."],
  ["[parent of pupil 1]'s letter", "[M1]'s letter"],
  ["[Parent of Pupil 1's] letter", "[M1]'s letter"],
  ["[Pupil 1's parent] wrote.", "[M1] wrote."],
  ["[Pupil 1]'s parent wrote.", "[P1]'s parent wrote."],
  ["[Pupil 1]'s mum, [Parent of Pupil 1], wrote.", "[P1]'s mum, [M1], wrote."],
  ["[Carer of Student 2] wrote.", "[M2] wrote."],
  ["Chère [Parent de l’élève 2],", "Chère [M2],"],
  ["[Rodzic ucznia 2] i [Rodzic 2 ucznia 1]", "[M2] i [D1]"],
  ["**[Parent of** Pupil 2] wrote.", "**[M2]** wrote."],
  ["[Parents of Pupil 2] wrote.", "[M2] wrote."],
  ["[Parent] of [Pupil 2] and (parent of Pupil 1)", "[M2] and ([M1])"],
  ["The parent of [Pupil 1] may write.", "The parent of [P1] may write."],
  ["the parents of [Pupil 1] may write.", "the parents of [P1] may write."],
  ["the parent of [Pupil 3] may write.", "the parent of [P3] may write."],
  // What must stay as it is, whole: never half of it.
  ["[Parents of Pupil 1] wrote.", "[Parents of Pupil 1] wrote."],
  ["Parents of Pupil 1 wrote.", "Parents of Pupil 1 wrote."],
  ["[Parents of Pupils 1 and 2] wrote.", "[Parents of Pupils 1 and 2] wrote."],
  ["[Parent 3 of Pupil 1] wrote.", "[Parent 3 of Pupil 1] wrote."],
  ["[Parent of Pupil 3] wrote.", "[Parent of Pupil 3] wrote."],
  ["[Parent of [Pupil 3]] wrote.", "[Parent of [Pupil 3]] wrote."],
  ["Parent of Pupil 3 wrote to Pupil 1.", "Parent of Pupil 3 wrote to [P1]."],
  ["[Mum of Pupil 1] wrote.", "[Mum of Pupil 1] wrote."],
  ["[Pupil 3's parent] wrote.", "[Pupil 3's parent] wrote."],
  ["[Second parent of [Pupil 1]] wrote.", "[Second parent of [Pupil 1]] wrote."],
  ["The second parent of [Pupil 1] wrote.", "The second parent of [Pupil 1] wrote."],
  ["[Parent] of [Pupil 3] wrote.", "[Parent] of [Pupil 3] wrote."],
];
