// @ts-check
/* Follows causes: what led to an entry, every chain between two, and what would stand without one. The result stands below
   the form, and the figure shows it. The address holds the view: ?trace=, ?from=&to= or ?without=. */

import { Graph } from "./graph.js";
import { findEntries } from "./entry-names.js";

/**
 * @typedef {import("./graph.js").Link} Link
 * @typedef {import("./graph.js").Branch} Branch
 * @typedef {Record<string, string>} View ids of entries, or what a reader typed for them, by field
 * @typedef {(Node | string)[]} Contents
 */

/** @type {Record<string, string>} the verb of a link by its basis, where the account does not state it */
const VERBS = { implied: "presumably led to", editorial: "led, as we read it, to" };
const NUMERALS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");
const explore = /** @type {HTMLElement} */ (document.querySelector(".explore"));
const figure = /** @type {HTMLElement} */ (explore.querySelector("figure"));
const result = /** @type {HTMLElement} */ (explore.querySelector(".explore-result"));
/** @type {NodeListOf<HTMLInputElement>} */
const inputs = explore.querySelectorAll("form input");
const graph = new Graph(document.querySelectorAll(".links > li[data-relation=cause]"));
/** @type {NodeListOf<HTMLOptionElement>} */
const options = explore.querySelectorAll("option");
const entries = Array.from(options, ({ value, dataset }) => ({ id: `${dataset.id}`, names: [value, ...(dataset.names ?? "").split("|")] }));
const titles = new Map(entries.map(({ id, names }) => [id, names[0]]));
/** The entry of the number of the dead, of which nothing is said to fall. */
const { estimated } = explore.dataset;

/* The view and its address. */

/** Show the view of the address. */
const restoreView = () => show(readView(new URLSearchParams(location.search)));

/**
 * Return the view that an address or a form asks for; of two entries, one alone is traced.
 * @param {URLSearchParams | FormData} fields
 * @returns {View}
 */
function readView(fields) {
  const [from, to, without, other] = ["from", "to", "without", "trace"].map((name) => `${fields.get(name) ?? ""}`.trim());
  const trace = from || to || other;
  return without ? { without } : from && to ? { from, to } : trace ? { trace } : {};
}

/**
 * Show a view that a reader asked for, and move the focus to its sentence.
 * @param {View} view
 */
function changeView(view) {
  if (show(view)) history.pushState(null, "", `?${new URLSearchParams(view)}`.replace(/^\?$/, location.pathname));
  const summary = /** @type {HTMLElement} */ (result.querySelector(".explore-summary") ?? inputs[0]);
  summary.focus({ preventScroll: true });
  summary.parentElement?.scrollIntoView({ block: "nearest" });
}

/**
 * Show a view, or ask which entry is meant; its texts become ids. Return whether every text names one entry.
 * @param {View} view
 */
function show(view) {
  figure.dataset.mode = "";
  for (const { classList } of figure.querySelectorAll("a")) classList.remove("lit", "chosen", "struck", "fallen", "weakened");
  for (const [field, text] of Object.entries(view)) {
    const { ids, isApproximate } = findEntries(text, entries);
    if (ids.length !== 1 || isApproximate) {
      const near = ids.length ? "These names are near:" : "No name is near it.";
      const answer = ids.length && !isApproximate ? `may mean ${countEntries(ids.length)}. Which one?` : `is the name of no entry in the figure. ${near}`;
      showResult(
        [`“${text}” ${answer}`],
        create("p", "actions", ...ids.map((id) => button(titleOf(id), { ...view, [field]: id }))),
      );
      return false;
    }
    view[field] = ids[0];
  }
  const { trace = "", from = trace, to = "", without = "" } = view;
  [from, to, without].forEach((id, index) => (inputs[index].value = titleOf(id)));
  if (trace) showTrace(trace);
  else if (without) showWithout(without);
  else if (to) showChains(from, to);
  else showResult();
  return true;
}

/* The three views. */

