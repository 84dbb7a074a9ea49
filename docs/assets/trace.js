/* Tracing in the figure of causes, from when it is first wanted; see causes.js. The view stands in the address: ?trace=,
   ?from=&to= or ?without=. */

import { Graph } from "./graph.js";

const MOST = 60;
const explore = document.querySelector(".explore");
const figure = explore.querySelector("figure");
const graph = new Graph(document.querySelectorAll(".links > li[data-relation]"));
const boxes = Map.groupBy(figure.querySelectorAll("a.box"), (box) => box.dataset.id);
const titles = new Map();

for (const link of document.querySelectorAll(".links .sentence-of-link strong a")) {
  titles.set(link.pathname.split("/").at(-2), link.textContent);
}

const form = explore.querySelector(".explore-chains");
const panel = explore.querySelector(".explore-panel");
form.querySelector("datalist").append(...Array.from(titles.values(), (title) => new Option(title)));

let view = {};
let picking = null;

/* The state, and its address. */

function read() {
  const wanted = new URLSearchParams(location.search);
  const [trace, from, to, without] = ["trace", "from", "to", "without"].map((name) => wanted.get(name));
  if (from !== null && to !== null) return { from, to };
  if (without !== null) return { without };
  return trace === null ? {} : { trace };
}

function go(next) {
  view = next;
  picking = null;
  const query = new URLSearchParams(next).toString();
  history.pushState(null, "", location.pathname + (query ? `?${query}` : ""));
  show();
}

function show() {
  const back = seen(".chosen, .struck");
  clear();
  if (!Object.keys(view).length) hide(back ?? form.elements.from);
  const unknown = Object.values(view).find((name) => !boxes.has(name));
  if (unknown !== undefined) say(element("p", `There is no entry “${unknown}” in this figure.`), actions());
  else if (view.trace) showTrace(view.trace);
  else if (view.without) showWithout(view.without);
  else if (view.from) showChains(view.from, view.to);
}

function hide(back) {
  if (panel.contains(document.activeElement)) back.focus({ preventScroll: true });
  panel.hidden = true;
  panel.replaceChildren();
}

function clear() {
  delete figure.dataset.mode;
  for (const part of figure.querySelectorAll("a.box, a.line")) {
    part.classList.remove("lit", "chosen", "struck", "fallen", "weakened");
    if (part.matches(".box")) part.ariaPressed = false;
  }
  for (const stroke of figure.querySelectorAll(".strike")) stroke.remove();
}

/* The three views. */

function showTrace(id) {
  const [before, after] = [graph.before(id), graph.after(id)];
  figure.dataset.mode = "trace";
  mark([id], "chosen");
  mark([...before.keys(), ...after.keys(), id], "lit");
  light((link) => {
    const up = before.has(link.cause) && (before.has(link.effect) || link.effect === id);
    const down = after.has(link.effect) && (after.has(link.cause) || link.cause === id);
    return up || down;
  });
  say(
    sentence(entry(id), `: ${before.size} led to this; it led to ${after.size}.`),
    actions(
      button("What if it had not happened?", () => go({ without: id })),
      button("How did it lead to …", () => pick(id)),
    ),
  );
}

function showWithout(id) {
  const { fallen, weakened } = graph.without(id);
  figure.dataset.mode = "without";
  mark([id], "struck");
  mark(fallen, "fallen");
  mark(weakened, "weakened");
  for (const box of boxes.get(id)) strike(box);
  const parts = [sentence(entry(id), ": had it not happened, then, by the account’s links alone,")];
  parts.push(lost(fallen, "would lose every recorded cause"), lost(weakened, "would lose one or more of several"));
  parts.push(element("p", "This is what the account’s links say, and no theory of history.", "fine"));
  say(...parts, actions(button("What if it had not happened?", () => go({ trace: id }), true)));
}

function showChains(from, to) {
  const { chains, total } = graph.chains(from, to, MOST);
  figure.dataset.mode = "trace";
  mark([from, to], "chosen");
  mark([from, to, ...chains.flat().flatMap((link) => [link.cause, link.effect])], "lit");
  const lit = new Set(chains.flat());
  light((link) => lit.has(link));
  [form.elements.from.value, form.elements.to.value] = [titles.get(from), titles.get(to)];
  if (!chains.length) {
    say(...unconnected(from, to), actions(button("The other way round", () => go({ from: to, to: from }))));
    return;
  }
  const list = document.createElement("ol");
  list.append(...chains.map(told));
  const more = total > chains.length ? `, of which the ${chains.length} shortest follow` : "";
  const count = total === 1n ? "one chain" : `${total} chains`;
  say(sentence("From ", entry(from), " to ", entry(to), `: ${count}${more}.`), list, actions());
}

