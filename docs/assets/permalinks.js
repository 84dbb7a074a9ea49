// @ts-check
/* A click on a permalink copies what it stands for. The code that copies is fetched when a pointer or the focus reaches the
   first permalink: WebKit lets a click copy only before the click waits for something. */

/** @type {typeof import("./copy-panel.js") | undefined} */
let module;
const load = async () => (module ??= await import("./copy-panel.js"));

/** @param {Event} event */
function permalinkOf({ target }) {
  return /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (target).closest?.("a.permalink"));
}

document.addEventListener("click", (event) => {
  const link = permalinkOf(event);
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (module) module.openCopyPanel(link);
  else load().then((module) => module.openCopyPanel(link)).catch(() => location.assign(link.href));
});

for (const type of ["pointerover", "pointerdown", "focusin"]) {
  document.addEventListener(type, (event) => {
    const link = permalinkOf(event);
    if (!link) return;
    link.title = "Copy the address, or the statement with its source";
    load().catch(() => {});
  });
}
