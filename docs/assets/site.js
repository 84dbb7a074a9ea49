/* What every page does at once: it fetches the other scripts when they are first wanted. */

const entries = new URL("../entries/", import.meta.url);
const PATIENCE = 400;
let resting;

/** The id of the entry that a link in the text leads to, but for signs that lead to the page they stand on. */
function entryOf(link) {
  if (!link?.closest(".md-content") || link.matches(".permalink, [download]")) return null;
  const target = new URL(link.getAttribute("href"), document.baseURI);
  if (target.origin !== entries.origin || target.pathname === location.pathname) return null;
  return target.pathname.startsWith(entries.pathname) ? target.pathname.slice(entries.pathname.length).replace(/\/$/, "") : null;
}

function rest(target) {
  clearTimeout(resting);
  const link = target.closest?.("a[href]");
  const id = entryOf(link);
  if (!id || remembered("previews") === "off") return;
  resting = setTimeout(async () => (await import("./previews.js")).show(link, id), PATIENCE);
}

function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

document.addEventListener("click", (event) => {
  const control = event.target.closest?.("a.permalink");
  if (!control || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  import("./paste.js").then(({ offer }) => offer(control)).catch(() => location.assign(control.href));
});

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (target.matches(".permalink")) target.title = "Copy the address, or the statement with its source";
  if (pointerType === "mouse") rest(target);
});
document.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && rest(event.target));
document.addEventListener("pointerdown", () => clearTimeout(resting));

/* Menu and search open by buttons, and Escape leads back to where the keyboard was. */

for (const button of document.querySelectorAll("button[value^=__]")) {
  const toggle = document.getElementById(button.value);
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    button.ariaExpanded = toggle.checked;
    if (toggle.checked) document.querySelector(button.value === "__drawer" ? ".md-sidebar--primary a" : ".md-search__input")?.focus();
  });
}

let left;
document.addEventListener("focusin", ({ target, relatedTarget }) => {
  if (target.closest(".md-search") && !relatedTarget?.closest(".md-search")) left = relatedTarget;
});
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape") return;
  if (target.closest(".md-search")) left?.focus();
  const menu = document.querySelector("[value=__drawer][aria-expanded=true]");
  menu?.click();
  menu?.focus();
});

const asked = document.querySelector(".md-search__input");
asked?.addEventListener("focus", () => import("./search-help.js"), { once: true });

// The theme waits for a key, even after a paste.
asked?.addEventListener("input", () => asked.dispatchEvent(new Event("keyup")));

/* Whoever can rest on a link can do without previews; the choice stays on this device. */

if (matchMedia("(any-hover: hover)").matches) {
  const choice = document.createElement("button");
  const say = () => (choice.textContent = `Turn link previews ${remembered("previews") === "off" ? "on" : "off"}`);
  choice.type = "button";
  choice.className = "previews-choice";
  choice.addEventListener("click", () => {
    try {
      localStorage.setItem("previews", remembered("previews") === "off" ? "on" : "off");
    } catch {
      choice.disabled = true;
    }
    say();
  });
  say();
  document.querySelector(".md-copyright")?.append(choice);
}
