/**
 * The style sheets of what we draw, made of the design tokens that the agent's windows have, too.
 *
 * In a page they stand on the surface itself, in sizes that a page's own letters do not change: what a page says of the
 * element that carries our shadow root does not reach there.
 */

import tokens from "../../agent/safe_to_paste/tokens.css";

/** A colour among the tokens, in its light form, for what takes no style sheet. */
export function colour(name: string): string {
  const [, value = ""] = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(tokens) ?? [];
  return value;
}

/** Buttons look alike in the panel and in the popup. */
export const buttons = `
  button {
    font: inherit; font-weight: 500; color: var(--text); background: var(--surface); cursor: pointer; text-align: start;
    border: 1px solid var(--line); border-radius: var(--round-small); padding: 6px 12px; min-height: var(--button); margin: 0;
  }
  button:hover { background: var(--raised); }
  button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
  button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); }
  button.plain { border-color: transparent; color: var(--quiet); padding-inline: 8px; background: transparent; }
  button.plain:hover { color: var(--text); background: var(--raised); }
  button:focus-visible, .surface:focus-visible, textarea:focus-visible, summary:focus-visible {
    outline: var(--ring); outline-offset: 2px;
  }
  /* Where the person's own colours take the place of ours, lines must say what colours did. */
  @media (forced-colors: active) {
    button.primary { border-width: 3px; padding: 4px 10px; }
  }
`;

export const panelSheet = `
  ${tokens}
  ${buttons}
  :host {
    all: initial !important; display: block !important; position: fixed !important; inset: 0 !important;
    width: 100% !important; height: 100% !important; z-index: 2147483647 !important; pointer-events: none !important;
  }
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .surface {
    position: absolute; pointer-events: auto; display: flex; flex-direction: column; overflow: auto;
    color: var(--text); background: var(--surface); font: var(--normal)/1.45 var(--letters); text-align: start; overflow-wrap: anywhere;
    --unit: 1px; color-scheme: light dark;
    border: 1px solid var(--line); border-radius: var(--round); box-shadow: var(--shadow); padding: 14px 16px 12px;
  }
  .surface.dialog { border-color: var(--accent); }
  .surface:focus-visible { outline-offset: -2px; }
  .surface::-webkit-scrollbar { width: 8px; }
  .surface::-webkit-scrollbar-track { margin-block: 8px; }
  .surface::-webkit-scrollbar-thumb { background: var(--line); border-radius: var(--round-least); }
  .surface.chip { padding: 5px 6px 5px 12px; flex-flow: row wrap; align-items: center; gap: 0 var(--space); }
  .surface > * { flex: none; }
  .head { display: flex; align-items: center; gap: var(--space); margin: 0 0 4px; font-weight: 600; }
  .head svg, .chip svg { flex: none; color: var(--accent); }
  .way { flex: none; margin-inline-start: auto; padding-inline-start: var(--space); color: var(--quiet); font: var(--least) var(--letters); }
  .says { margin: 0; text-wrap: pretty; }
  .chip .says { flex: 1 1 16em; padding-block: 4px; }
  .note {
    margin: 10px 0 0; padding: 6px 10px; border: 1px solid transparent; border-radius: var(--round-small);
    color: var(--on-note); background: var(--note);
  }
  .chip .note { margin: 2px 0 2px; flex: 1 1 100%; }
  .together { display: inline-flex; flex-wrap: wrap; gap: inherit; }
  /* Where not all fits, everything scrolls together but the choices, which stay in sight; not where there is no room. */
  .choices {
    display: flex; flex-wrap: wrap; gap: var(--space); margin: 4px -4px 0; padding: 8px 4px 6px;
    position: sticky; top: -14px; bottom: -12px; background: var(--surface);
  }
  @media (max-height: 300px) { .choices { position: static; } }
  .chip .choices { margin: 0; padding: 0; gap: 2px; flex: 0 1 auto; justify-content: end; margin-inline-start: auto; }
  .chip .choices button { border-color: transparent; background: transparent; color: var(--accent); }
  .chip .choices button { min-height: var(--target); padding: 3px 10px; }
  .chip .choices button:hover { background: var(--raised); }
  progress { width: 100%; height: 8px; margin: 10px 0 6px; accent-color: var(--accent); }
  .question { margin: 12px 0 0; font-weight: 600; }
  .foot {
    display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 var(--space);
    margin-top: 2px; color: var(--quiet); font-size: var(--least); text-wrap: pretty;
  }
  .foot button { min-height: var(--target); padding: 2px 8px; margin-inline-start: -8px; font-size: var(--small); }
  .details { margin: 6px -4px 0; padding: 0 4px; list-style: none; }
  .details:focus-visible { outline: var(--ring); outline-offset: -2px; }
  .details > li { padding: 8px 0; border-top: 1px solid var(--line); }
  .details h3 { margin: 0; font: inherit; font-weight: 600; }
  .details ul { margin: 2px 0; padding: 0; list-style: none; }
  .details mark { color: inherit; background: var(--raised); border-radius: var(--round-least); padding: 1px 4px; }
  .quiet { color: var(--quiet); font-size: var(--small); margin: 0; }
  textarea {
    font: inherit; color: var(--text); background: var(--raised); border: 1px solid var(--edge); resize: vertical;
    border-radius: var(--round-small); padding: 8px; margin-top: 10px; width: 100%; min-height: 5em; height: 9em;
  }
  /* The gate lies on the composer and hides what is below it. */
  .surface.gate { justify-content: center; padding: 14px 20px; border-color: var(--accent); }
  .gate .choices { position: static; margin: 8px 0 0; padding: 0; align-items: center; }
  .gate .choices .quiet { margin-inline-start: auto; }
  .surface { animation: appear var(--quick) ease-out; }
  @keyframes appear { from { opacity: 0; transform: translateY(4px); } }
  @media (prefers-reduced-motion: reduce) { .surface { animation: none; } }
  @media (forced-colors: active) {
    .surface svg { stroke: CanvasText; }
    .foot button { margin-inline-start: 0; }
    .surface::-webkit-scrollbar-thumb { background: CanvasText; }
  }
`;

