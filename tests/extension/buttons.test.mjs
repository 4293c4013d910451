/** What buttons beside a box say that they do, in English and Welsh, to people and among their makers. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { said } from "../../extension/src/buttons.ts";

const SEND = ["Send", "Send message", "Submit", "Ask Hazelmere", "Anfon", "Anfon neges", "Gofyn cwestiwn", "Cyflwyno", "arrow_upward", "Send and clear"];
const OTHER = [
  ...["Clear", "Clear text", "Cancel", "Stop", "Stop sending", "Attach a file", "Attach a file to send", "Dictate", "Voice input"],
  ...["Microphone", "New message", "Upload image", "Copy", "mic", "attach_file", "Search", "More options", "x"],
  ...["Clirio", "Clirio'r blwch", "Canslo", "Stopio", "Stopio anfon", "Peidio ag anfon", "Atodi ffeil", "Arddweud", "Mewnbwn llais", "Copïo", "Yn ôl", "Sgwrs newydd"],
];

test("a name for people says what its first known word says", () => {
  for (const name of SEND) assert.equal(said([name]), "sends", name);
  for (const name of OTHER) assert.equal(said([name]), "other", name);
});

test("a name that holds no word we know says nothing, nor does a part of a word", () => {
  for (const name of ["", "Go", "Generate", "Cynhyrchu", "Task", "Tooltip", "Newsletter", "Sandfonts"]) assert.equal(said([name]), null, name);
});

test("a name of its makers' says what its last known word says", () => {
  const names = { sends: ["toolbar-send", "editorSubmitButton", "w-4 h-4 lucide lucide-send", "fa-paper-plane", "lucide-arrow-up"] };
  const others = ["sender-attach", "sendFile", "chat-send__stop", "lucide lucide-mic", "composer-clear-btn"];
  for (const name of names.sends) assert.equal(said([""], [name]), "sends", name);
  for (const name of others) assert.equal(said([""], [name]), "other", name);
});


test("what people read comes before what its makers call it", () => {
  assert.equal(said(["Clear"], ["send-button"]), "other");
  assert.equal(said(["Send"], ["toolbar-upload"]), "sends");
  assert.equal(said(["Go"], ["send-button"]), "sends");
});
