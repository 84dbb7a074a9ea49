/* In a large scenario, what stood on the page of causes stands on pages of entries: old links lead on to there. */

const asked = new URLSearchParams(location.search);
const [, effect] = location.hash.slice(1).split("--");
const entry = asked.get("trace") ?? asked.get("without") ?? asked.get("to") ?? effect;

if (entry && /^[a-z0-9-]+$/.test(entry)) location.replace(new URL(`../entries/${entry}/${location.hash || "#rests"}`, import.meta.url));
