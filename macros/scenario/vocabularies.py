"""The closed vocabularies of fields: their values, each with a sentence that editors and the guide show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, eq=False, slots=True)
class Vocabulary:
    """A closed list of values.

    Attributes:
        descriptions: what each value means, one sentence each, in the order of the list.
    """

    descriptions: Mapping[str, str]

    @property
    def values(self) -> tuple[str, ...]:
        """The values in their order."""
        return tuple(self.descriptions)


ENTRY_KIND = Vocabulary({
    "event": "Something that happens at one time: a war, a death, a report.",
    "state": "How things are for a while: a rule, a shortage, a mood.",
    "idea": "A doctrine or a way of thinking that people hold or follow.",
    "policy": "A course of action that a government or another body takes.",
    "stance": "The side that somebody takes in a matter.",
    "actor-trait": "A trait of a person or a group: of character, of knowledge, of temper.",
    "belief": "What somebody believes, expects or fears.",
    "programme": "A plan that somebody carries out with people and means: a campaign, a project.",
    "process": "Something that goes on and adds up over time.",
    "outcome": "What something results in: a product, a loss, a failure, a fall.",
    "decision": "A choice that somebody makes.",
    "practice": "Something that people do time after time: a method, a habit.",
    "figure": "A number or an amount: how many people, what cost.",
    "person": "A person; the field `life` holds the dates of both timelines.",
    "group": "People taken together: an army, a government, a crowd.",
})  # fmt: skip
CLAIM_KIND = Vocabulary({
    "event": "Something happens, or somebody acts.",
    "state": "Something is so, for a while or throughout.",
    "programme": "Somebody plans, begins or carries out something.",
    "causal-link": "Something leads to something else, or comes about in spite of it.",
    "figure": "A number, an amount or a degree, also one that the account leaves vague.",
    "actor-trait": "A person or a group has a trait.",
})  # fmt: skip
REFERENCE_KIND = Vocabulary({
    "article": "A paper in a journal; `published` names the journal.",
    "book": "A book by its authors; `published` names the publisher.",
    "edited-book": "A book of texts by others; `authors` are its editors.",
    "working-paper": "A paper in an institution's own series; `published` names the series.",
})  # fmt: skip
BASIS = Vocabulary({
    "stated": "The account says so.",
    "implied": "It has to be inferred from what the account says.",
    "editorial": "It is ours: a reading chosen, a remark made.",
})  # fmt: skip
STATUS = Vocabulary({
    "same": "The account matches the record in substance.",
    "altered": "A real thing, with another date, cause, actor or outcome.",
    "invented": "Nothing like it happened.",
    "disputed": "Historians disagree, or the evidence is thin.",
})  # fmt: skip
ASPECT = Vocabulary({
    "event": "Whether it happened, or was so, at all.",
    "date": "When it happened.",
    "causes": "What led to it.",
    "actors": "Who did it, or whom it concerned.",
    "outcome": "What came of it.",
    "number": "How many or how much.",
})  # fmt: skip
VERDICT = Vocabulary({
    "confirmed": "Other sources agree.",
    "partly": "Other sources agree with a part; the result says which part is not confirmed.",
    "unverified": "No source that could confirm it was found.",
    "not-found": "The thing itself was looked for, and not found.",
})  # fmt: skip
RELATION = Vocabulary({
    "cause": "The first led to the second.",
    "in-spite-of": "The second came about although the first stood against it.",
})  # fmt: skip
PLACE = Vocabulary({
    "home": "On the home page, beside the threads, and on the page about this site.",
    "marks": "On the page about this site, below the marks.",
    "story": "On the page of the story, at its end, under what is real, and what is not.",
    "account": "On the page of the account, at its end.",
    "timeline": "On the timeline, above the list of everything in order.",
    "causes": "On the page of causes, above the links in words.",
    "people": "On the page of people and groups, at its top.",
    "our-timeline": "On the comparison with our timeline, at its top, and on the page about this site.",
    "estimates": "On the comparison with our timeline, below the estimates.",
    "myths": "On the comparison with our timeline, above the myths.",
    "references": "On the page of references, at its top.",
})  # fmt: skip
SECTION = Vocabulary({
    "entries": "Everything that has a page of its own.",
    "threads": "The strands of the story.",
    "sentences": "The account, sentence by sentence.",
    "claims": "The claims of all sentences.",
    "story": "The passages of the story.",
    "links": "Links of cause and effect; the id is cause--effect.",
    "questions": "Where the account can be read in more than one way.",
    "terms": "The glossary.",
    "our_timeline": "Comparisons of entries with our timeline; the id is that of the entry.",
    "departures": "Where this timeline leaves ours.",
    "myths": "Popular beliefs, and what is right instead.",
    "estimates": "Estimates of a number in our timeline.",
    "references": "The literature on our timeline.",
    "checks": "What was looked up, and the result.",
    "revisions": "Changes to what the site says.",
})  # fmt: skip
