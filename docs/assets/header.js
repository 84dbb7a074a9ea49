// @ts-check
/* Menu and search open by buttons, and Escape gives the focus back to where it was. */

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

/** @type {HTMLElement | null | undefined} */
let lastFocus;
document.addEventListener("focusin", (event) => {
  const { target, relatedTarget } = /** @type {Record<"target" | "relatedTarget", HTMLElement | null>} */ (event);
  if (target?.closest(".md-search") && !relatedTarget?.closest(".md-search")) lastFocus = relatedTarget;
});
document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape") return;
  if (/** @type {Element} */ (target).closest(".md-search")) lastFocus?.focus();
  /** @type {HTMLElement | null} */
  const button = document.querySelector("[value=__drawer][aria-expanded=true]");
  button?.click();
  button?.focus();
});

// The theme searches on keyup, which a paste does not fire.
searchInput?.addEventListener("input", () => searchInput.dispatchEvent(new Event("keyup")));
