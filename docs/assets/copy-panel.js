// @ts-check
/* The panel that copies a statement with its basis, locator, fiction label and address, in the formats that people
   paste. */

import { readStorage, writeStorage } from "./site.js";

/**
 * What a permalink stands for.
 * @typedef {object} Statement
 * @property {string} text
 * @property {string} basis how the account supports it
 * @property {string} locator where it is said
 * @property {string} site title of the site
 * @property {string} label that it is fiction, and what is real
 * @property {string} address
 *
 * @typedef {[title: string, write: (statement: Statement) => string]} Format
 */

/** @type {Record<string, string>} */
const basisTexts = { stated: "stated in the account", implied: "implied by the account" };

/** @type {(characters: RegExp) => (text: string) => string} */
const escaper = (characters) => (text) => text.replace(characters, (character) => `&#${character.codePointAt(0)};`);
const escapeHtml = escaper(/[&<>"']/g);

/**
 * Return a format that writes escaped parts of a statement.
 * @param {string} title
 * @param {(part: string) => string} escape
 * @param {(text: string, source: string, site: string, address: string) => string} write
 * @returns {Format}
 */
const format = (title, escape, write) => [
  title,
  ({ text, basis, locator, site, label, address }) => {
    const source = [basis, locator].filter(Boolean).join(", ") || address;
    return write(escape(text), escape(source), escape(`${site}. ${label}`), address);
  },
];

/**
 * Every format by its name.
 * @type {Record<string, Format>}
 */
export const formats = {
  address: ["Address", ({ address }) => address],
  markdown: format(
    "Markdown",
    (part) => part.replace(/[\\`*_{}[\]<>#~|&]|^[-+]|(?<=^\d+)[.)]/g, "\\$&"),
    (text, source, site, address) => `${text} ([${source}](${address}); ${site})`,
  ),
  bbcode: format(
    "BBCode",
    // BBCode has no escapes: an invisible character keeps a bracket from opening a tag.
    (part) => part.replace(/\[/g, "[\u2060"),
    (text, source, site, address) => `${text} ([url=${address}]${source}[/url]; ${site})`,
  ),
  wikitext: format(
    "Wikitext",
    escaper(/[&<>[\]{}|'"~_=*#:;]|^-/g),
    (text, source, site, address) => `${text} ([${address} ${source}]; ${site})`,
  ),
  html: format("HTML", escapeHtml, (text, source, site, address) => {
    const url = escapeHtml(address);
    return `<blockquote cite="${url}"><p>${text}</p><p><a href="${url}">${source}</a>; ${site}</p></blockquote>`;
  }),
  text: format("Plain text", String, (text, source, site, address) => `${text} (${source}; ${site}) ${address}`),
};

/**
 * Read what a permalink stands for from the statement around it.
 * @param {HTMLAnchorElement} link a permalink
 * @returns {Statement}
 */
export function readStatement(link) {
  /** @type {HTMLElement | null} */
  const container = link.closest("[data-statement]");
  /** @param {string} selector */
  const ownTexts = (selector) =>
    Array.from(container?.querySelectorAll(selector) ?? [])
      .filter((element) => element.closest("[data-statement]") === container)
      .map(textOf);
  const text = ownTexts("[data-say]").join(" ");
  const { title, mark, locator, real, reality } = container?.dataset ?? {};
  const basis = ownTexts(".mark[class*='mark-']")[0] ?? "";
  const { origin, pathname, hash } = new URL(link.href);
  return {
    text: [title, text].filter(Boolean).join(": ") || document.title,
    basis: mark ?? basisTexts[basis] ?? basis,
    locator: locator ?? ownTexts(".claim-id, .locators a").join(" "),
    site: /** @type {HTMLMetaElement} */ (document.querySelector("meta[property='og:site_name']")).content,
    label:
      real !== undefined
        ? "A site about an alternate history."
        : reality
          ? `Alternate history. In reality: ${reality}`
          : textOf(/** @type {Element} */ (document.querySelector(".fiction-label"))),
    address: origin + pathname + hash,
  };
}

/**
 * Return the text of an element without the numbers of its sources.
 * @param {Element} element
 */
const textOf = (element) => {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  copy.querySelectorAll(".citation").forEach((citation) => citation.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
};

const panel = document.createElement("div");
panel.className = "paste";
panel.popover = "auto";
panel.role = "group";
panel.ariaLabel = "Copy this";
panel.innerHTML = '<p role="status"></p><p class="paste-formats"></p><textarea readonly aria-label="What is copied"></textarea>';
const [status, buttons, textarea] = /** @type {[Element, Element, HTMLTextAreaElement]} */ ([...panel.children]);
/** @type {Statement} */
let statement;
/** @type {HTMLAnchorElement} */
let opener;

// The panel closes when the focus moves on, so that it does not cover what has the focus next.
panel.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && relatedTarget !== opener && !panel.contains(/** @type {Node} */ (relatedTarget))) panel.hidePopover();
});

for (const [name, [title]] of Object.entries(formats)) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.dataset.format = name;
  button.addEventListener("click", () => copy(name));
  buttons.append(button);
}

/**
 * Copy the statement of a permalink in the format used last, and open the panel with the others beside it.
 * @param {HTMLAnchorElement} link a permalink
 */
export function openCopyPanel(link) {
  statement = readStatement(link);
  opener = link;
  link.closest("h2, h3, p, li")?.after(panel);
  // Before Chrome 137, Firefox 144 and Safari 26 `source` has no effect: Tab reaches the other links of the paragraph first.
  if (!panel.matches(":popover-open")) panel.showPopover({ source: link });
  place(link.getBoundingClientRect());
  panel.scrollIntoView({ block: "nearest" });
  if (link.pathname === location.pathname) history.replaceState(history.state, "", link.href);
  const last = readStorage("paste") ?? "";
  return copy(last in formats ? last : "address");
}

/** @param {string} name of the format */
async function copy(name) {
  const [title, write] = formats[name];
  textarea.value = write(statement);
  textarea.style.height = "0";
  textarea.style.height = `${textarea.scrollHeight + 2}px`;
  for (const button of panel.querySelectorAll("button")) button.ariaPressed = `${button.dataset.format === name}`;
  writeStorage("paste", name);
  try {
    await navigator.clipboard.writeText(textarea.value);
    status.textContent = `Copied: ${title}`;
  } catch {
    status.textContent = `Not copied: this browser does not allow it. The text below is selected; copy it from there.`;
    textarea.focus();
    textarea.select();
  }
}

/**
 * Place the panel below a box of the window, inside the page.
 * @param {DOMRect} box
 */
function place(box) {
  const maxLeft = document.documentElement.clientWidth - panel.offsetWidth - 8;
  panel.style.left = `${Math.max(8, Math.min(box.left, maxLeft)) + scrollX}px`;
  panel.style.top = `${box.bottom + 6 + scrollY}px`;
}
