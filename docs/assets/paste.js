/* A statement with its mark, its place, its fiction label and its address, in the formats that people paste. */

import { remembered } from "./site.js";

const byAccount = { stated: "stated in the account", implied: "implied by the account" };
const source = ({ mark, locator, address }) => [mark, locator].filter(Boolean).join(", ") || address;

const entities = (signs) => (text) => text.replace(signs, (sign) => `&#${sign.codePointAt(0)};`);
const html = entities(/[&<>"']/g);

const format = (title, escape, write) => [
  title,
  (said) => {
    const { text, site, label, address } = said;
    return write(...[text, source(said), `${site}. ${label}`].map((part) => escape(part)), address);
  },
];

/** Every format: what it is called, and what it makes of a statement `{ text, mark, locator, site, label, address }`. */
export const formats = {
  address: ["Address", ({ address }) => address],
  markdown: format(
    "Markdown",
    (text) => text.replace(/[\\`*_{}[\]<>#~|&]|^[-+]|(?<=^\d+)[.)]/g, "\\$&"),
    (text, from, where, address) => `${text} ([${from}](${address}); ${where})`,
  ),
  bbcode: format(
    "BBCode",
    // It knows no escape: an invisible character keeps a bracket from opening a tag.
    (text) => text.replace(/\[/g, "[\u2060"),
    (text, from, where, address) => `${text} ([url=${address}]${from}[/url]; ${where})`,
  ),
  wikitext: format(
    "Wikitext",
    entities(/[&<>[\]{}|'"~_=*#:;]|^-/g),
    (text, from, where, address) => `${text} ([${address} ${from}]; ${where})`,
  ),
  html: format(
    "HTML",
    html,
    (text, from, where, address) =>
      `<blockquote cite="${html(address)}"><p>${text}</p><p><a href="${html(address)}">${from}</a>; ${where}</p></blockquote>`,
  ),
  text: format("Plain text", String, (text, from, where, address) => `${text} (${from}; ${where}) ${address}`),
};

/** What the control stands for: read off the statement around it. */
export function statement(control) {
  const around = control.closest("[data-statement]");
  const own = (selector) =>
    Array.from(around?.querySelectorAll(selector) ?? []).filter((one) => one.closest("[data-statement]") === around);
  const said = own("[data-say]").map(tidy).join(" ");
  const { title, mark, locator, real } = around?.dataset ?? {};
  const basis = own(".mark[class*='mark-']").map(tidy)[0] ?? "";
  const site = document.querySelector("meta[property='og:site_name']").content;
  const { origin, pathname, hash } = new URL(control.href);
  return {
    text: [title, said].filter(Boolean).join(": ") || document.title,
    mark: mark ?? byAccount[basis] ?? basis,
    locator: locator ?? own(".claim-id, .locators a").map(tidy).join(" "),
    site,
    label: real === undefined ? tidy(document.querySelector(".fiction-label")) : "A site about an alternate history.",
    address: origin + pathname + hash,
  };
}

const tidy = (element) => element.textContent.replace(/\s+/g, " ").trim();

const panel = document.createElement("div");
panel.className = "paste";
panel.popover = "auto";
panel.role = "group";
panel.ariaLabel = "Copy this";
panel.innerHTML = '<p role="status"></p><p class="paste-formats"></p><textarea readonly rows="2" aria-label="What is copied"></textarea>';
const [status, choices, field] = panel.children;
let said, opener;

// Whoever tabs on leaves it behind, and what comes next is not covered.
panel.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget && relatedTarget !== opener && !panel.contains(relatedTarget)) panel.hidePopover();
});

for (const [name, [title]] of Object.entries(formats)) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = title;
  button.dataset.format = name;
  button.addEventListener("click", () => copy(name));
  choices.append(button);
}

/** Copy the statement of a control in the format used last, and offer the others beside it. */
export function offer(control) {
  said = statement(control);
  opener = control;
  control.closest("h2, h3, p, li").after(panel);
  if (!panel.matches(":popover-open")) panel.showPopover({ source: control });
  place(control.getBoundingClientRect());
  if (control.pathname === location.pathname) history.replaceState(history.state, "", control.href);
  const last = remembered("paste");
  return copy(last in formats ? last : "address");
}

async function copy(name) {
  const [title, write] = formats[name];
  field.value = write(said);
  for (const button of choices.children) button.ariaPressed = button.dataset.format === name;
  remembered("paste", name);
  try {
    await navigator.clipboard.writeText(field.value);
    status.textContent = `Copied: ${title}`;
  } catch {
    status.textContent = `Not copied: this browser does not allow it. The text below is selected; copy it from there.`;
    field.focus();
    field.select();
  }
}

function place(box) {
  const widest = document.documentElement.clientWidth - panel.offsetWidth - 8;
  panel.style.left = `${Math.max(8, Math.min(box.left, widest)) + scrollX}px`;
  panel.style.top = `${box.bottom + 6 + scrollY}px`;
}
