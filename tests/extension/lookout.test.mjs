/** When a page is said to have no box that we know. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { createLookout } from "../../extension/src/lookout.ts";

const LOOKS = 4;
let page;
let lookout;

beforeEach(() => {
  page = { path: "/", composer: false, frames: 2, frame: false, said: [], asked: 0 };
  const outlook = {
    path: () => page.path,
    frames: () => page.frames,
    hasComposer: () => page.composer,
    askFrames() {
      page.asked += 1;
      if (page.frame) lookout.worksInside();
    },
    found: () => page.said.push("found"),
    missed: () => page.said.push("missed"),
  };
  lookout = createLookout(outlook, LOOKS);
});

/** What is said while somebody is at a path. */
function at(path) {
  Object.assign(page, { path, said: [] });
  for (let look = 0; look < 3 * LOOKS; look += 1) lookout.look();
  return page.said;
}

test("a page without a box is said once to have none, and the next page is looked at anew", () => {
  assert.deepEqual(at("/"), ["missed"]);

  page.composer = true;

  assert.deepEqual(at("/"), []);
  assert.deepEqual(at("/next"), ["found"]);
  // No frame has ever said anything here.
  assert.equal(page.asked, 0);
});

test("what a frame has said holds for the page it was said on, and further only while the frame says so", () => {
  page.frame = true;
  lookout.worksInside();

  assert.deepEqual(at("/"), ["found"]);
  assert.deepEqual(at("/next"), ["found"]);

  page.frame = false;

  assert.deepEqual(at("/next"), []);

  page.frames = 1;

  assert.deepEqual(at("/next"), ["missed"]);
  assert.deepEqual(at("/without"), ["missed"]);
  assert.deepEqual(at("/without-either"), ["missed"]);
});
