/* What an entry is, beside a link to it. All entries come with one request, or, where they are too many, each with its own. */

const LINGER = 250;
const GAP = 6;
const get = (address) => fetch(new URL(address, import.meta.url)).then((answer) => answer.json());
const words = get("previews.json");
const note = document.createElement("div");
let owner = null;
let leaving;

note.id = "preview";
note.className = "preview";
note.role = "tooltip";
note.popover = "manual";
document.body.append(note);

/** Show what an entry is beside a link to it, for as long as link or note are rested on or the link has the focus. */
export async function show(link, id) {
  const entry = (await words) ? (await words)[id] : await get(`../entries/${id}/preview.json`);
  const wanted = note.showPopover && link.matches(":hover, :focus-visible");
  if (!entry || !wanted || owner === link) return;
  hide();
  owner = link;
  const [title, kind, date, mark, lead] = entry;
  note.replaceChildren(line("preview-title", title), line("preview-facts", [kind, date, `${mark} by the account`].filter(Boolean).join(" · ")), line("", lead));
  note.showPopover();
  place(link.getClientRects()[0] ?? link.getBoundingClientRect());
  link.setAttribute("aria-describedby", note.id);
}

function hide() {
  clearTimeout(leaving);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  note.hidePopover();
}

function line(name, text) {
  const made = document.createElement("p");
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

function place(box) {
  const { offsetWidth: width, offsetHeight: height } = note;
  const below = box.bottom + GAP + height <= innerHeight || box.top < height + GAP;
  note.style.left = `${Math.max(GAP, Math.min(box.left, document.documentElement.clientWidth - width - GAP))}px`;
  note.style.top = `${below ? box.bottom + GAP : box.top - GAP - height}px`;
}

function leave() {
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    if (owner && !owner.matches(":hover, :focus-visible") && !note.matches(":hover")) hide();
  }, LINGER);
}

document.addEventListener("pointerout", leave);
document.addEventListener("focusout", leave);
document.addEventListener("pointerdown", hide);
document.addEventListener("scroll", hide, { passive: true });
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
