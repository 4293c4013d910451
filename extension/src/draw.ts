/** The pieces that everything we draw is made of, on a site's page and on our own. */

/** Events that are no business of the page's. */
const KEPT_INSIDE = ["click", "pointerdown", "mousedown", "pointerup", "mouseup", "focusin", "focusout", "input"];

export function keepInside(root: ShadowRoot): void {
  for (const type of KEPT_INSIDE) root.addEventListener(type, (event) => event.stopPropagation());
}

/** A button that only a person can press. */
export function button(label: string, style: string, press: () => void): HTMLElement {
  const made = element("button", { type: "button", class: style }, label);
  made.addEventListener("click", (event) => {
    if (event.isTrusted) press();
  });
  return made;
}

export function focusFirst(within: HTMLElement): void {
  within.querySelector<HTMLElement>("button")?.focus();
}

// How long a screen reader needs to notice a region before it hears of words in it, in milliseconds.
const NOTICED = 120;

/** Words that are seen at once, and that a screen reader says once: the region is there first, and they come into it. */
export function announce(region: HTMLElement, words: string): void {
  const seen = element("span", { "aria-hidden": "true" }, words);
  region.replaceChildren(seen);
  setTimeout(() => seen.removeAttribute("aria-hidden"), NOTICED);
}

/** A clipboard with a tick. */
export function sign(): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const attributes = { viewBox: "0 0 20 20", width: "18", height: "18", fill: "none", stroke: "currentColor" };
  for (const [name, value] of Object.entries({ ...attributes, "stroke-width": "1.7", "aria-hidden": "true" })) {
    svg.setAttribute(name, value);
  }
  const board = "M7 3.5H5.5A1.5 1.5 0 0 0 4 5v11a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 16 16V5a1.5 1.5 0 0 0-1.5-1.5H13";
  for (const d of [board, "M7.5 2h5v3h-5z", "M7 11l2.2 2.2L13.2 9"]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    path.setAttribute("stroke-linecap", "round");
    path.setAttribute("stroke-linejoin", "round");
    svg.append(path);
  }
  return svg;
}

export type Attributes = Readonly<Record<string, string>>;

export function element(tag: string, attributes: Attributes, ...children: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== ""));
  return made;
}
