"""What the employer answers: true hints of what it cares about, never a limit."""

import re

from bot.domain.offer.employer import Employer, Topic
from bot.domain.offer.figures import NAMES
from bot.domain.offer.package import Issue

_SIGNS: dict[Topic, str] = {
    Topic.LIMIT: (
        r"(?:maximum|max\b|highest|most you (?:can|could)|upper limit|your limit|top figure|how high|"
        r"ceiling|bottom line|best you can)"
    ),
    Topic.PRIORITIES: (
        r"(?:matters? (?:most|to you)|important (?:to|for) you|priorit|care (?:most )?about|"
        r"most important|worr(?:y|ies)|your (?:side|constraints?)|what do you need)"
    ),
    Topic.FLEXIBLE: (
        r"(?:flexib|negotiable|\broom\b|can (?:you )?move|could (?:you )?move|leeway|what can chang|"
        r"easier|easiest|where can you|give way|adjust)"
    ),
    Topic.BAND: (r"\b(?:bands?|bracket|pay range|salary range|pay scale|grade|level|base|salary)\b"),
    Topic.REVIEW: (r"(?:\breviews?\b|\braises?\b|promot|pay rise|after (?:six|twelve|\d+) months|next step)"),
    Topic.SIGNING: (r"(?:sign(?:ing|-on| on)|claw|repay|pay back|up ?front)"),
    Topic.BONUS: (r"\bbonus(?:es)?\b"),
    Topic.EQUITY: (r"(?:equity|shares?\b|stock|options?\b|vest|rsu|strike|dilut|cliff)"),
    Topic.REMOTE: (r"(?:remote|home|office|hybrid|on-?site)"),
    Topic.START: (r"(?:start(?:ing)? (?:date|day)|\bstart\b|begin|first day|notice|join)"),
    Topic.DECISION: (r"(?:who (?:decides|approves|signs)|approv|sign-?off|decision|budget)"),
    Topic.TIME: (
        r"(?:deadline|how long|by when|how much time|time to (?:think|decide)|think (?:it|about) over|"
        r"expire|when do you need)"
    ),
}
_PATTERNS = tuple((topic, re.compile(sign)) for topic, sign in _SIGNS.items())
_AT_LARGE = re.compile(r"\b(?:what|which|where|anything|the rest|other parts?)\b")
_OWN_ISSUE = {
    Topic.BONUS: Issue.BONUS,
    Topic.EQUITY: Issue.EQUITY,
    Topic.SIGNING: Issue.SIGNING,
    Topic.START: Issue.START,
    Topic.REMOTE: Issue.REMOTE,
    Topic.BAND: Issue.BASE,
}
REVEALING = frozenset({Topic.PRIORITIES, Topic.FLEXIBLE})
"""Questions whose answer tells what to trade for what."""


def topics_of(text: str) -> tuple[Topic, ...]:
    """What a question is about, at most two topics.

    Whether one named part can move is a question about that part; what can move is one about them all.
    """
    plain = text.casefold().replace("\u2019", "'")
    found = [topic for topic, pattern in _PATTERNS if pattern.search(plain)]
    if Topic.SIGNING in found and Topic.BONUS in found and len(re.findall(r"\bbonus", plain)) == 1:
        found.remove(Topic.BONUS)
    if Topic.FLEXIBLE in found and _OWN_ISSUE.keys() & set(found) and not _AT_LARGE.search(plain):
        found.remove(Topic.FLEXIBLE)
    return tuple(found[:2]) or (Topic.UNCLEAR,)


def answer_to(topic: Topic, employer: Employer) -> str:
    """The employer's answer: true, and without a figure."""
    order = [NAMES[issue] for issue in employer.by_weight()]
    match topic:
        case Topic.PRIORITIES:
            return (
                f"Fair question. What we watch most is the {order[0]}, then the {order[1]}. "
                f"The {order[-1]} matters least to us."
            )
        case Topic.FLEXIBLE:
            return (
                f"The easiest for us to move are the {order[-1]} and the {order[-2]}. "
                f"The hardest is the {order[0]}. If you can meet us there, I can do more elsewhere."
            )
        case Topic.LIMIT:
            return (
                "I will not name a ceiling, as you would not name your floor. Tell me what you need and why, "
                "and I will tell you honestly what I can take to the people who approve it."
            )
        case Topic.TIME:
            return (
                "Take the time to read everything. I have a few rounds in me, not many, and then I have to come to "
                "a last offer. I move more willingly while we both do."
            )
        case Topic.UNCLEAR:
            return (
                "I am not sure I can answer that one. Ask me about any part of the package, what matters most to us, "
                "where there is room, or who decides."
            )
        case _:
            return employer.answers[topic] + _hint(topic, employer)


def _hint(topic: Topic, employer: Employer) -> str:
    issue = _OWN_ISSUE.get(topic)
    if issue is None:
        return ""
    place = employer.by_weight().index(issue)
    if place <= 1:
        return " I should say that this is one of the parts we guard most."
    return " Between us, this is one of the easier parts to talk about." if place >= len(Issue) - 2 else ""
