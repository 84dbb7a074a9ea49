// @ts-check
/* Loads the code that follows causes when a form asks for it, or the address does. */

const forms = document.querySelector(".explore-chains");
const loadTrace = () => import("./trace.js");

forms?.addEventListener("focusin", loadTrace);
forms?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  // Without the code, the address of the form asks for it again.
  loadTrace().then(({ submitForm }) => submitForm(form), () => form.submit());
});
if (forms && location.search) loadTrace().then(({ restoreView }) => restoreView());
