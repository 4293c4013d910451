/** Every adapter in `sites/`, collected by the build (see build.mjs). */
declare module "sites:all" {
  export const sites: readonly import("./site").Site[];
}

/** A style sheet's text, as the build puts it in. */
declare module "*.css" {
  const sheet: string;
  export default sheet;
}
