// @ts-check
/* Menu and search open by buttons and keys, and Escape gives the focus back to where it was. The header makes room while
   the page scrolls down. */

export const searchInput = /** @type {HTMLInputElement | null} */ (document.querySelector(".md-search__input"));

for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("button[value^=__]"))) {
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById(button.value));
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    button.ariaExpanded = `${toggle.checked}`;
    /** @type {HTMLElement | null} */
    const target = button.value === "__drawer" ? document.querySelector(".md-sidebar--primary a") : searchInput;
    if (toggle.checked) target?.focus();
  });
}

const searchToggle = /** @type {HTMLInputElement | null} */ (document.getElementById("__search"));
/** @type {HTMLElement | null | undefined} */
let lastFocus;
document.addEventListener("focusin", (event) => {
  const { target, relatedTarget } = /** @type {Record<"target" | "relatedTarget", HTMLElement | null>} */ (event);
  if (target?.closest(".md-search") && !relatedTarget?.closest(".md-search")) lastFocus = relatedTarget;
});
document.addEventListener("keydown", (event) => {
  const { key, ctrlKey, metaKey, altKey } = event;
  const target = /** @type {Element} */ (event.target);
  const search = target.closest(".md-search");
  if (/^[fs/]$/.test(key) && !ctrlKey && !metaKey && !altKey && !target.matches("select, :read-write")) {
    event.preventDefault();
    if (searchToggle?.checked) searchInput?.focus();
    else searchToggle?.click();
    searchInput?.select();
  }
  if (key === "Tab" && search) {
    // The theme would close search and blur its input, after which WebKit goes on from the start of the page.
    event.stopPropagation();
    // On a narrow screen, the input is hidden when search closes, so that Tab goes on from the visible button.
    /** @type {HTMLElement | null} */ (document.querySelector("[value=__search]"))?.focus();
    if (searchToggle?.checked) searchToggle.click();
  }
  if (key !== "Escape") return;
  if (search) lastFocus?.focus();
  /** @type {HTMLElement | null} */
  const button = document.querySelector("[value=__drawer][aria-expanded=true]");
  button?.click();
  button?.focus();
});

// The theme searches on keyup, which a paste does not fire.
searchInput?.addEventListener("input", () => searchInput.dispatchEvent(new Event("keyup")));

const TOP = 400; // pixels from the start of the page, where the header always shows
let lastScroll = 0;
addEventListener("scroll", () => {
  if (scrollY > TOP && Math.abs(scrollY - lastScroll) < 100) return;
  document.querySelector(".md-header")?.classList.toggle("md-header--hidden", scrollY > Math.max(TOP, lastScroll));
  lastScroll = scrollY;
});
