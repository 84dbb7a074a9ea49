// @ts-check
/* Tracing in the figure of causes, which causes.js fetches when it is needed. The address holds the view: ?trace=,
   ?from=&to= or ?without=. */

import { Graph } from "./graph.js";
import { revealFocusedBox } from "./reveal-box.js";

/**
 * @typedef {import("./graph.js").Link} Link
 * @typedef {{ trace?: string, from?: string, to?: string, without?: string }} View ids of entries
 */

const LIMIT = 60;
const explore = /** @type {HTMLElement} */ (document.querySelector(".explore"));
const figure = /** @type {HTMLElement} */ (explore.querySelector("figure"));
const panel = /** @type {HTMLElement} */ (explore.querySelector(".explore-panel"));
const form = /** @type {HTMLFormElement} */ (explore.querySelector(".explore-chains"));
/** @type {{ from: HTMLInputElement, to: HTMLInputElement }} */
const inputs = /** @type {any} */ (form.elements);
/** @type {NodeListOf<HTMLElement>} */
const causalItems = document.querySelectorAll(".links > li[data-relation=cause]");
const graph = new Graph(causalItems);
/** @type {NodeListOf<SVGAElement>} */
const allBoxes = figure.querySelectorAll("a.box");
const boxes = Map.groupBy(allBoxes, (box) => box.dataset.id);
/** @type {Map<string | undefined, string>} */
const titles = new Map();
/** @type {NodeListOf<HTMLAnchorElement>} */
const entryLinks = document.querySelectorAll(".links .sentence-of-link strong a");
for (const { pathname, text } of entryLinks) titles.set(pathname.split("/").at(-2), text);
form.querySelector("datalist")?.append(...Array.from(titles.values(), (title) => new Option(title)));

/** @type {View} */
let view = {};
/** @type {string | null} id of the entry whose effect the reader is asked to choose */
let chainStart = null;

/* The view and its address. */

/** Show the view of the address. */
function restoreView() {
  const { trace, from, to, without } = Object.fromEntries(new URLSearchParams(location.search));
  if (from !== undefined && to !== undefined) render({ from, to });
  else if (without !== undefined) render({ without });
  else render(trace === undefined ? {} : { trace });
}

/** @param {View} next */
function changeView(next) {
  const query = new URLSearchParams(next).toString();
  history.pushState(null, "", location.pathname + (query ? `?${query}` : ""));
  render(next);
}

/** @param {View} next */
function render(next) {
  if (view.from !== undefined || next.from !== undefined) fillFields(next);
  view = next;
  chainStart = null;
  const chosen = visibleBox(".chosen, .struck");
  clearFigure();
  const ids = Object.values(view);
  const unknown = ids.find((id) => !boxes.has(id));
  if (!ids.length) {
    if (panel.contains(document.activeElement)) (chosen ?? inputs.from).focus({ preventScroll: true });
    panel.hidden = true;
    panel.replaceChildren();
  } else if (unknown !== undefined) showPanel(element("p", `There is no entry “${unknown}” in this figure.`), actions());
  else if (view.trace) renderTrace(view.trace);
  else if (view.without) renderWithout(view.without);
  else if (view.from && view.to) renderChains(view.from, view.to);
}

/** @param {View} view of chains; the fields get empty for another one */
function fillFields({ from, to }) {
  [inputs.from.value, inputs.to.value] = [from, to].map((id) => (id ? titleOf(id) : ""));
}

/** Remove from the figure what shows a view. */
function clearFigure() {
  delete figure.dataset.mode;
  for (const part of figure.querySelectorAll("a.box, a.line")) {
    part.classList.remove("lit", "chosen", "struck", "fallen", "weakened");
    if (part.ariaPressed) part.ariaPressed = "false";
  }
  for (const strike of figure.querySelectorAll(".strike")) strike.remove();
}

/* The three views. */

/** @param {string} id */
function renderTrace(id) {
  const [ancestors, descendants] = [graph.ancestors(id), graph.descendants(id)];
  figure.dataset.mode = "trace";
  markBoxes([id], "chosen");
  const sides = [ancestors, descendants].map((side) => new Set([id, ...side.keys()]));
  markBoxes(sides.flatMap((side) => [...side]), "lit");
  markLines(({ cause, effect }) => sides.some((side) => side.has(cause) && side.has(effect)));
  showPanel(
    paragraph(entryLink(id), `: ${ancestors.size} led to this; it led to ${descendants.size}.`),
    actions(
      button("What if it had not happened?", () => changeView({ without: id })),
      button("How did it lead to …", () => startChain(id)),
    ),
  );
}

