// @ts-check

const GAP = 8; // pixels

/**
 * Scroll the focused link of a figure to where neither the header nor the panel of causes covers its box.
 *
 * Firefox and WebKit scroll to the whole figure. A box that a mouse focuses stays where it is, because a click ends under the
 * pointer.
 */
export function revealFocusedBox() {
  const shape = document.activeElement?.closest("svg a:focus-visible")?.querySelector("rect, text, path");
  if (!shape) return;
  shape.scrollIntoView({ block: "nearest", inline: "nearest" });
  /** @param {string} selector */
  const rectangle = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const { top, bottom } = shape.getBoundingClientRect();
  const above = (rectangle(".md-header")?.bottom ?? 0) + GAP - top;
  const below = bottom + GAP - (rectangle(".explore-panel:not([hidden])")?.top ?? innerHeight);
  if (above > 0) scrollBy(0, -above);
  else if (below > 0) scrollBy(0, below);
}
