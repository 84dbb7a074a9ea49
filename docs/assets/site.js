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

/** What this device remembers under a name, once it was told something new; null where it remembers nothing. */
export function remembered(name, told) {
  try {
    if (told) localStorage.setItem(name, told);
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

const asked = document.querySelector(".md-search__input");

for (const button of document.querySelectorAll("button[value^=__]")) {
  const toggle = document.getElementById(button.value);
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    button.ariaExpanded = toggle.checked;
    if (toggle.checked) (button.value === "__drawer" ? document.querySelector(".md-sidebar--primary a") : asked)?.focus();
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

// The theme waits for a key, even after a paste.
asked?.addEventListener("input", () => asked.dispatchEvent(new Event("keyup")));

/* Where search finds nothing: what comes nearest. It stands in the theme's results, whose keys lead through it, and want
   an element in every link. */

function help() {
  const near = document.createElement("p");
  near.className = "search-help";
  near.role = "status";
  const link = (path, text) => `<a href="${new URL("../" + path, import.meta.url)}" tabindex="-1"><span>${text}</span></a>`;
  new BroadcastChannel("search-help").onmessage = ({ data: [query, found] }) => {
    if (query !== asked.value) return;
    document.querySelector(".md-search-result").append(near);
    const names = found.map(([, { location, title }]) => link(location, title)).join(", ");
    near.innerHTML = names && query.trim() && `Did you mean ${names}? Or look in the ${link("entries/", "index of entries")}.`;
  };
}
asked?.addEventListener("focus", help, { once: true });

/* The theme's script is most of what a page has to run, and shows little before somebody does something. So it comes at
   the first sign of a reader, and keys and choices that came before it are given to it then. */

const theme = document.querySelector("link[rel=modulepreload]");
let isThere = false;
let tried = "";
let coming;

async function wake(event) {
  if (isThere) return;
  const { type, key, target } = event;
  if (/^[fs/]$/.test(key) && !event.ctrlKey && !event.metaKey && !target.matches("select, :read-write")) {
    event.preventDefault();
    asked.focus();
  }
  // A browser may never ask again for a module that it could not have; by another address, it does.
  await (coming ??= import(theme.href + tried).then(begin, () => {
    coming = null;
    tried += "?";
  }));
  const place = { keydown: window, change: target }[type];
  if (isThere) place?.dispatchEvent(new event.constructor(type, event));
}

function begin() {
  isThere = true;
  document.dispatchEvent(new Event("DOMContentLoaded")); // which the theme waits for
}

if (theme) {
  for (const sign of ["pointermove", "pointerdown", "click", "scroll", "focusin", "keydown", "change"]) {
    document.addEventListener(sign, wake, true);
  }
  if (/#|[?&][hq]=/.test(location)) wake(new Event("load"));
  const { index } = JSON.parse(remembered(`${__md_scope.pathname}.__palette`)) ?? { index: 0 };
  document.querySelectorAll("[data-md-component=palette] label")[index].hidden = false;
}

/* Whoever can rest on a link can do without previews; the choice stays on this device. */

if (matchMedia("(any-hover: hover)").matches) {
  const choice = document.createElement("button");
  const say = () => (choice.textContent = `Turn link previews ${remembered("previews") === "off" ? "on" : "off"}`);
  choice.type = "button";
  choice.className = "previews-choice";
  choice.addEventListener("click", () => {
    choice.disabled = !remembered("previews", remembered("previews") === "off" ? "on" : "off");
    say();
  });
  say();
  document.querySelector(".md-copyright")?.append(choice);
}
