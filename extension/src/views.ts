/** What the panel shows for each verdict: titles, notes and choices, in the words of `strings.ts`. */

import { keepReasons, listable, whereChecked } from "./check";
import { type Action, changesText, type Outcome, type Standing, type Tool, type Verdict } from "./messages";
import type { Choice, Detail, View } from "./panel";
import { say } from "./strings";

/** A question before a text goes in: it stays out until the person has chosen. */
export function holdView(text: string, verdict: Verdict): View {
  return {
    kind: "dialog",
    title: say(verdict.outcome === "block" ? "blockTitle" : "holdTitle"),
    ...seen(text, verdict),
    choices: withGoBack(verdict.actions, verdict.outcome),
  };
}

/** A text is in, and something in it deserves a look. */
export function warnView(text: string, verdict: Verdict): View {
  const later: Choice = { id: "later", label: say("later"), reasons: [] };
  const others = without(allowed(verdict.actions, verdict.outcome), "go_back");
  return {
    kind: "panel",
    title: say("warnTitle"),
    ...seen(text, verdict),
    hint: say("f6Hint"),
    choices: leads(verdict.actions) ? [later, ...others] : [...others, later],
  };
}

/** The question when a text with something in it is about to be sent; a change is looked at before it goes out. */
export function sendView(text: string, verdict: Verdict): View {
  return {
    kind: "dialog",
    title: say("sendTitle"),
    ...seen(text, verdict),
    choices: withGoBack(verdict.actions, verdict.outcome).map(beforeSending),
  };
}

/** A view with a further word beside what it says; it then stays until it is read. */
export function withNote(view: View, note: string): View {
  if (note === "") return view;
  return { ...view, note: [view.note, note].filter((part) => part).join(" "), fades: false };
}

/** A quiet word about a text that is in. */
export function hintView(text: string, verdict: Verdict): View {
  const fixes = verdict.actions.filter((action) => action.id === "replace");
  const replace = fixes.map((action) => ({ ...action, label: say("replaceShort") }));
  return {
    kind: "chip",
    ...seen(text, verdict),
    ...(verdict.mode === "report_only" ? { says: `${verdict.says} ${say("trialHint")}` } : {}),
    choices: [...replace, dismiss()],
  };
}

/** A quiet reminder that the school's policy is still to be read. */
export function remindView(standing: Standing, site: string): View {
  return {
    kind: "chip",
    says: askedOf(standing, site),
    choices: [
      { id: "declare", label: say("gateAgree"), reasons: [] },
      { id: "later", label: say("later"), reasons: [] },
    ],
  };
}

/** A word about a tool that the school does not want used, and which to use. */
export function notApprovedView({ name, note }: Tool, approved: string): View {
  const says = approved === "" ? say("toolNotApproved", name) : say("toolUseInstead", name, approved);
  const about: Choice = { id: "about", label: say("toolAbout"), reasons: [] };
  return { kind: "chip", says, choices: [...(note === "" ? [] : [about]), dismiss()] };
}

/** What is asked of the person, and why now. */
export function askedOf({ school, why }: Standing, site: string): string {
  const who = school === "" ? say("yourSchool") : school;
  const known = (["version", "statements", "review"] as const).find((reason) => reason === why) ?? "never";
  return say(`gateSays_${known}`, who, site);
}

/** Nothing was found, but only a limited check could look. */
export function limitedView(verdict: Verdict): View {
  const why = verdict.limited ? say(`state_${verdict.limited}`) : "";
  return { kind: "chip", says: say("limitedNothing", why), choices: [dismiss()] };
}

export function tooLongView(keep: "pasteUnchecked" | "sendAnyway"): View {
  return {
    kind: "dialog",
    title: say("tooLongTitle"),
    says: say("tooLong"),
    choices: [
      { id: "go_back", label: say("goBack"), reasons: [] },
      { id: "keep", label: say(keep), reasons: keepReasons() },
    ],
  };
}

export function noticeView(says: string, { fades = false }: { readonly fades?: boolean } = {}): View {
  return { kind: "chip", says, choices: [dismiss()], fades };
}

/** What was changed, once that has been read back. */
export function changedView(says: string): View {
  return noticeView(says, { fades: true });
}

/** A text did not get where it was going: here it is, to be copied by hand. */
export function byHandView(text: string, what: "notInserted" | "notChanged" | "failed"): View {
  return { kind: "panel", title: say(`${what}Title`), says: say(what), copy: text, choices: [dismiss()], hint: say("f6Hint") };
}

function seen(text: string, verdict: Verdict): Pick<View, "says" | "note" | "details" | "more" | "foot"> {
  const { findings, more } = listable(verdict);
  const details: readonly Detail[] = findings.map((finding) => ({
    title: finding.title,
    text: text.slice(finding.start, finding.end),
    because: finding.because,
    clause: finding.clause,
    help: finding.help,
  }));
  return {
    says: verdict.says,
    details,
    more,
    foot: whereChecked(verdict),
    ...(verdict.limited ? { note: say(`state_${verdict.limited}`) } : {}),
  };
}

/** The choices with a way back, first where nothing can be mended or the agent says so; none to keep what is to stay out. */
function withGoBack(actions: readonly Action[], outcome: Outcome): readonly Choice[] {
  const offered = allowed(actions, outcome);
  const ours: Choice = { id: "go_back", label: say("goBack"), reasons: [] };
  const goBack = offered.find((action) => action.id === "go_back") ?? ours;
  const others = without(offered, "go_back");
  const canMend = others.some((action) => changesText(action.id));
  return canMend && !leads(offered) ? [...others, goBack] : [goBack, ...others];
}

/** Whether the way back comes before what would mend a part: a closed paper without its names is still one. */
function leads(actions: readonly Action[]): boolean {
  return actions[0]?.id === "go_back";
}

/** What may be chosen: there is no keeping of what is to be left out. */
function allowed(actions: readonly Action[], outcome: Outcome): readonly Action[] {
  return outcome === "block" ? without(actions, "keep") : actions;
}

/** A choice, in the words for the moment before sending. */
function beforeSending(choice: Choice): Choice {
  if (choice.id === "keep") return { ...choice, label: say("sendAnyway") };
  const label = choice.id === "replace" ? say("replaceShort") : choice.label;
  return changesText(choice.id) ? { ...choice, label: say("andLookAgain", label) } : choice;
}

function without(actions: readonly Action[], id: string): readonly Action[] {
  return actions.filter((action) => action.id !== id);
}

function dismiss(): Choice {
  return { id: "dismiss", label: say("dismiss"), reasons: [] };
}
