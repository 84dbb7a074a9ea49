// @ts-check
/* Previews: what an entry is, in a tooltip beside a link to it. All previews come in one request, or, where entries are
   too many, each in one of its own. */

/** @typedef {[title: string, kind: string, date: string, basis: string, lead: string, reality: string]} Preview */

const DELAY = 250; // milliseconds
const GAP = 6; // pixels
const MAX_BLOCK_HEIGHT = 120; // pixels
/** @param {string} path */
const fetchJson = (path) => fetch(new URL(path, import.meta.url)).then((response) => response.json());
/** @type {Promise<Record<string, Preview> | null>} */
const allPreviews = fetchJson("previews.json");
const tooltip = document.createElement("div");
/** @type {Element | null} */
let owner = null;
/** @type {number | undefined} */
let timer;

tooltip.id = "preview";
tooltip.className = "preview";
tooltip.role = "tooltip";
tooltip.popover = "manual";
document.body.append(tooltip);

/**
 * Show the preview of an entry beside a link to it, until neither link nor tooltip is hovered over or focused.
 * @param {Element} link
 * @param {string} id
 */
export async function showPreview(link, id) {
  const previews = await allPreviews;
  /** @type {Preview | undefined} */
  const preview = previews ? previews[id] : await fetchJson(`../entries/${id}/preview.json`);
  const isActive = "showPopover" in tooltip && link.matches(":hover, :focus-visible");
  if (!preview || !isActive || owner === link) return;
  hide();
  owner = link;
  const [title, kind, date, basis, lead, reality] = preview;
  const facts = [kind, date, `${basis} by the account`].filter(Boolean).join(" · ");
  tooltip.replaceChildren(line("preview-title", title), line("preview-facts", facts), line("", lead));
  if (reality) tooltip.append(line("preview-reality", `In reality: ${reality}`));
  tooltip.showPopover();
  place(link);
  link.setAttribute("aria-describedby", tooltip.id);
}

function hide() {
  clearTimeout(timer);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  tooltip.hidePopover();
}

/**
 * @param {string} className
 * @param {string} text
 */
function line(className, text) {
  const element = document.createElement("p");
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

/**
 * Place the tooltip below the paragraph of a link, or above it where there is no room; a long one counts as the link alone.
 * @param {Element} link
 */
function place(link) {
  const { offsetWidth: width, offsetHeight: height } = tooltip;
  const own = link.getBoundingClientRect();
  const block = link.closest("p, li, td")?.getBoundingClientRect() ?? own;
  const { top, bottom } = block.height > MAX_BLOCK_HEIGHT ? own : block;
  tooltip.style.left = `${Math.max(GAP, Math.min(own.left, document.documentElement.clientWidth - width - GAP))}px`;
  tooltip.style.top = `${bottom + GAP + height <= innerHeight || top < height + GAP ? bottom + GAP : top - GAP - height}px`;
}

/** Hide the tooltip after a delay, in which the pointer may move from the link onto it. */
function onLeave() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (owner && !owner.matches(":hover, :focus-visible") && !tooltip.matches(":hover")) hide();
  }, DELAY);
}

document.addEventListener("pointerout", onLeave);
document.addEventListener("focusout", onLeave);
document.addEventListener("pointerdown", hide);
document.addEventListener("click", hide);
addEventListener("popstate", hide);
document.addEventListener("scroll", hide, { passive: true });
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
