/** What the panel shows about files: kinds, counts and places, and never a word out of a file. */

import { keepReasons, listable, whereChecked } from "../check";
import { changesText, isWhy, rank, type Verdict } from "../messages";
import type { Choice, Detail, View } from "../panel";
import { figure, listed, say } from "../strings";
import type { About } from "./carrier";
import type { Outcome } from "./check";

/** A file with what came of its check. */
export interface Looked {
  /** As the person knows it. */
  readonly name: string;
  readonly outcome: Outcome;
}

export interface Known {
  readonly name: string;
  readonly verdict: Verdict;
  readonly about: About;
}

export function isKnown<T extends Looked>(looked: T): looked is T & { readonly outcome: Exclude<Outcome, { readonly why: unknown }> } {
  return !("why" in looked.outcome);
}

/** While files are handed over and read. */
export function checkingView(count: number, share: number): View {
  return {
    kind: "panel",
    says: count === 1 ? say("attachChecking") : say("attachCheckingSome", figure(count)),
    progress: share,
    choices: [{ id: "cancel", label: say("cancel"), reasons: [] }],
    hint: say("f6Hint"),
  };
}

/** Something was found in files: they stay out until the person has chosen. */
export function foundView(files: readonly Known[], note: string, { copies }: { readonly copies: boolean }): View {
  const [gravest] = files.toSorted((one, other) => rank(other.verdict.outcome) - rank(one.verdict.outcome));
  const verdict = gravest?.verdict;
  const mayKeep = files.every((file) => file.verdict.outcome !== "block");
  const one = files.length === 1;
  const notes = [note, ...(copies ? aboutCopies(files) : []), ...files.flatMap(notRead)].filter((part) => part !== "");
  return {
    kind: "dialog",
    title: say(one ? "attachTitle" : "attachTitleSome"),
    says: one ? (verdict?.says ?? "") : `${say("attachFoundSome", figure(files.length))} ${verdict?.says ?? ""}`,
    note: [...new Set(notes)].join(" "),
    details: files.flatMap((file) => details(file, !one)),
    more: files.reduce((sum, file) => sum + listable(file.verdict).more, 0),
    choices: [
      ...(copies ? [{ id: "replace", label: say(one ? "attachCopy" : "attachCopySome"), reasons: [] }] : []),
      ...(copies ? [] : [goBack()]),
      ...(mayKeep ? [anyway(verdict)] : []),
      ...(copies ? [goBack()] : []),
    ],
    ...(verdict ? { foot: whereChecked(verdict) } : {}),
  };
}

/** Pictures: nobody can tell but the person. */
export function pictureView(files: readonly Known[]): View {
  const one = files.length === 1;
  const seen = files.map((file) => file.verdict).find((verdict) => verdict.findings.length > 0);
  return {
    kind: "dialog",
    title: say(one ? "attachPictureTitle" : "attachPictureTitleSome"),
    says: say(one ? "attachPicture" : "attachPictureSome", figure(files.length)),
    ...(seen ? { note: say("attachPictureSays", kinds(files)) } : {}),
    details: files.flatMap((file) => details(file, !one)),
    choices: [
      { id: "go_back", label: say(one ? "attachPictureYes" : "attachPictureYesSome"), reasons: [] },
      { id: "no", label: say(one ? "attachPictureNo" : "attachPictureNoSome"), reasons: [] },
      anyway(files[0]?.verdict),
    ],
  };
}

/** Files that nobody could look into. */
export function unreadView(files: readonly Looked[]): View {
  const one = files.length === 1;
  const whys = [...new Set(files.map(whyUnread))];
  return {
    kind: "dialog",
    title: say(one ? "attachUnreadTitle" : "attachUnreadTitleSome"),
    says: one ? (whys[0] ?? "") : `${say("attachUnreadSome", figure(files.length))} ${whys.join(" ")}`,
    details: one ? [] : files.map((file) => ({ title: file.name, text: "", because: [whyUnread(file)], clause: "", help: "" })),
    choices: [goBack(), anyway(files.find(isKnown)?.outcome.verdict)],
  };
}

export function whyUnread({ outcome }: Looked): string {
  if (!("why" in outcome)) return outcome.verdict.says;
  const { why } = outcome;
  if (why === "gone") return say("attachGone");
  if (why === "tooLarge") return say("attachTooLarge");
  return say("attachNoAgent", isWhy(why) ? say(`state_${why}`) : "");
}

/** What there is to say of a file that went in as it is; nothing where all of it was looked at. */
export function aside(file: Known): string {
  const says = file.verdict.outcome === "hint" ? file.verdict.says : "";
  return [says, ...notRead(file)].filter((part) => part !== "").join(" ");
}

/** What in a file was not looked at. */
function notRead({ about, verdict }: Known): readonly string[] {
  if (about.reason !== "" || verdict.outcome === "block") return [];
  const pictures = about.pictures === 0 ? "" : about.pictures === 1 ? say("attachPictureInside") : say("attachPicturesInside", figure(about.pictures));
  return [pictures, about.unread.length === 0 ? "" : say("attachNotRead", listed(about.unread.slice(0, 3)))];
}

function aboutCopies(files: readonly Known[]): readonly string[] {
  const asText = files.filter((file) => file.about.copy === ".txt" && !file.name.toLowerCase().endsWith(".txt"));
  if (asText.length === 0) return [];
  return [files.length === 1 ? say("attachAsText") : say("attachAsTextSome", figure(asText.length))];
}

function details(file: Known, named: boolean): readonly Detail[] {
  return listable(file.verdict).findings.map((finding) => ({
    title: named ? say("attachInFile", finding.title, file.name) : finding.title,
    text: finding.part ?? "",
    because: finding.because.filter((reason) => reason !== finding.title),
    clause: finding.clause,
    help: finding.help,
  }));
}

function kinds(files: readonly Known[]): string {
  return listed([...new Set(files.flatMap((file) => file.verdict.findings.map((finding) => finding.title)))].slice(0, 3));
}

function anyway(verdict: Verdict | undefined): Choice {
  const keep = verdict?.actions.find((action) => !changesText(action.id) && action.reasons.length > 0);
  return { id: "keep", label: say("attachAnyway"), reasons: keep?.reasons ?? keepReasons() };
}

function goBack(): Choice {
  return { id: "go_back", label: say("goBack"), reasons: [] };
}
