"""Rules about the file itself: can it be read, is it YAML, and only the plain part of YAML. Reading it checks them."""

from __future__ import annotations

from macros.rules.registry import Rule

unreadable_file = Rule("unreadable-file", "The file is there, can be opened, is UTF-8 and is not empty.")
invalid_yaml = Rule(
    "invalid-yaml",
    "The file is one YAML document, without control characters, and without those that reorder what is read.",
)
duplicate_key = Rule("duplicate-key", "A record gives each of its fields once.")
no_anchors_or_tags = Rule(
    "no-anchors-or-tags",
    "The file uses no anchors (`&x`), aliases (`*x`) or tags (`!x`): everything is written out where it stands.",
)
trailing_comment = Rule(
    "trailing-comment",
    "A comment stands on a line of its own: after a value, ` #` begins one, and YAML drops the rest of the line.",
)
unopened_quote = Rule("unopened-quote", "A text without quotes around it does not end with a quote that nothing opens.")
field_in_text = Rule(
    "field-in-text",
    "No line is indented so that YAML takes it as part of the text above: no field, and no item of a list.",
)
