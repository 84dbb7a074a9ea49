// @ts-check
/* Scrolls a box of a figure into view when the keyboard focuses it: Firefox and WebKit scroll to the whole figure. The
   header must not cover the box (WCAG 2.2, 2.4.11). */

const GAP = 8; // pixels

document.addEventListener("focusin", () => {
  const shape = document.activeElement?.closest("svg a:focus-visible")?.querySelector("rect, text, path");
  if (!shape) return;
  shape.scrollIntoView({ block: "nearest", inline: "nearest" });
  const { top, bottom } = shape.getBoundingClientRect();
  const above = (document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0) + GAP - top;
  const below = bottom + GAP - innerHeight;
  if (above > 0) scrollBy(0, -above);
  else if (below > 0) scrollBy(0, below);
});
