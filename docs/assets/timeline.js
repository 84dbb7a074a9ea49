/* What the timeline shows, by thread, kind, person and status together. The choice stands in the address. */

const happenings = Array.from(document.querySelectorAll(".happening[data-id]"));
const periods = Array.from(document.querySelectorAll("ol.period"));
const parts = document.querySelectorAll(".figure-timeline :is([data-id], [data-ids])");

const form = document.querySelector("form.filters");
const count = form.querySelector(".filters-count");
const selects = Array.from(form.querySelectorAll("select"));

/** Whether a happening has all that is chosen, one of the choices left out or another in its place. */
function fits(happening, instead = {}) {
  return selects.every((select) => {
    const wanted = instead[select.name] ?? select.value;
    return wanted === "" || happening.dataset[select.name].split(" ").includes(wanted);
  });
}

function read() {
  const wanted = new URLSearchParams(location.search);
  for (const select of selects) {
    const value = wanted.get(select.name) ?? "";
    select.value = Array.from(select.options).some((option) => option.value === value) ? value : "";
  }
  show();
}

function write() {
  const chosen = selects.filter((select) => select.value).map((select) => [select.name, select.value]);
  const query = new URLSearchParams(chosen).toString();
  history.replaceState(null, "", location.pathname + (query ? `?${query}` : "") + location.hash);
  show();
}

function show() {
  const shown = happenings.filter((happening) => fits(happening));
  const ids = new Set(shown.map((happening) => happening.dataset.id));
  const all = shown.length === happenings.length;
  for (const happening of happenings) happening.hidden = !ids.has(happening.dataset.id);
  for (const period of periods) {
    const left = all || period.querySelector(".happening[data-id]:not([hidden])") !== null;
    period.hidden = !left;
    period.previousElementSibling.hidden = !left;
  }
  for (const part of parts) {
    const mine = part.dataset.id === undefined ? part.dataset.ids.split(" ") : [part.dataset.id];
    part.classList.toggle("out", !mine.some((id) => ids.has(id)));
  }
  count.textContent = all ? `All ${happenings.length} entries` : `${shown.length} of ${happenings.length} entries`;
  for (const select of selects) {
    for (const option of select.options) {
      option.dataset.label ??= option.textContent;
      const number = happenings.filter((happening) => fits(happening, { [select.name]: option.value })).length;
      option.textContent = `${option.dataset.label} (${number})`;
      option.disabled = number === 0 && !option.selected;
    }
  }
}

form.addEventListener("change", write);
form.elements.all.addEventListener("click", () => {
  for (const select of selects) select.value = "";
  write();
});
window.addEventListener("popstate", read);
read();
