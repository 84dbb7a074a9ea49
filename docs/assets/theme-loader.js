// @ts-check
/* Loads the theme's script when a reader first uses a page: it is most of what a page has to run, and changes little before.
   Scrolling alone does not load it, nor does the pointer, except over a table of contents. Keys and choices that came earlier
   are dispatched again when it has run, but no keys of a field that the reader has left. */

import { readStorage } from "./storage.js";

/** @type {HTMLElement | null} */
const themeTemplate = document.querySelector("[data-theme]");
const themeUrl = themeTemplate && new URL(themeTemplate.dataset.theme ?? "", document.baseURI).href;
let isLoaded = false;
let suffix = "";
/** @type {Promise<void> | null} */
let loading = null;

/**
 * Load the theme's script, and dispatch the event that asked for it again.
 * @param {Event} event
 */
async function loadTheme(event) {
  if (isLoaded) return;
  const { type, key, target } = /** @type {KeyboardEvent} */ (event);
  // A browser may cache that a module failed to load, by its address.
  await (loading ??= import(themeUrl + suffix).then(() => {
    isLoaded = true;
    document.dispatchEvent(new Event("DOMContentLoaded")); // for which the theme waits
  }, () => {
    loading = null;
    suffix += "?";
  }));
  /** @type {Record<string, EventTarget | null>} */
  const receivers = { keydown: target === document.activeElement ? window : null, change: target };
  if (isLoaded && key !== "Tab") receivers[type]?.dispatchEvent(new (/** @type {typeof Event} */ (event.constructor))(type, event));
}

if (themeUrl) {
  for (const type of ["click", "focusin", "keydown", "change"]) document.addEventListener(type, loadTheme, true);
  document.querySelector(".md-sidebar--secondary")?.addEventListener("pointerover", loadTheme);
  if (/#|[?&][hq]=/.test(location.href)) loadTheme(new Event("load"));
  const { index } = JSON.parse(readStorage(`${__md_scope.pathname}.__palette`) ?? '{"index":0}');
  /** @type {NodeListOf<HTMLElement>} */
  const labels = document.querySelectorAll("[data-md-component=palette] label");
  labels[index].hidden = false;
}
