// @ts-check
/* Scrolls a box of a figure into view when it is focused. Firefox scrolls to the figure as a whole, and so does WebKit. */

document.addEventListener("focusin", ({ target }) => {
  const shape = /** @type {Element} */ (target).closest("svg a")?.querySelector("rect, text, path");
  shape?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
