/**
 * What a placeholder's word may have become on its way through an AI tool: a near word, or one of another language.
 *
 * Only what schools' texts are likely to be turned into is here. Where two roles share a word it is in neither.
 */

export type Role = "pupil" | "person" | "parent" | "staff" | "school" | "class";

const WORDS: Readonly<Record<Role, string>> = {
  pupil:
    "pupil|student|child|learner|élève|eleve|schüler|schülerin|alumno|alumna|estudiante|alunno|alunna|studente|aluno|" +
    "aluna|uczeń|uczen|uczennica|ucznia|uczennicy|schülers|elev|eleva|disgybl|öğrenci|mokinys|учень|учениця|ученик|ученица|طالب|تلميذ|طالبة|學生|学生|ਵਿਦਿਆਰਥੀ",
  person: "person|personne|persona|pessoa|osoba|persoană|kişi|особа|человек|شخص",
  parent:
    "parent|carer|guardian|elternteil|padre|madre|genitore|responsável|rodzic|părinte|rhiant|ebeveyn|батько|родитель|والد",
  staff:
    "staff|teacher|staff member|member of staff|enseignant|enseignante|lehrkraft|lehrer|lehrerin|profesor|profesora|" +
    "docente|nauczyciel|pracownik|profesoară|athro|staff aelod|вчитель|учитель|معلم",
  school: "school|école|schule|escuela|scuola|escola|szkoła|școală|ysgol|okul|школа|مدرسة",
  class: "class|classe|klasse|clase|turma|klasa|clasă|dosbarth|sınıf|клас|класс|صف",
};

/** The words of each role, and the role of each word. */
export const ROLE_OF: ReadonlyMap<string, Role> = new Map(
  Object.entries(WORDS).flatMap(([role, words]) => words.split("|").map((word) => [word, role as Role] as const)),
);

/** Words for one parent and not the other: a placeholder never says which of them it stands for. */
export const MUM_OR_DAD: ReadonlySet<string> = new Set("mum|mam|mom|dad|mother|father|mère|mutter|vater|matka|ojciec|mam|tad".split("|"));

/** The role in a placeholder's word; null where it has none, as in “[UPN 1]”. */
export function roleOf(label: string): Role | null {
  const kind = label.replace(/^\[(.*) \d+\]$/, "$1").toLowerCase();
  return /^parent (?:\d+ )?of /.test(kind) ? "parent" : (ROLE_OF.get(kind) ?? null);
}

/** Roles somebody is called by even where no brackets are left. */
export const PEOPLE: ReadonlySet<Role | null> = new Set<Role | null>(["pupil", "person", "parent", "staff"]);

const NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split(" ");

/** The number that digits of any script, or a word, stand for; 0 for none. */
export function numberOf(written: string): number {
  const word = NUMBERS.indexOf(written.toLowerCase()) + 1;
  return word > 0 ? word : Number([...written].map(digit).join(""));
}

/** Numbers written as words, for a pattern. */
export const NUMBER_WORDS = NUMBERS.join("|");

/** Digits stand together in Unicode, from nought on, in tens. */
function digit(character: string): string {
  let code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1;
    value += 1;
  }
  return String(value);
}