/** @param {string} id */
function showTrace(id) {
  const sides = [graph.ancestors(id), graph.descendants(id)];
  const [before, after] = sides.map(({ size }) => countEntries(size));
  mark([id], "chosen");
  light(({ cause, effect }) => sides.some((side) => [cause, effect].every((end) => end === id || side.has(end))));
  const labels = ["Led to it directly", "Behind these", "It led directly to", "And through these to"];
  showResult(
    [linkTo(id), `: ${before} led to it, and it led to ${after}.`],
    ...labels.map((label, index) => {
      const ids = Array.from(sides[index >> 1]).filter(([, distance]) => distance > 1 === index % 2 > 0);
      return paragraph(label, ids.map(([name]) => name));
    }),
    create("p", "actions", button("What if it had not happened?", { without: id })),
  );
}

/** @param {string} id */
function showWithout(id) {
  const { dominated, weakened } = graph.without(id);
  const others = entries.length - 1 - dominated.size - weakened.size;
  const hasEstimated = estimated && (dominated.delete(estimated) || weakened.delete(estimated));
  figure.dataset.mode = "without";
  mark([id], "struck");
  mark(dominated, "fallen");
  mark(weakened.keys(), "weakened");
  const kept = Array.from(weakened, ([name, count]) => {
    const causes = graph.causes.get(name) ?? [];
    const bases = Array.from(Map.groupBy(causes, ({ basis }) => basis)).sort().reverse();
    const counts = bases.map(([basis, { length }]) => `${numeral(length)} ${basis}`);
    return [linkTo(name), `: ${numeral(count)} of ${numeral(causes.length)} (${counts.join(", ")})`];
  });
  const standing = others ? ` No link makes the other ${numeral(others)} depend on it.` : "";
  showResult(
    [linkTo(id), ` left out: by the account’s links alone, ${countEntries(dominated.size)} would lose every cause, and ${countEntries(weakened.size)} some.${standing}`],
    paragraph("No cause is left", dominated),
    create("p", "", ...kept.flatMap((words, index) => [index ? "; " : "Causes left: ", ...words]), kept.length ? "." : ""),
    create("p", "fine", hasEstimated ? "The dead are no part of this reckoning." : ""),
    create("p", "actions", button("What led to it, and what it led to", { trace: id })),
  );
}

/**
 * @param {string} from
 * @param {string} to
 */
function showChains(from, to) {
  const branches = from === to ? [] : graph.chainTree(from, to);
  const [after, before] = [graph.descendants(from).set(from, 0), graph.ancestors(to).set(to, 0)];
  light(({ cause, effect }) => [cause, effect].every((id) => after.has(id) && before.has(id)));
  mark([from, to], "chosen");
  const [summary, ...parts] = branches.length
    ? [chainSummary(from, to), create("div", "chain-tree", linkTo(from), ...onward(branches))]
    : unconnected(from, to);
  showResult(summary, ...parts, create("p", "actions", button("The other way round", { from: to, to: from })));
}

/**
 * Return a sentence on the chains from one entry to another: how many, what all pass, how many are stated throughout.
 * @param {string} from
 * @param {string} to
 * @returns {Contents}
 */
function chainSummary(from, to) {
  const total = graph.countChains(from, to);
  const stated = graph.countChains(from, to, ({ basis }) => basis === "stated");
  const waypoints = enumerate(graph.waypoints(from, to));
  const [plural, zero, all] = total > 1n ? ["s", "none", "All through"] : ["", "not", "Through"];
  const share = stated === total ? "every step stated" : `${stated ? numeral(stated) : zero} stated at every step`;
  return [
    ...[linkTo(from), " → ", linkTo(to), `: ${numeral(total)} chain${plural}, ${share}.`],
    ...(waypoints.length ? [` ${all}: `, ...waypoints, "."] : []),
  ];
}

/**
 * Return what connects two entries between which there is no chain: a sentence, and paragraphs.
 * @param {string} from
 * @param {string} to
 * @returns {[Contents, ...Node[]]}
 */
function unconnected(from, to) {
  if (from === to) return [["These are the same entry."]];
  const reverse = graph.ancestors(from).has(to) ? " It was the other way round: the second led to the first." : "";
  const cause = graph.nearestCommon(from, to, "ancestors");
  const effect = graph.nearestCommon(from, to, "descendants");
  return [
    [linkTo(from), " → ", linkTo(to), `: no chain. By the account, the first did not lead to the second.${reverse}`],
    paragraph("Nearest common cause", cause ? [cause] : []),
    paragraph("Nearest common effect", effect ? [effect] : []),
    create("p", "", cause || effect ? "" : "No cause and no effect in common."),
  ];
}

