"""One page of every kind that the site has."""

PAGE_TYPES = (
    "",
    "account/",
    "timeline/",
    "causes/",
    "entries/",
    "entries/great-chinese-famine/",
    "entries/mao-zedong/",
    "people/",
    "our-timeline/",
    "questions/",
    "glossary/",
    "references/",
    "changes/",
    "data/",
    "contribute/",
    "404.html",
)
