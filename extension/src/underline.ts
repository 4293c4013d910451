/**
 * Underlines what was found, in the composer itself.
 *
 * In a rich editor they are custom highlights: the page's elements stay as they are. The page can read which stretches
 * they cover, of a text it holds anyway; why is not said there. A text field cannot be highlighted, so its text is laid
 * over it once more, invisible but for the lines, out of the page's reach. Only looks depend on this: what is asked is
 * asked all the same.
 */

import { type Composer, type Field, isField, placesOf, type Span } from "./composer";
import { element } from "./draw";
import { underlineSheet } from "./tokens";

export interface Underlines {
  /** Underlines stretches of a text that is all a composer holds, and nothing else any more. */
  show(composer: Composer, text: string, spans: readonly Span[]): void;
}

/** The highlight's name, which the sheet `underline.css` gives a look. */
const NAME = "safe-to-paste";

export function createUnderlines(): Underlines {
  const overlay = createOverlay();
  return {
    show(composer, text, spans) {
      const places = spans.length === 0 ? [] : placesOf(composer, text, spans);
      const fields = places.flatMap((place) => (place.kind === "field" ? [place] : []));
      const ranges = places.flatMap((place) => (place.kind === "range" ? [place.range] : []));
      if (typeof Highlight === "function") {
        if (ranges.length === 0) CSS.highlights.delete(NAME);
        else CSS.highlights.set(NAME, new Highlight(...ranges));
      }
      overlay.show(isField(composer) ? composer : null, fields);
    },
  };
}

// What decides where a letter stands in a text field.
const LOOKS = [
  ...["font-family", "font-size", "font-style", "font-weight", "font-stretch", "font-variant", "font-feature-settings"],
  ...["font-kerning", "font-optical-sizing", "font-size-adjust", "font-variation-settings", "line-height", "letter-spacing"],
  ...["word-spacing", "text-align", "text-indent", "text-transform", "text-rendering", "tab-size", "direction"],
  ...["word-break", "overflow-wrap", "line-break", "hyphens", "white-space", "unicode-bidi", "writing-mode"],
  ...["padding-top", "padding-right", "padding-bottom", "padding-left"],
];

/** The lines over a text field: as large as what is seen of it, and scrolled as it is. */
function createOverlay(): { show(field: Field | null, spans: readonly Span[]): void } {
  const host = element("div", { "aria-hidden": "true" });
  const root = host.attachShadow({ mode: "closed" });
  const window_ = element("div", { class: "window" });
  const text = element("div", { class: "text" });
  const sized = new ResizeObserver(() => alignSoon());
  let under: Field | null = null;
  let written = "";
  let aligning = 0;

  function show(field: Field | null, spans: readonly Span[]): void {
    if (field === null || spans.length === 0) {
      hide();
      return;
    }
    if (root.childNodes.length === 0) {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(underlineSheet);
      root.adoptedStyleSheets = [sheet];
      window_.append(text);
      root.append(window_);
      for (const type of ["scroll", "resize", "input"]) addEventListener(type, alignSoon, { capture: true, passive: true });
    }
    if (under !== field) {
      sized.disconnect();
      sized.observe(field);
    }
    under = field;
    written = field.value;
    text.replaceChildren(...marked(written, spans));
    if (!host.isConnected) document.documentElement.append(host);
    align();
  }

  function hide(): void {
    if (under === null) return;
    under = null;
    written = "";
    sized.disconnect();
    text.replaceChildren();
    host.remove();
  }

  function alignSoon(): void {
    if (under === null) return;
    cancelAnimationFrame(aligning);
    aligning = requestAnimationFrame(align);
  }

  function align(): void {
    const field = under;
    if (field === null) return;
    // Lines under another text would stand in the wrong places; the next look draws them anew.
    if (!field.isConnected || field.value !== written) {
      hide();
      return;
    }
    const looks = getComputedStyle(field);
    for (const name of LOOKS) text.style.setProperty(name, looks.getPropertyValue(name));
    const box = field.getBoundingClientRect();
    Object.assign(window_.style, { left: "0", top: "0", width: `${field.clientWidth}px`, transform: "none" });
    window_.style.height = `${field.clientHeight}px`;
    // The page as a whole may be scaled, and the field within it.
    const own = window_.getBoundingClientRect();
    const outer = own.width / field.clientWidth;
    const scale = box.width / field.offsetWidth;
    Object.assign(window_.style, {
      left: `${(box.left + field.clientLeft * scale - own.left) / outer}px`,
      top: `${(box.top + field.clientTop * scale - own.top) / outer}px`,
      transform: `scale(${scale / outer})`,
    });
    text.style.width = `${field.clientWidth}px`;
    text.style.transform = `translate(${-field.scrollLeft}px, ${-field.scrollTop}px)`;
  }

  return { show };
}

function marked(value: string, spans: readonly Span[]): readonly (Node | string)[] {
  const parts: (Node | string)[] = [];
  let from = 0;
  for (const { start, end } of [...spans].sort((one, other) => one.start - other.start)) {
    if (start < from) continue;
    parts.push(value.slice(from, start), element("u", {}, value.slice(start, end)));
    from = end;
  }
  // A last line that is empty has its height in a field, and none in what is laid over it.
  return [...parts, `${value.slice(from)}\u200b`];
}