/** @param {string} id */
function renderWithout(id) {
  const { dominated, weakened } = graph.without(id);
  figure.dataset.mode = "without";
  markBoxes([id], "struck");
  markBoxes(dominated, "fallen");
  markBoxes(weakened, "weakened");
  for (const box of boxes.get(id) ?? []) {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(box.querySelector("rect")?.getAttribute(name)));
    box.insertAdjacentHTML("beforeend", `<path class="strike" d="M${x} ${y + height}L${x + width} ${y}"/>`);
  }
  showPanel(
    paragraph(entryLink(id), ": had it not happened, then, by the account’s links alone,"),
    summary(dominated, "would lose every recorded cause"),
    summary(weakened, "would lose one or more of several"),
    element("p", "This is what the account’s links say, and no theory of history.", "fine"),
    actions(button("What if it had not happened?", () => changeView({ trace: id }), true)),
  );
}

/**
 * @param {string} from
 * @param {string} to
 */
function renderChains(from, to) {
  const { chains, total } = graph.chains(from, to, LIMIT);
  const links = chains.flat();
  figure.dataset.mode = "trace";
  markBoxes([from, to], "chosen");
  markBoxes([from, to, ...links.flatMap(({ cause, effect }) => [cause, effect])], "lit");
  markLines((link) => links.includes(link));
  if (!chains.length) {
    showPanel(...unconnected(from, to), actions(button("The other way round", () => changeView({ from: to, to: from }))));
    return;
  }
  const list = document.createElement("ol");
  list.append(...chains.map(chainItem));
  const excerpt = total > chains.length ? `, of which the ${chains.length} shortest follow` : "";
  const count = total === 1n ? "one chain" : `${total} chains`;
  showPanel(paragraph("From ", entryLink(from), " to ", entryLink(to), `: ${count}${excerpt}.`), list, actions());
}

/**
 * Return paragraphs on what connects two entries between which there is no chain.
 * @param {string} from
 * @param {string} to
 */
function unconnected(from, to) {
  if (from === to) return [element("p", "These are the same entry.")];
  const parts = [paragraph("By the account, ", entryLink(from), " did not lead to ", entryLink(to), ".")];
  if (graph.ancestors(from).has(to)) {
    parts.push(paragraph("It was the other way round: ", entryLink(to), " led to ", entryLink(from), "."));
  }
  const cause = graph.nearestCommon(from, to, "ancestors");
  const effect = graph.nearestCommon(from, to, "descendants");
  if (cause) parts.push(paragraph("The nearest cause that both have: ", entryLink(cause), "."));
  if (effect) parts.push(paragraph("The nearest effect that both have: ", entryLink(effect), "."));
  if (!cause && !effect) parts.push(element("p", "They have no cause and no effect in common."));
  return parts;
}

/* Events. */

/**
 * Ask for the end of a chain.
 * @param {string} id the entry that it starts with
 */
function startChain(id) {
  chainStart = id;
  showPanel(paragraph("Choose the box that ", entryLink(id), " led to."), actions());
}

/**
 * Return the id of the entry that an input names by its title, part of it, or its id; the text itself where there is none.
 * @param {string} text
 */
function findEntry(text) {
  /** @param {string} title */
  const normalize = (title) => title.toLowerCase().replace(/[‘’]/g, "'").trim();
  const query = normalize(text);
  if (!query) return text;
  const names = Array.from(titles, ([id, title]) => [id, normalize(title)]);
  const match = names.find((pair) => pair.includes(query)) ?? names.find(([, title]) => title?.includes(query));
  return match?.[0] ?? text;
}

