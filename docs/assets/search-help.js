// Where search finds nothing: what comes nearest. It stands in the theme's results, whose keys lead through it, and want
// an element in every link.

const input = document.querySelector(".md-search__input");
const help = document.createElement("p");
help.className = "search-help";
help.role = "status";

const link = (path, text) =>
  `<a href="${new URL(`../${path}`, import.meta.url)}" tabindex="-1"><span>${text}</span></a>`;

new BroadcastChannel("search-help").onmessage = ({ data: [asked, near] }) => {
  if (asked !== input.value) return;
  document.querySelector(".md-search-result").append(help);
  const names = near.map(([, { location, title }]) => link(location, title)).join(", ");
  help.innerHTML = names && asked.trim() && `Did you mean ${names}? Or look in the ${link("entries/", "index of entries")}.`;
};
