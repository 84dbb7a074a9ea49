// @ts-check
/* The nearest names, shown where search finds nothing. They stand among the theme's results, so that its arrow keys reach
   them; the theme expects an element inside every link. */

import { searchInput } from "./header.js";

searchInput?.addEventListener("focus", () => {
  const help = document.createElement("p");
  help.className = "search-help";
  help.role = "status";
  /** @type {(path: string, text: string) => string} */
  const linkHtml = (path, text) => `<a href="${new URL("../" + path, import.meta.url)}" tabindex="-1"><span>${text}</span></a>`;
  /** @param {MessageEvent<[query: string, nearest: false | undefined | [location: string, title: string][]]>} event */
  new BroadcastChannel("search-help").onmessage = ({ data: [query, nearest] }) => {
    if (query !== searchInput?.value) return;
    document.querySelector(".md-search-result")?.append(help);
    const index = linkHtml("entries/", "index of entries");
    const names = nearest && nearest.map(([location, title]) => linkHtml(location, title)).join(", ");
    help.innerHTML = nearest ? (names ? `Did you mean ${names}? Or look` : "Look") + ` in the ${index}.` : "";
  };
}, { once: true });
