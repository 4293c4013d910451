/** Whether a new chat goes on under the name it has got. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { createWhereabouts } from "../../extension/src/whereabouts.ts";

const MESSAGE = "Write a report on [Pupil 1], please: **kind** and short.";

function setUp() {
  const page = { key: "", questions: [], told: [] };
  const where = createWhereabouts({
    key: () => page.key,
    questions: () => page.questions,
    tell: (key, goesOn) => page.told.push([key, goesOn]),
  });
  where.look();
  const shows = (key, ...questions) => {
    Object.assign(page, { key, questions });
    where.look();
    return page.told.at(-1);
  };
  return { page, where, shows };
}

test("a chat goes on under its name once its first message is sent and shown", () => {
  const { where, shows } = setUp();
  where.sends(MESSAGE);
  shows("", MESSAGE);

  assert.deepEqual(shows("abc", "You said Write a report on [Pupil 1], please: kind and short."), ["abc", true]);
});

test("an old chat that is opened from a new one is another, whatever was sent or not", () => {
  const nothingSent = setUp();

  assert.deepEqual(nothingSent.shows("old", MESSAGE), ["old", false]);

  const sent = setUp();
  sent.where.sends(MESSAGE);

  assert.deepEqual(sent.shows("old", "About [Pupil 1] of last year"), ["old", false]);
});

test("a chat that begins alike and has gone on is another", () => {
  const { where, shows } = setUp();
  where.sends("Hello");

  assert.deepEqual(shows("old", "Hello", "And now [Pupil 1]"), ["old", false]);
  const longer = setUp();
  longer.where.sends("Hello");

  assert.deepEqual(longer.shows("old", `Hello, here is all there is to know about the child I spoke of: [Pupil 1] and [Pupil 2].`), ["old", false]);
});

test("where the page shows no message yet it is asked again, for a while", () => {
  const { page, where, shows } = setUp();
  where.sends(MESSAGE);
  shows("abc");

  assert.deepEqual(page.told, [["", false]]);
  assert.deepEqual(shows("abc", MESSAGE), ["abc", true]);

  const never = setUp();
  never.where.sends(MESSAGE);
  for (let at = 0; at < 30; at += 1) never.shows("abc");

  assert.deepEqual(never.page.told, [["", false], ["abc", false]]);
});

test("what was sent in one conversation says nothing of the next", () => {
  const { where, shows } = setUp();
  where.sends(MESSAGE);
  shows("abc", MESSAGE);
  shows("");

  assert.deepEqual(shows("def", MESSAGE), ["def", false]);
});

test("a change is told before anything else is asked for", () => {
  const { page, where } = setUp();
  page.key = "old";

  assert.equal(where.key(), "old");
  assert.deepEqual(page.told.at(-1), ["old", false]);
});
