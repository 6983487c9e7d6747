"""How a task comes to somebody: they are charged with it, somebody wants something, or a mark is set.

Read from verb classes rather than from whole phrases, so that an unknown employer, client or matron counts too.
"""

import re

from bot.domain.feedback.lexicon import BE, DETERMINERS, words

_US = words("me us")
_GROUPS = words("team squad group department unit office crew staff lab analysts desk")
_CHARGING = words("""
    asked tasked charged commissioned briefed instructed assigned entrusted trusted appointed nominated chosen picked
    named hired engaged sent ordered urged challenged pressed pushed begged invited elected requested required
    expected supposed obliged obligated forced meant told called contracted mandated recruited handed given
    entrusting asks tasks wants expects needs bound due drafted assigning delegated selected summoned
""")
"""What is done to those who get a task."""
_OF_PEOPLE_ONLY = words("""
    tasked charged commissioned briefed instructed entrusted appointed nominated assigned mandated contracted drafted
    delegated
""")
"""Of these the participle alone tells it, whatever follows."""
_ONWARD = words("to with for into as that if whether in out up down on by there over a an the")
_WANTING = words("""
    wanted needed demanded requested required ordered expected commissioned wished insisted desired sought
    wants needs demands requests requires expects insists longed
""")
_WANTING_FOR = words(
    "asked called pushed pressed pressing pushing calling asking hoping begged hoped wished looking begging"
)
"""Wanting, if 'for' follows."""
_AUDIENCE = words("""
    users customers guests people visitors nobody everyone everybody parents drivers patients students readers
    none others players tenants passengers buyers shoppers residents system form app tool page site machine software
    script model doctors nurses teachers farmers
""")
"""What these want sets the scene; it is not yet asked of anybody."""
_SPEAKERS = words("i we me us our my")
_FAILURES = words("fail fall collapse crash break leave lose die worse worst rain")
_OBJECTS = DETERMINERS | words("""
    to us me it them more less fewer better faster something somebody someone that results answers numbers proof
    figures growth new savings clarity two three four five six ten at on from nothing
""")
_NEGATIONS = words("not never nobody none")
_LOOKS_BACK = 4
_PLACES = re.compile(
    r" (?:fell|landed|ended|ended up|dropped|came|arrived|was|put|laid|dumped|left|placed) (?:\w+ ){0,3}?"
    r"(?:in|into|on|onto|at|with|to) (?:my|our) (?:lap|laps|desk|desks|plate|hands|table|shoulders|door|court|list|"
    r"team|account|name|head) "
)
_MARK_SET = re.compile(
    r" (?:made|set|had|named) (?:one|a|an|it a|only one|the) (?:\w+ )?(?:condition|demand|requirement|"
    r"stipulation|deadline|"
    r"target|goal|rule) | (?:i|we) (?:joined|came|came in|was there|were there|was back|stepped in) to (?!the |a |my |"
    r"our |an )\w+ | (?:cared|worried|was asked|were asked|thought) (?:about|for|of) (?:most )?was "
    r"| (?:my|our|his|her|the|their) (?:\w+ )?(?:instructions?|charge|orders?|task|job|goal|assignment|brief|aim|order|"
    r"request|demand) (?:was|were|sounded|looked|seemed|read|said|came|stood|remained|went) "
    r"| (?:all|the (?:only |main |one )?thing|what|nothing|everything|the part|one thing) (?:that |which |really "
    r"|else |i |we ){0,2}(?:counted|mattered|had to|was needed|they needed|needed|they wanted|he wanted|she wanted|"
    r"was asked|was required|was wanted|was missing was|remained was)(?: \w+){0,6} "
    r"| what (?:i|we|they|he|she|the \w+|my \w+) (?:really |actually )?(?:wanted|needed|asked|expected|had to)"
    r"(?: \w+){0,6} (?:was|were) "
    r"| (?:gave|give|left|leaving|giving) (?:me|us) (?:\w+ )?(?:until|till) "
    r"| (?:took|take) (?:it|this|that|the \w+) (?:upon|on) (?:myself|ourselves|me|us) | took it up "
    r"| got the (?:nod|go ahead|call|order|job|assignment|ticket) "
    r"| (?:somebody|someone|one of us) (?:had|has|needed) to | (?:looked|turned|looking|turning) (?:at|to) (?:me|us) "
    r"| (?:made|named|appointed|declared|called) (?:me|us) (?:\w+ ){0,3}(?:lead|leader|owner|head|responsible|"
    r"captain|mentor|coordinator|editor|chair|contact|coach|manager|champion|deputy|buddy|trainer|guardian|"
    r"representative|host) "
    r"| (?:i|we) (?:was|were|got|had been|have been) (?:\w+ )?(?:made|put|named|elected) "
    r"| (?:my|our) (?:\w+ )?(?:responsibility|responsibilities|duties|duty|remit|mandate|job|task|assignment|brief)"
    r"(?: there| then)? (?:was|were|is|are|covered|covers|included|includes|ran|runs|spans|spanned|comprised|meant|"
    r"consisted|lay|began|extended|extends|came|involved|involves) "
    r"| (?:i|we|it|this|that|everything|\w+s) (?:\w+ )?(?:was|were) to (?!us |me |my |our |\w+ed |blame )\w+ "
    r"| (?:said|says|say|wrote|told (?:me|us)|asked) (?:please |just |simply |only ){1,2}\w+ "
    r"| would (?:satisfy|do for|be enough for|convince|please) "
    r"| (?:put|set|placed) (?:me|us) (?:on|to|in|onto) | (?:wanted|expected|required|demanded|needed) (?:from|of|by) "
    r"(?:me|us|our|my) | (?:asked|asking) (?:if|whether) (?:i|we|there|it|somebody|someone|one) (?:could|can|would|"
    r"should|might|was|were|had) | (?:was|were|is|are) (?:asked|wanted|needed|requested|required|ordered|expected) "
    r"(?!questions? )"
)
"""Marks that are set without anybody who sets them, and how things land with somebody."""
_TOLD_TO = re.compile(
    r" (?:told|tells|reminded|warned) (?:me|us) (?:that )?(?:i|we|it|this|they|the \w+) (?:\w+ )?(?:should|must|had|"
    r"have|has|needed|needs|ought|shall|was to|were to) "
)


