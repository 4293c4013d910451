/**
 * Runs among the page's own scripts, and tells our half what the page puts on the clipboard; attach/picker.ts looks
 * after pickers of files.
 *
 * Here it only listens: every call goes on as it was made, with the same values, and nothing here can change them. What it
 * tells is the page's own text. Names never come here.
 */

import { hookPickers } from "./attach/picker";
import { HELLO, type Signal } from "./copy/signals";

// Taken before a script of the page's could put something else in their place.
const dispatch = EventTarget.prototype.dispatchEvent;
const listen = EventTarget.prototype.addEventListener;
const { stringify } = JSON;
const { fromEntries } = Object;
const { apply } = Reflect;
const OurEvent = CustomEvent;
const OurMap = Map;
const then = setTimeout;
const readBlob = Blob.prototype.text;
const secret = Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("");
// The longest text that is told of, in UTF-16 units.
const LONGEST = 8 * 1024 * 1024;
// What was set in the copy that is under way.
let current: { readonly data: DataTransfer; readonly set: Map<string, string> } | null = null;

// Whichever half runs first, the other hears it: each says it once, before the page can listen.
const hello = (): unknown => apply(dispatch, document, [new OurEvent(HELLO, { detail: secret })]);
apply(listen, document, [`${HELLO}-there`, hello, { once: true }]);
hello();

function tell(signal: Signal): void {
  const size = Object.values(signal.flavours).reduce((sum, text) => sum + text.length, 0);
  if (size > 0 && size <= LONGEST) apply(dispatch, document, [new OurEvent(secret, { detail: stringify(signal) })]);
}

hookPickers();

for (const type of ["copy", "cut"] as const) {
  apply(listen, window, [
    type,
    (event: ClipboardEvent) => {
      if (!event.isTrusted || !event.clipboardData) return;
      const here = { data: event.clipboardData, set: new OurMap<string, string>() };
      current = here;
      then(() => {
        if (current === here) current = null;
        if (event.defaultPrevented && here.set.size > 0) {
          tell({ flavours: fromEntries(here.set), hasMore: false });
        }
      }, 0);
    },
    { capture: true },
  ]);
}

/** A function with something to be done after each call; it looks and behaves as before. */
function after<T extends object>(owner: T, name: keyof T & string, done: (self: unknown, given: readonly unknown[], result: unknown) => void): void {
  const original: unknown = owner[name];
  if (typeof original !== "function") return;
  const proxy = new Proxy(original, {
    apply(target, self, given: unknown[]): unknown {
      const result: unknown = apply(target, self, given);
      try {
        done(self, given, result);
      } catch {
        // Whatever goes wrong here is no business of the page's.
      }
      return result;
    },
  });
  Object.defineProperty(owner, name, { ...Object.getOwnPropertyDescriptor(owner, name), value: proxy });
}

after(DataTransfer.prototype, "setData", (self, [type, text]) => {
  if (current && self === current.data) current.set.set(kind(String(type)), String(text));
});
after(DataTransfer.prototype, "clearData", (self, [type]) => {
  if (!current || self !== current.data) return;
  if (type === undefined) current.set.clear();
  else current.set.delete(kind(String(type)));
});

if (typeof Clipboard === "function") {
  after(Clipboard.prototype, "writeText", (_, [text], result) => {
    const signal: Signal = { flavours: { "text/plain": String(text) }, hasMore: false };
    void (result as Promise<unknown>).then(() => tell(signal), () => undefined);
  });
  after(Clipboard.prototype, "write", (_, [items], result) => {
    const [item] = Array.from(items as Iterable<ClipboardItem>);
    if (item) void (result as Promise<unknown>).then(() => tellItem(item)).catch(() => undefined);
  });
}

async function tellItem(item: ClipboardItem): Promise<void> {
  const texts = item.types.filter((type) => type.startsWith("text/"));
  const read = await Promise.all(
    texts.map(async (type) => [type, await (apply(readBlob, await item.getType(type), []) as Promise<string>)] as const),
  );
  tell({ flavours: fromEntries(read), hasMore: texts.length < item.types.length });
}

/** As the clipboard calls it; pages may use the short names of old. */
function kind(type: string): string {
  const name = type.toLowerCase();
  return name === "text" ? "text/plain" : name;
}

