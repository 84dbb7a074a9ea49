// @ts-check
/* Opens the preview of a link that a mouse hovers over or the keyboard focuses. The code of previews is fetched when the
   first one opens. */

import { readStorage } from "./storage.js";

const DELAY = 400; // milliseconds
const entries = new URL("../entries/", import.meta.url);
/** @type {number | undefined} */
let timer;

/**
 * Return the id of the entry that a link in the text leads to; nothing for permalinks, downloads and links to the page itself.
 * @param {HTMLAnchorElement | null | undefined} link
 */
function entryOf(link) {
  if (!link?.closest(".md-content") || link.matches(".permalink, [download]")) return;
  const { href, pathname } = new URL(/** @type {string} */ (link.getAttribute("href")), document.baseURI);
  if (!href.startsWith(entries.href) || pathname === location.pathname) return;
  return pathname.slice(entries.pathname.length).split("/").at(-2);
}

/**
 * Open the preview of the link around an element, unless something else is hovered over first.
 * @param {Element} target
 */
function onHover(target) {
  clearTimeout(timer);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest?.("a[href]"));
  const id = entryOf(link);
  if (!link || !id || readStorage("previews") === "off") return;
  timer = setTimeout(async () => (await import("./previews.js")).showPreview(link, id), DELAY);
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "mouse") onHover(/** @type {Element} */ (target));
});
document.addEventListener("focusin", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.matches(":focus-visible")) onHover(target);
});
document.addEventListener("pointerdown", () => clearTimeout(timer));
