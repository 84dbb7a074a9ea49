// @ts-check
/* Loads the code that follows causes when a form asks for it, or the address does. */

const forms = document.querySelector(".explore-chains");
const loadTrace = () => import("./trace.js");

forms?.addEventListener("focusin", loadTrace);
forms?.addEventListener("submit", async (event) => {
  event.preventDefault();
  (await loadTrace()).submitForm(/** @type {HTMLFormElement} */ (event.target));
});
if (forms && location.search) loadTrace().then(({ restoreView }) => restoreView());
