/** What the school says of the AI tool that a page belongs to. */

import type { Tool } from "./messages";
import { listed } from "./strings";

/** The tool an address belongs to, if the policy names it. */
export function toolAt(tools: readonly Tool[], address: string): Tool | null {
  return tools.find((tool) => tool.patterns.some((pattern) => matches(pattern, address))) ?? null;
}

/** The tools that are approved, as a sentence names them; empty when there are none. */
export function approvedIn(tools: readonly Tool[]): string {
  return listed(tools.filter((tool) => tool.status === "approved").map((tool) => tool.name));
}

function matches(pattern: string, address: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(address);
}
