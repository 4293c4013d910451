"use strict";
// The few things a page of ours does: switch between its views, count ticks, change the size of the text, and hand
// everything else to the agent. `stp.take` is how the agent shows something it was not asked for.
const stp = (() => {
  const main = document.getElementById("main");
  const status = document.getElementById("status");
  const words = document.getElementById("words").content;
  const sizes = [100, 125, 150, 200, 300];
  let size = 0;
  let fading;

  const shown = () => main.querySelector(".view:not([hidden])");

  // What this says is part of the page, in the language of the page.
  function said(name, filled = {}) {
    return words.getElementById(name).textContent.replace(/\{(\w+)\}/g, (_, what) => filled[what]);
  }

  function focus(view) {
    scrollTo(0, 0);
    view?.querySelector("h1")?.focus({ preventScroll: true });
  }

  function turnTo(name) {
    const from = shown();
    const to = main.querySelector(`.view[data-view="${CSS.escape(name)}"]`);
    if (!to || to === from) return;
    from.hidden = true;
    to.hidden = false;
    focus(to);
  }

  function say(words) {
    clearTimeout(fading);
    status.textContent = words;
    status.classList.toggle("seen", words !== "");
    if (words) fading = setTimeout(() => say(""), 8000);
  }

  function count() {
    const all = [...main.querySelectorAll("input[type=checkbox][required]")];
    const done = all.filter(each => each.checked).length;
    const counter = document.getElementById("ticked");
    if (counter && counter.dataset.done !== String(done)) {
      counter.dataset.done = String(done);
      counter.textContent = said(done === all.length ? "all" : "ticked", { n: done, all: all.length });
    }
    for (const button of main.querySelectorAll("button[data-waits]")) button.disabled = done < all.length || !all.length;
  }

  // What has been filled in: ticks as true or false, text as it stands.
  function values() {
    const fields = [...main.querySelectorAll("input[name], textarea[name]")];
    return Object.fromEntries(fields.map(each => [each.name, each.type === "checkbox" ? each.checked : each.value]));
  }

  function copy(words) {
    const box = document.createElement("textarea");
    const before = document.activeElement;
    box.value = words;
    box.className = "status";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    before?.focus({ preventScroll: true });
    return done;
  }

  function resize(to) {
    size = Math.max(0, Math.min(sizes.length - 1, to));
    document.documentElement.style.fontSize = `${(16 * sizes[size]) / 100}px`;
    document.documentElement.classList.toggle("large", sizes[size] >= 150);
    for (const button of main.querySelectorAll("button[data-size]")) button.textContent = said("size", { n: sizes[size] });
  }

  function take(body) {
    if (!body) return;
    if (typeof body.html === "string") {
      main.innerHTML = body.html;
      resize(size);
      count();
      focus(shown());
    }
    if (body.view) turnTo(body.view);
    if (body.status) say(body.status);
  }

  async function ask(what) {
    take(await pywebview.api.ask({ do: what, values: values() }));
  }

  let busy = false;
  async function press(button) {
    if (button.hasAttribute("data-size")) return resize((size + 1) % sizes.length);
    if (button.hasAttribute("data-prints")) return print();
    if (button.dataset.shows) return turnTo(button.dataset.shows);
    if (button.dataset.copies) {
      const written = document.getElementById(button.dataset.copies).value;
      return say(said(copy(written) ? "copied" : "by-hand"));
    }
    if (!button.dataset.do || busy) return undefined;
    busy = true;
    try {
      await ask(button.dataset.do);
    } finally {
      busy = false;
    }
    return undefined;
  }

  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (button && !button.disabled && event.isTrusted) void press(button);
  });
  main.addEventListener("change", count);
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      const back = shown()?.querySelector("button[data-back]");
      if (back) void press(back);
    } else if ((event.ctrlKey || event.metaKey) && "+=-0".includes(event.key) && event.key) {
      event.preventDefault();
      resize(event.key === "0" ? 0 : size + (event.key === "-" ? -1 : 1));
    }
  });
  // Nothing that is dropped or dragged takes the page away.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, event => event.preventDefault());

  resize(0);
  count();
  const ready = () => {
    focus(shown());
    void ask("ready");
  };
  if (globalThis.pywebview?.api?.ask) ready();
  else addEventListener("pywebviewready", ready, { once: true });
  return { take };
})();
