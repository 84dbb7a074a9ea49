// @ts-check
/* Scrolls a box of a figure into view when the keyboard focuses it: Firefox and WebKit scroll to the whole figure. Neither
   the header nor the years of the timeline may cover the box (WCAG 2.2, 2.4.11). */

const GAP = 8; // pixels

document.addEventListener("focusin", () => {
  const shape = document.activeElement?.closest("svg a:focus-visible")?.querySelector("rect, text, path");
  if (!shape) return;
  shape.scrollIntoView({ block: "nearest", inline: "nearest" });
  const { top, bottom } = shape.getBoundingClientRect();
  const covers = [document.querySelector(".md-header"), shape.closest("figure")?.querySelector("svg.years")];
  const start = Math.max(...covers.map((cover) => cover?.getBoundingClientRect().bottom ?? 0));
  scrollBy(0, Math.min(top - GAP - start, Math.max(0, bottom + GAP - innerHeight)));
});