/**
 * Return what follows an entry in a tree of chains: one step as a clause, several as a list.
 * @param {Branch[]} branches
 * @returns {Contents}
 */
function onward(branches) {
  const steps = branches.map(({ link: { id, basis, effect }, isRepeat, branches: next }) => {
    return [anchor(`#${id}`, VERBS[basis] ?? "led to", "led-to"), ": ", linkTo(effect), ...(isRepeat ? [" and on, as above."] : next.length ? [", which", ...onward(next)] : ["."])];
  });
  return steps.length > 1 ? [create("ul", "", ...steps.map((words) => create("li", "", ...words)))] : [" ", ...steps[0]];
}

/* Events. */

/** @param {HTMLFormElement} form */
const submitForm = (form) => changeView(readView(new FormData(form)));

document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && !result.hidden) changeView({});
});

addEventListener("popstate", restoreView);
// WebKit empties the fields of a page that it takes from its cache, just after this event.
addEventListener("pageshow", () => setTimeout(() => location.search && restoreView()));

/* Parts of the figure. */

/**
 * @param {Iterable<string>} ids
 * @param {string} className
 */
function mark(ids, className) {
  for (const id of ids) {
    for (const { classList } of figure.querySelectorAll(`a[data-id="${id}"]`)) classList.add(className);
  }
}

/**
 * Light links with the boxes at their ends, and dim everything else.
 * @param {(link: Link) => boolean} isLit
 */
function light(isLit) {
  figure.dataset.mode = "trace";
  for (const { id, cause, effect } of graph.links.filter(isLit)) {
    mark([cause, effect], "lit");
    for (const { classList } of figure.querySelectorAll(`a[href$="#${id}"]`)) classList.add("lit");
  }
}

/* Parts of the result. */

/**
 * Show a result: a sentence, with a button beside it that clears the view, and parts below. Without a sentence there is none.
 * @param {Contents} [sentence]
 * @param {...Node} parts
 */
function showResult(sentence, ...parts) {
  result.hidden = !sentence;
  const summary = create("p", "explore-summary", ...(sentence ?? []));
  summary.tabIndex = -1;
  const toFigure = anchor("#figure", figure.dataset.mode ? "Shown in the figure below" : "");
  const contents = [button("Clear", {}), summary, create("p", "fine", toFigure), ...parts];
  result.replaceChildren(...(sentence ? contents.filter((part) => part.textContent) : []));
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} className
 * @param {...(Node | string)} contents
 */
function create(name, className, ...contents) {
  const element = document.createElement(name);
  element.className = className;
  element.append(...contents);
  return element;
}

/** @param {string} id */
const titleOf = (id) => titles.get(id) ?? id;

/** @param {string} id */
const linkTo = (id) => anchor(`../entries/${id}/`, titleOf(id));

/**
 * @param {string} href
 * @param {string} text
 * @param {string} [className]
 */
function anchor(href, text, className = "") {
  const link = create("a", className, text);
  link.href = href;
  return link;
}

/**
 * Return links to entries, with semicolons between them: titles may contain commas.
 * @param {Iterable<string>} ids
 */
function enumerate(ids) {
  return Array.from(ids, linkTo).flatMap((link, index) => (index ? ["; ", link] : [link]));
}

/**
 * Return a paragraph with a label and links to entries; an empty one where there are none.
 * @param {string} label
 * @param {Iterable<string>} ids
 */
function paragraph(label, ids) {
  const links = enumerate(ids);
  return create("p", "", ...(links.length ? [`${label}: `, ...links, "."] : []));
}

/** @param {number | bigint} count */
const numeral = (count) => NUMERALS[Number(count)] ?? count.toLocaleString("en");

/** @param {number} count */
const countEntries = (count) => `${numeral(count)} ${count > 1 ? "entries" : "entry"}`;

/**
 * @param {string} text
 * @param {View} view what it shows
 */
function button(text, view) {
  const element = create("button", "", text);
  element.type = "button";
  element.onclick = () => changeView(view);
  return element;
}

export { restoreView, submitForm };
