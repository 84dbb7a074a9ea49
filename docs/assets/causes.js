/* What makes the figure of causes ask to be traced. What traces is fetched when somebody turns to the figure, or comes by
   an address that says what to trace; what was done before it came is done again then. */

const explore = document.querySelector(".explore");
for (const box of explore.querySelectorAll("a.box")) {
  box.role = "button";
  box.ariaPressed = false;
}

let isThere = false;
let coming;
const load = () => (coming ??= import("./trace.js").then(() => (isThere = true)));

function wait(event, again) {
  if (isThere) return;
  event.preventDefault();
  load().then(again);
}

/** Click on a box, so that what traces can keep its link from being followed. */
function choose(box) {
  box.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}

explore.addEventListener("pointerover", load, { once: true });
explore.addEventListener("focusin", load, { once: true });
explore.addEventListener("submit", (event) => wait(event, () => event.target.requestSubmit()));
explore.addEventListener("click", (event) => {
  const box = event.target.closest("a.box");
  if (box && !event.metaKey && !event.ctrlKey && !event.shiftKey) wait(event, () => choose(box));
});
explore.addEventListener("keydown", (event) => {
  const box = event.target.closest("a.box");
  if (box && event.key === " ") wait(event, () => choose(box));
});
if (location.search) load();
