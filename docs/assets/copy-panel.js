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
const basisTexts = {
  stated: "stated in the account",
  implied: "implied by the account",
  editorial: "a reading of this site",
};

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
    (text, source, site, address) => `> ${text}\n>\n> [${source}](${address}); ${site}`,
  ),
  bbcode: format(
    "BBCode",
    // BBCode has no escapes: an invisible character keeps a bracket from opening a tag.
    (part) => part.replace(/\[/g, "[\u2060"),
    (text, source, site, address) => `[quote]${text}\n\n[url=${address}]${source}[/url]; ${site}[/quote]`,
  ),
  wikitext: format(
    "Wikitext",
    // A list opens at the start, an address has its colon before a letter or slash.
    escaper(/[&<>[\]{}|'"~_=]|^[-*#:;]|:(?=\S)/g),
    (text, source, site, address) => `<blockquote>\n${text}\n\n[${address} ${source}]; ${site}\n</blockquote>`,
  ),
  html: format("HTML", escapeHtml, (text, source, site, address) => {
    const url = escapeHtml(address);
    return `<blockquote cite="${url}"><p>${text}</p><p><a href="${url}">${source}</a>; ${site}</p></blockquote>`;
  }),
  text: format("Plain text", String, (text, source, site, address) => `“${text}” (${source}; ${site}) ${address}`),
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
  const ownTexts = (selector) => ownElements(link, selector).map(textOf);
  const text = ownTexts("[data-say]").join(" ");
  const { title, mark, locator, real, reality } = container?.dataset ?? {};
  const basis = ownTexts(".mark[class*='mark-']")[0] ?? "";
  const { origin, pathname, hash } = new URL(link.href);
  return {
    text: [title, text].filter(Boolean).join(": ") || document.title,
    basis: mark ?? basisTexts[basis] ?? basis,
    locator: locator ?? ownTexts(".claim-id, .locators a").join(", "),
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
 * Return elements of the statement around a permalink, without those of statements inside it.
 * @param {Element} link
 * @param {string} selector
 */
function ownElements(link, selector) {
  const container = link.closest("[data-statement]");
  return Array.from(container?.querySelectorAll(selector) ?? []).filter(
    (element) => element.closest("[data-statement]") === container,
  );
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
panel.role = "group";
panel.ariaLabel = "Quote or link";
panel.innerHTML = '<p role="status"></p><p class="paste-formats"></p><textarea readonly aria-label="What is copied"></textarea>';
const [status, buttons, textarea] = /** @type {[Element, Element, HTMLTextAreaElement]} */ ([...panel.children]);
/** @type {Statement} */
let statement;
/** @type {HTMLAnchorElement} */
let opener;

/**
 * Add a button to the row of formats.
 * @param {string} title
 * @param {() => void} act
 */
function addButton(title, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.addEventListener("click", act);
  buttons.append(button);
  return button;
}

const formatButtons = Object.entries(formats).map(([name, [title]]) => {
  const button = addButton(title, () => copy(name));
  button.dataset.format = name;
  return button;
});
addButton("Close", close);
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});

/** Take the panel out of the page; the focus goes back to the permalink. */
function close() {
  const hadFocus = panel.contains(document.activeElement);
  panel.remove();
  if (hadFocus) opener.focus();
}

/**
 * Copy the statement of a permalink in the format used last, and put the panel with the others beneath the statement.
 * @param {HTMLAnchorElement} link a permalink
 */
export function openCopyPanel(link) {
  statement = readStatement(link);
  opener = link;
  const { top } = link.getBoundingClientRect();
  const block = /** @type {Element} */ ((ownElements(link, "[data-say]").at(-1) ?? link).closest("p, div, li, td, h2, h3"));
  if (block.matches("li, td")) block.append(panel);
  else block.after(panel);
  // The panel may have left a place above: what was clicked stays where it is.
  scrollBy({ top: link.getBoundingClientRect().top - top, behavior: "instant" });
  if (link.pathname === location.pathname) history.replaceState(history.state, "", link.href);
  const last = readStorage("paste") ?? "";
  const copied = copy(last in formats ? last : "address");
  formatButtons.find((button) => button.ariaPressed === "true")?.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
  return copied;
}

/** @param {string} name of the format */
async function copy(name) {
  const [title, write] = formats[name];
  textarea.value = write(statement);
  textarea.style.height = "0";
  textarea.style.height = `${textarea.scrollHeight + 2}px`;
  for (const button of formatButtons) button.ariaPressed = `${button.dataset.format === name}`;
  writeStorage("paste", name);
  try {
    await navigator.clipboard.writeText(textarea.value);
    status.textContent = `Copied: ${title}`;
  } catch {
    status.textContent = "The text below is selected. Copy it from there: this browser does not let the button do so.";
    textarea.focus();
    textarea.select();
  }
}
