// @ts-check
/* Filters of the timeline by thread, kind, person and status, all of which apply at once. The address holds the choice.
   In the figure, the rows that are left close up. */

/** @type {HTMLElement[]} */
const items = Array.from(document.querySelectorAll(".happening[data-id]"));
/** @type {NodeListOf<HTMLElement>} */
const periods = document.querySelectorAll(".period");
/** @type {NodeListOf<HTMLElement>} */
const undated = document.querySelectorAll(".undated [data-id]");
/** @type {NodeListOf<SVGSVGElement>} */
const drawings = document.querySelectorAll(".figure-timeline .rows");

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

/**
 * Take the rows without a match out of a drawing, and move the others up. A year after one that went is
 * after a gap of unknown size.
 * @param {SVGSVGElement} drawing
 * @param {Set<string | undefined>} ids
 */
function restack(drawing, ids) {
  for (const { dataset, classList } of /** @type {NodeListOf<SVGGElement>} */ (drawing.querySelectorAll("[data-ids]"))) {
    classList.toggle("out", !dataset.ids?.split(" ").some((id) => ids.has(id)));
  }
  let [y, hasYear, hasGap, isCut] = [0, false, false, false];
  for (const row of /** @type {NodeListOf<SVGGElement>} */ (drawing.querySelectorAll(".row"))) {
    const { classList, dataset } = row;
    dataset.gap ??= classList.contains("after-gap") ? "yes" : "";
    const isYear = classList.contains("row-year");
    isCut ||= isYear && hasYear && classList.contains("out");
    hasGap ||= isCut || (isYear && hasYear && Boolean(dataset.gap));
    if (classList.contains("out")) continue;
    if (isYear) {
      classList.toggle("after-gap", hasGap);
      classList.toggle("after-cut", isCut);
      [hasYear, hasGap, isCut] = [true, false, false];
    }
    row.setAttribute("transform", `translate(0 ${y})`);
    y += Number(dataset.height);
  }
  const { width } = drawing.viewBox.baseVal;
  drawing.setAttribute("viewBox", `0 0 ${width} ${y}`);
}

/** Say what is shown, by which filters, and how much they leave out. @param {number} count */
function describe(count) {
  const chosen = selects.filter((select) => select.value);
  if (!chosen.length) return allEntries;
  const filters = chosen.map(({ labels, selectedOptions: [option] }) => {
    return `${labels[0].firstChild?.textContent?.trim().toLowerCase()} “${option.dataset.label}”`;
  });
  return `${count} of ${items.length} entries: ${filters.join(", ")}. ${items.length - count} left out.`;
}

/** Show what matches in figure and lists, and count for each option what it would show. */
function render() {
  const matches = matching();
  const ids = new Set(matches.map((item) => item.dataset.id));
  const isAll = matches.length === items.length;
  for (const item of [...items, ...undated]) item.hidden = !ids.has(item.dataset.id);
  for (const period of periods) {
    period.hidden = !isAll && !period.querySelector("[data-id]:not([hidden])");
    /** @type {HTMLElement} */ (period.previousElementSibling).hidden = period.hidden;
  }
  for (const drawing of drawings) restack(drawing, ids);
  for (const { name, options } of selects) {
    for (const option of options) {
      option.dataset.label ??= option.text;
      const count = matching({ [name]: option.value }).length;
      option.text = `${option.dataset.label} (${count})`;
      option.disabled = count === 0 && !option.selected;
    }
  }
  summary.textContent = describe(matches.length);
  if (!isAll) /** @type {HTMLDetailsElement} */ (form.querySelector("details")).open = true;
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