/** Lines under what was found in a text field; `underline.css` has the same for rich editors. */
export const underlineSheet = `
  :host {
    all: initial !important; display: block !important; position: fixed !important; inset: 0 !important;
    pointer-events: none !important; z-index: 2147483646 !important;
  }
  .window { position: absolute; overflow: hidden; transform-origin: 0 0; }
  .text { box-sizing: border-box; color: transparent; }
  u { text-decoration: underline wavy 1.5px ${colour("underline")}; text-underline-offset: 2px; text-decoration-skip-ink: none; }
`;

export const popupSheet = `
  ${tokens}
  ${buttons}
  :root { --unit: 1px; color-scheme: light dark; }
  body { width: 352px; box-sizing: border-box; margin: 0; padding: 14px 16px; font: var(--normal)/1.45 var(--letters); color: var(--text); }
  body { background: var(--surface); overflow-wrap: anywhere; }
  h1 { display: flex; align-items: center; gap: var(--space); font-size: var(--large); margin: 0 0 10px; }
  h2, summary { font-size: var(--normal); font-weight: 600; margin: 0; }
  section, details, .end { border-top: 1px solid var(--line); margin: 10px 0 0; padding-top: 10px; }
  details { margin-top: 6px; padding-top: 6px; }
  summary { cursor: pointer; padding-block: 4px; }
  p { margin: 8px 0 0; text-wrap: pretty; }
  p + button { margin-top: 8px; }
  .state { padding: 8px 10px; border-radius: var(--round-small); background: var(--raised); font-weight: 500; }
  .state { margin: 0; border: 1px solid transparent; }
  .state.off { color: var(--on-note); background: var(--note); }
  .notes { margin: 8px 0 0; padding-inline-start: 18px; color: var(--quiet); }
  dl { margin: 6px 0; }
  dl div { display: flex; justify-content: space-between; gap: var(--space); }
  dt { color: var(--quiet); }
  dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600; }
  .quiet { color: var(--quiet); font-size: var(--least); }
  .row { display: flex; flex-wrap: wrap; gap: var(--space); margin-top: 8px; }
  .column { display: grid; gap: 6px; margin-top: 8px; }
  .column button { text-align: start; }
  .first { margin-top: 8px; padding: 6px 10px; border-radius: var(--round-small); background: var(--raised); }
  .first:empty { display: none; }
  /* Enlarged, there may be less room than that; a window not drawn yet has no width. */
  @media (200px <= width < 352px) { body { width: auto; } }
`;
