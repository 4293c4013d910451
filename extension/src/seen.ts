/** How elements of the page stand to the person and to each other. */

export function isVisible(element: HTMLElement): boolean {
  return element.checkVisibility() && element.getBoundingClientRect().height > 0;
}

/** Whether the other comes later in the document. */
export function isBefore(one: Node, other: Node): boolean {
  return (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}
