"""Lists the address of one page of every kind."""

PAGE_TYPES = (
    "",
    "story/",
    "account/",
    "timeline/",
    "causes/",
    "entries/",
    "entries/great-thirst/",
    "entries/eirene-notara/",
    "people/",
    "our-timeline/",
    "questions/",
    "certainty/",
    "about/",
    "glossary/",
    "references/",
    "changes/",
    "data/",
    "contribute/",
    "404.html",
)
