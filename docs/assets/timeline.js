// @ts-check
/* Filters of the timeline by thread, kind, person and status, all of which apply at once. The address holds the choice. */

/** @type {HTMLElement[]} */
const items = Array.from(document.querySelectorAll(".happening[data-id]"));
/** @type {NodeListOf<HTMLElement>} */
const periods = document.querySelectorAll("ol.period");
/** @type {NodeListOf<HTMLElement>} */
const figureParts = document.querySelectorAll(".figure-timeline :is([data-id], [data-ids])");

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.filters"));
const summary = /** @type {HTMLElement} */ (form.querySelector(".filters-count"));
const allEntries = summary.textContent;
const selects = Array.from(form.querySelectorAll("select"));

/**
 * Return the items that match all selects; `replaced` gives another value for some of them.
 * @param {Record<string, string>} [replaced] values by the names of selects
 */
function matching(replaced = {}) {
  return items.filter(({ dataset }) =>
    selects.every(({ name, value: selected }) => {
      const value = replaced[name] ?? selected;
      return value === "" || dataset[name]?.split(" ").includes(value);
    }),
  );
}

/** Select what the address says; values that are no option count as none. */
function readAddress() {
  const parameters = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = parameters.get(select.name) ?? "";
    select.value = Array.from(select.options).some((option) => option.value === value) ? value : "";
  }
  render();
}

function writeAddress() {
  const filters = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
  const query = new URLSearchParams(filters).toString();
  history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  render();
}

/** Show what matches in list and figure, and count for each option what it would show. */
function render() {
  const matches = matching();
  const ids = new Set(matches.map((item) => item.dataset.id));
  const isAll = matches.length === items.length;
  for (const item of items) item.hidden = !ids.has(item.dataset.id);
  for (const period of periods) {
    period.hidden = !isAll && !period.querySelector(".happening[data-id]:not([hidden])");
    /** @type {HTMLElement} */ (period.previousElementSibling).hidden = period.hidden;
  }
  for (const { dataset, classList } of figureParts) {
    classList.toggle("out", !(dataset.id ?? dataset.ids ?? "").split(" ").some((id) => ids.has(id)));
  }
  summary.textContent = isAll ? allEntries : `${matches.length} of ${items.length} entries`;
  for (const { name, options } of selects) {
    for (const option of options) {
      option.dataset.label ??= option.text;
      const count = matching({ [name]: option.value }).length;
      option.text = `${option.dataset.label} (${count})`;
      option.disabled = count === 0 && !option.selected;
    }
  }
}

form.addEventListener("change", writeAddress);
/** @type {HTMLButtonElement} */ (form.elements.namedItem("all")).addEventListener("click", () => {
  for (const select of selects) select.value = "";
  writeAddress();
});
window.addEventListener("popstate", readAddress);
// A browser may restore the fields after this script has run. A form with `autocomplete="off"` would come back empty in WebKit.
window.addEventListener("pageshow", readAddress);
readAddress();
