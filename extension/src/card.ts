/**
 * “What can I paste?”, the school's policy on one page, as the agent makes it.
 *
 * The agent's page takes this one's place as it is: it brings its own style and a content security policy, and what
 * runs nothing there runs nothing here either, since an extension's page runs no script but its own files.
 */

import { askWorker } from "./browser";
import { fields, isWhy, text } from "./messages";
import { language, say } from "./strings";

// A browser has its own idea of the letters on an extension's pages; the card has one, too.
const sheet = new CSSStyleSheet();
sheet.replaceSync("body { font: inherit }");
document.adoptedStyleSheets = [sheet];
document.title = say("popupCard");
document.documentElement.lang = language;
void show();

async function show(): Promise<void> {
  const reply = fields(await askWorker({ kind: "card" }).catch(() => undefined));
  const page = text(reply["value"]);
  if (page === "") {
    document.body.textContent = say("cardFailed", say(`state_${isWhy(reply["why"]) ? reply["why"] : "stopped"}`));
    return;
  }
  const { documentElement: made } = new DOMParser().parseFromString(page, "text/html");
  document.replaceChild(document.adoptNode(made), document.documentElement);
}
