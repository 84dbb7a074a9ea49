// @ts-check
/* A click on a permalink copies what it stands for. The code that copies is fetched at the first click. */

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLAnchorElement | null} */ (target.closest?.("a.permalink"));
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  import("./copy-panel.js").then((module) => module.openCopyPanel(link)).catch(() => location.assign(link.href));
});

document.addEventListener("pointerover", (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.matches(".permalink")) target.title = "Copy the address, or the statement with its source";
});
