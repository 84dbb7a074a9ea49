// @ts-check
/* In a large scenario, the page of causes has no figure and no list of links: old addresses of them redirect to pages of
   entries. */

const parameters = new URLSearchParams(location.search);
const [, effect] = location.hash.slice(1).split("--");
const page = location.pathname.split("/").at(-1); // index.html from disk, nothing from most servers
const entry = parameters.get("trace") ?? parameters.get("without") ?? parameters.get("to") ?? effect;

if (entry && /^[a-z0-9-]+$/.test(entry)) {
  location.replace(new URL(`../entries/${entry}/${page}${location.hash || "#rests"}`, import.meta.url));
}
