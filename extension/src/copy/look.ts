/** The chip's style sheet, made of the same tokens as the panel's. */

import { panelSheet } from "../tokens";

export const chipSheet = `
  ${panelSheet}
  .surface.copy { padding: 8px 10px 10px 14px; gap: 6px; }
  .copy .line { display: flex; align-items: center; gap: var(--space); }
  .copy .line svg { flex: none; color: var(--accent); }
  .copy .says { flex: 1; }
  .copy .line button { min-height: var(--target); padding: 3px 8px; flex: none; }
  .copy .cross { font-size: var(--large); line-height: 1; width: var(--target); text-align: center; }
  .copy .note { margin: 0; padding: 4px 6px 4px 10px; display: flex; align-items: center; gap: var(--space); }
  .copy .note button { margin-inline-start: auto; flex: none; min-height: var(--target); padding: 2px 8px; color: inherit; }
  .copy .choices { position: static; margin: 0; padding: 0; gap: 6px; }
  .copy .choices button { min-height: var(--target); padding: 3px 11px; }
  .copy .choices button.plain { padding-inline: 8px; }
  .copy button:disabled { opacity: .45; cursor: default; }
  .copy fieldset { border: 0; margin: 0; padding: 0; display: grid; gap: 2px; }
  .copy legend { padding: 0; margin: 0 0 2px; font-weight: 600; }
  .copy label { display: flex; gap: var(--space); align-items: baseline; cursor: pointer; padding: 2px 0; }
  .copy input { accent-color: var(--accent); width: 16px; height: 16px; margin: 0; flex: none; align-self: center; }
  .copy input:focus-visible { outline: var(--ring); outline-offset: 2px; }
  .copy .names { overflow: auto; max-height: 40vh; border-top: 1px solid var(--line); padding-top: 6px; }
  .copy dl { margin: 0 0 6px; }
  .copy dl div { display: flex; gap: 12px; padding: 2px 0; }
  .copy dt { color: var(--quiet); flex: 0 0 40%; }
  .copy dd { margin: 0; font-weight: 600; }
  @media (forced-colors: active) { .copy button:disabled { opacity: 1; } }
  .copy .names button { min-height: var(--target); padding: 2px 8px; }
`;
