// @ts-check
/* A click on a permalink copies what it stands for. A pointer or focus on a permalink loads the code that copies: in
   WebKit, a click may not copy after it waits for a request. */

/** @type {typeof import("./copy-panel.js") | undefined} */
let copyPanel;
const load = async () => (copyPanel ??= await import("./copy-panel.js"));

/** @param {Event} event */
function permalinkOf({ target }) {
  return /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (target).closest?.("a.permalink"));
}

document.addEventListener("click", (event) => {
  const link = permalinkOf(event);
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (copyPanel) copyPanel.openCopyPanel(link);
  else load().then((loaded) => loaded.openCopyPanel(link)).catch(() => location.assign(link.href));
});

for (const type of ["pointerover", "pointerdown", "focusin"]) {
  document.addEventListener(type, (event) => {
    const link = permalinkOf(event);
    if (!link) return;
    link.title = "Copy the address, or the statement with its source";
    load().catch(() => {});
  });
}