def is_charged(spoken: tuple[str, ...]) -> bool:
    """Whether the words of a clause tell that the speaker or the team got something to do."""
    for place, word in enumerate(spoken):
        if word not in _CHARGING:
            continue
        before, after = spoken[max(0, place - _LOOKS_BACK) : place], spoken[place + 1 : place + 1 + _LOOKS_BACK]
        if not _NEGATIONS.isdisjoint(before):
            continue
        if _is_active(word, after) or _is_passive(word, before, after):
            return True
    return False


def _is_active(word: str, after: tuple[str, ...]) -> bool:
    """'The editor tasked the two of us with an index.'"""
    if word in ("told", "called", "meant", "invited") or not after:
        return False
    if after[0] in _US:
        rest = after[1:2]
        return word in _OF_PEOPLE_ONLY or not rest or (rest[0] in _ONWARD and rest[0] not in ("that", "in", "a", "the"))
    ours = after[0] in ("our", "my", "the") and not _US.union(_GROUPS).isdisjoint(after[1:4])
    return word in _OF_PEOPLE_ONLY and ours


def _is_passive(word: str, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """'Our squad was charged with it.'"""
    speakers = _GROUPS | {"i", "we", "'m", "mine"}
    if speakers.isdisjoint(before) or (BE | {"got", "'d", "get"}).isdisjoint(before):
        return False
    if word in _OF_PEOPLE_ONLY:
        return True
    return bool(after) and after[0] in (_ONWARD - {"that", "by", "in", "up", "down", "there"})


def is_audience(spoken: tuple[str, ...]) -> bool:
    """Whether those who ask are customers or things, and ask nothing of the speaker."""
    return not _AUDIENCE.isdisjoint(spoken[:_LOOKS_BACK]) and _SPEAKERS.isdisjoint(spoken)


def is_wanted(spoken: tuple[str, ...]) -> bool:
    """Whether somebody with a say wants something."""
    for place, word in enumerate(spoken[:-1]):
        following = spoken[place + 1]
        if word in _WANTING_FOR:
            if following != "for":
                continue
        elif word not in _WANTING or following not in _OBJECTS:
            continue
        before = spoken[max(0, place - _LOOKS_BACK) : place]
        if not before or not _NEGATIONS.isdisjoint(before) or before[-1] in ("i", "we", "to", "be", "it", "that"):
            continue
        if word == "expected" and not _FAILURES.isdisjoint(spoken[place:]):
            continue
        return not is_audience(spoken)
    return False


def sets_mark(text: str) -> bool:
    """Whether a goal, a limit or an order is stated as such."""
    return _MARK_SET.search(text) is not None or _PLACES.search(text) is not None or _TOLD_TO.search(text) is not None
