// @ts-check
/* Scrolls a box of a figure into view when the keyboard focuses it: Firefox and WebKit scroll to the whole figure. A box
   that a mouse focuses stays where it is, because a click ends under the pointer. */

document.addEventListener("focusin", ({ target }) => {
  const shape = /** @type {Element} */ (target).closest("svg a:focus-visible")?.querySelector("rect, text, path");
  shape?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
