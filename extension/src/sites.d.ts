/** Every adapter in `sites/`, collected by the build (see build.mjs). */
declare module "sites:all" {
  export const sites: readonly import("./site").Site[];
}
