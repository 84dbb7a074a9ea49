// @ts-check
/* Opens the closed `details` around the target of the address. Current browsers do so by themselves, even without
   scripts (https://html.spec.whatwg.org/#ancestor-revealing-algorithm); older versions of Firefox and Safari do not. */

function openDetails() {
  const target = document.querySelector(":target");
  const closed = [];
  for (let element = target; element; element = element.parentElement) {
    if (element instanceof HTMLDetailsElement && !element.open) closed.push(element);
  }
  for (const details of closed) details.open = true;
  if (closed.length) target?.scrollIntoView();
}

openDetails();
addEventListener("hashchange", openDetails);