function unconnected(from, to) {
  if (from === to) return [element("p", "These are the same entry.")];
  const parts = [sentence("By the account, ", entry(from), " did not lead to ", entry(to), ".")];
  if (graph.before(from).has(to)) parts.push(sentence("It was the other way round: ", entry(to), " led to ", entry(from), "."));
  const cause = graph.nearest(from, to, "before");
  const effect = graph.nearest(from, to, "after");
  if (cause) parts.push(sentence("The nearest cause that both have: ", entry(cause), "."));
  if (effect) parts.push(sentence("The nearest effect that both have: ", entry(effect), "."));
  if (!cause && !effect) parts.push(element("p", "They have no cause and no effect in common."));
  return parts;
}

/* Choosing. */

function choose(id) {
  if (picking !== null && picking !== id) go({ from: picking, to: id });
  else if (view.trace === id || view.without === id) go({});
  else go({ trace: id });
}

function pick(id) {
  picking = id;
  say(sentence("Choose the box that ", entry(id), " led to."), actions());
}

/** The id of what somebody wrote: a title, the beginning of one, or an id. */
function find(text) {
  const plain = (one) => one.toLowerCase().replace(/[‘’]/g, "'").trim();
  const wanted = plain(text);
  if (!wanted) return text;
  const known = Array.from(titles, ([id, title]) => [id, plain(title)]);
  const hit = known.find(([id, title]) => title === wanted || id === wanted) ?? known.find(([, title]) => title.includes(wanted));
  return hit?.[0] ?? text;
}

function press(event) {
  const box = event.target.closest("a.box");
  if (!box || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  choose(box.dataset.id);
}

figure.addEventListener("click", press);
figure.addEventListener("keydown", (event) => event.key === " " && press(event));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (picking !== null || Object.keys(view).length)) go({});
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go({ from: find(form.elements.from.value), to: find(form.elements.to.value) });
});

window.addEventListener("popstate", () => {
  view = read();
  picking = null;
  show();
});

/* What the parts above are made with. */

/** The first of some boxes in the figure that the width of the screen shows. */
function seen(which) {
  return Array.from(figure.querySelectorAll(which)).find((box) => box.getClientRects().length);
}

function mark(ids, name) {
  for (const id of new Set(ids)) {
    for (const box of boxes.get(id) ?? []) {
      box.classList.add(name);
      if (/chosen|struck/.test(name)) box.ariaPressed = true;
    }
  }
}

function light(isLit) {
  const lit = new Set(graph.links.filter((link) => link.isCause && isLit(link)).map((link) => link.id));
  for (const line of figure.querySelectorAll("a.line")) line.classList.toggle("lit", lit.has(line.getAttribute("href").split("#")[1]));
}

function strike(box) {
  const rect = box.querySelector("rect");
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  box.insertAdjacentHTML("beforeend", `<path class="strike" d="M${x} ${y + height}L${x + width} ${y}"/>`);
}

/** Say something in the panel; who was in it, by keyboard, stays in it. */
function say(...parts) {
  const focused = panel.contains(document.activeElement);
  panel.hidden = false;
  panel.replaceChildren(...parts);
  if (focused) panel.focus();
}

function element(name, text, style = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = style;
  return made;
}

function sentence(...parts) {
  const made = document.createElement("p");
  made.append(...parts);
  return made;
}

function entry(id) {
  const link = element("a", titles.get(id));
  link.href = `../entries/${id}/`;
  return link;
}

function list(ids) {
  const names = Array.from(ids, entry);
  return names.flatMap((name, index) => (index ? [index === names.length - 1 ? " and " : ", ", name] : [name]));
}

function lost(ids, what) {
  return sentence(`${ids.size} ${what}${ids.size ? ": " : "."}`, ...list(ids), ids.size ? "." : "");
}

/** A chain as a sentence, each step a link to where the account's own words for it are given. */
function told(chain) {
  const item = document.createElement("li");
  item.append(entry(chain[0].cause));
  chain.forEach((link, index) => {
    const step = element("a", "led to", "led-to");
    step.href = `#${link.id}`;
    item.append(index ? ", which " : " ", step, " ", element("span", link.basis, `mark mark-${link.basis}`), " ", entry(link.effect));
  });
  item.append(".");
  return item;
}

function button(text, act, pressed) {
  const made = element("button", text);
  made.type = "button";
  if (pressed) made.ariaPressed = true;
  made.addEventListener("click", act);
  return made;
}

function actions(...buttons) {
  const made = document.createElement("p");
  made.className = "actions";
  made.append(...buttons, button("Clear", () => go({})));
  return made;
}

view = read();
show();
seen(".chosen, .struck")?.scrollIntoView({ block: "center" });
