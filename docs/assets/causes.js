// @ts-check
/* Makes the boxes of the figure of causes buttons. The code that traces is fetched when somebody points at the figure,
   focuses it, or comes by an address that asks for a trace; events from before are dispatched again when it is there. */

const explore = /** @type {HTMLElement} */ (document.querySelector(".explore"));
for (const box of explore.querySelectorAll("a.box")) {
  box.role = "button";
  box.ariaPressed = "false";
}

let isLoaded = false;
/** @type {Promise<boolean> | undefined} */
let loading;
const loadTrace = () => (loading ??= import("./trace.js").then(() => (isLoaded = true)));

/**
 * Hold an event back until the code that traces is there; that code handles all later ones.
 * @param {Event} event
 * @param {() => void} repeat dispatches the event again
 */
function defer(event, repeat) {
  if (isLoaded) return;
  event.preventDefault();
  loadTrace().then(repeat);
}

/** @param {Event} event */
const boxOf = (event) => /** @type {Element} */ (event.target).closest("a.box");

/**
 * Click on a box, by an event that keeps its link from being followed when it is handled.
 * @param {Element} box
 */
function click(box) {
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

explore.addEventListener("pointerover", loadTrace, { once: true });
explore.addEventListener("focusin", loadTrace, { once: true });
explore.addEventListener("submit", (event) => {
  defer(event, () => /** @type {HTMLFormElement} */ (event.target).requestSubmit());
});
explore.addEventListener("click", (event) => {
  const box = boxOf(event);
  if (box && !event.metaKey && !event.ctrlKey && !event.shiftKey) defer(event, () => click(box));
});
explore.addEventListener("keydown", (event) => {
  const box = boxOf(event);
  if (box && event.key === " ") defer(event, () => click(box));
});
if (location.search) loadTrace();