/** @param {MouseEvent | KeyboardEvent} event */
function onPress(event) {
  /** @type {SVGAElement | null} */
  const box = /** @type {Element} */ (event.target).closest("a.box");
  if (!box || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const { id } = /** @type {{ id: string }} */ (box.dataset);
  if (chainStart !== null && chainStart !== id) changeView({ from: chainStart, to: id });
  else if (view.trace === id || view.without === id) changeView({});
  else changeView({ trace: id });
}

figure.addEventListener("click", onPress);
figure.addEventListener("keydown", (event) => event.key === " " && onPress(event));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (chainStart !== null || Object.keys(view).length)) changeView({});
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  changeView({ from: findEntry(inputs.from.value), to: findEntry(inputs.to.value) });
});

window.addEventListener("popstate", restoreView);
// A browser may restore the fields after this script has run.
window.addEventListener("pageshow", () => view.from !== undefined && fillFields(view));

/* Parts of the figure. */

/**
 * Return the first of some boxes in the figure for this width of screen: a page has one for wide and one for narrow ones.
 * @param {string} selector
 */
function visibleBox(selector) {
  /** @type {NodeListOf<SVGElement>} */
  const found = figure.querySelectorAll(selector);
  return Array.from(found).find((box) => box.getClientRects().length);
}

/**
 * @param {Iterable<string>} ids
 * @param {string} className
 */
function markBoxes(ids, className) {
  for (const id of new Set(ids)) {
    for (const box of boxes.get(id) ?? []) {
      box.classList.add(className);
      if (/chosen|struck/.test(className)) box.ariaPressed = "true";
    }
  }
}

/** @param {(link: Link) => boolean} isLit */
function markLines(isLit) {
  const ids = graph.links.filter(isLit).map((link) => link.id);
  /** @type {NodeListOf<SVGAElement>} */
  const lines = figure.querySelectorAll("a.line");
  for (const { classList, href } of lines) classList.toggle("lit", ids.includes(href.baseVal.split("#")[1]));
}

/* Parts of the panel. */

/**
 * Show the panel with these contents; a focus inside it stays.
 * @param {...Node} contents
 */
function showPanel(...contents) {
  const hasFocus = panel.contains(document.activeElement);
  panel.hidden = false;
  panel.replaceChildren(...contents);
  if (hasFocus) panel.focus({ preventScroll: true });
  else revealFocusedBox();
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} text
 */
function element(name, text, className = "") {
  const result = document.createElement(name);
  result.textContent = text;
  result.className = className;
  return result;
}

/** @param {...(Node | string)} contents */
function paragraph(...contents) {
  const result = document.createElement("p");
  result.append(...contents);
  return result;
}

/** @param {string} id */
const titleOf = (id) => titles.get(id) ?? id;

/** @param {string} id */
function entryLink(id) {
  const link = element("a", titleOf(id));
  link.href = `../entries/${id}/`;
  return link;
}

/**
 * Return links to entries, with commas and an "and" between them.
 * @param {Iterable<string>} ids
 */
function enumeration(ids) {
  const links = Array.from(ids, entryLink);
  return links.flatMap((link, index) => (index ? [index === links.length - 1 ? " and " : ", ", link] : [link]));
}

/**
 * @param {Set<string>} ids
 * @param {string} text what holds of all of them
 */
function summary(ids, text) {
  return paragraph(`${ids.size} ${text}${ids.size ? ": " : "."}`, ...enumeration(ids), ids.size ? "." : "");
}

/**
 * Return a chain as a sentence, in which each step is a link to the account's own words for it.
 * @param {Link[]} chain
 */
function chainItem(chain) {
  const item = document.createElement("li");
  item.append(entryLink(chain[0].cause));
  chain.forEach(({ id, basis, effect }, index) => {
    const step = element("a", "led to", "led-to");
    step.href = `#${id}`;
    item.append(index ? ", which " : " ", step, " ", element("span", basis, `mark mark-${basis}`), " ", entryLink(effect));
  });
  item.append(".");
  return item;
}

/**
 * @param {string} text
 * @param {() => void} onClick
 * @param {boolean} [isPressed]
 */
function button(text, onClick, isPressed) {
  const result = element("button", text);
  result.type = "button";
  if (isPressed) result.ariaPressed = "true";
  result.addEventListener("click", onClick);
  return result;
}

/** @param {...HTMLButtonElement} buttons */
function actions(...buttons) {
  const result = element("p", "", "actions");
  result.append(...buttons, button("Clear", () => changeView({})));
  return result;
}

restoreView();
visibleBox(":is(.chosen, .struck) rect")?.scrollIntoView({ block: "center" });
