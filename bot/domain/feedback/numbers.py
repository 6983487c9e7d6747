"""Magnitudes: numbers that say how large an effect was, told apart from dates, delays and head counts."""

import re

_SPELLED = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    "ninety|hundred|thousand|million"
)
_NUM = rf"(?:[$\u20ac\u00a3]?\d+(?:[.,]\d+)*(?:k|m|bn|x)?|(?:{_SPELLED})\b)"
_TIME = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|quarters?|sprints?|h|s|ms)"
_SHORT_TIME = r"(?:seconds?|secs?|minutes?|mins?|ms|s)"

_CERTAIN = re.compile(
    rf"{_NUM}(?:-\d+)? ?(?:%|percent\b|per cent\b|pct\b|percentage|points?\b|pp\b|basis points)"
    rf"|[$\u20ac\u00a3] ?\d|\d(?:[\d.,]*)(?:k|m|bn)?\+? ?(?:dollars?|euros?|pounds?|usd|eur|gbp|k\b|million|"
    rf"thousand|\u20ac|\$|\u00a3|rupees)"
    r"|\b\d+(?:[.,]\d+)? ?(?:x\b|times\b|-?fold\b)"
    r"|\b(?:doubl|halv|tripl|quadrupl|trebl)(?:ed|es|ing|e)\b|\btwice (?:as|the)\b|\b(?:two|three|four|five|six|"
    r"ten)(?: times|fold|-fold)\b|\bin two\b(?! \w+s\b)|\b(?:to|nearly|almost|at|with) zero\b|\bzero (?:\w+ "
    r")?(?:failures|errors|incidents|complaints|bugs|losses|returns|defects|downtime|outages)\b"
    r"|\b(?:half|double|triple) (?:as|the|of|what)\b|\bin half\b|\bby half\b|\bhalf an? \w+"
    r"|\b(?:a|one|two|three|by an?|the) ?-?(?:third|thirds|quarter|quarters|fifth|fifths|tenth|order of magnitude)\b"
    rf"|\b(?:{_SPELLED}) (?:percent|per cent|dollars|euros|pounds|hundred|thousand|million)\b"
    rf"|\b{_NUM} (?:in|of|out of)(?: every)? {_NUM}\b"
    rf"|\b(?:from|was|were) (?:\w+ )?(?:{_NUM}|one\b)(?: \w+){{0,5}} (?:down )?to (?:\w+ )?(?:{_NUM}|one\b|zero\b|"
    rf"none\b)"
    rf"|\b(?:by|only|just|about|over|under|nearly|almost|extra|additional) {_NUM}(?! (?:people|colleagues|team|"
    rf"analysts|"
    rf"engineers|{_TIME})\b)(?=[ .,;)]|$)"
    rf"|\b{_NUM} (?:more|fewer|less|extra|additional)\b(?! {_TIME} later)"
    rf"|\b{_NUM} {_TIME} (?:instead|rather|a|per|each|every|faster|shorter|quicker|less|saved|freed)\b"
    rf"|\b(?:saved|saves|saving|freed|cut|takes?|took|needs?|needed|lasts?|runs in|down to|to) (?:\w+ "
    rf"){{0,4}}{_NUM}[ -]{_TIME}"
    rf"|\b(?:to|under|below|within|in|after) {_NUM} {_SHORT_TIME}\b|\b{_NUM} {_SHORT_TIME}\b"
    r"|\b(?:to|an|about an|one|half an) hour\b|\bfrom (?:days|weeks|months|hours) to (?:hours|minutes|days|seconds|"
    r"an|one|a)\b"
)
_COUNT = re.compile(
    rf"\b{_NUM}(?: \w+)? (?:new |active |paying |more )?(?:users?|customers?|sign-?ups?|orders?|tickets?|hires|"
    rf"downloads|"
    rf"clients|stores|hotels|shops|teams|countries|sales|bookings|subscribers|accounts|leads|visits|requests|"
    rf"complaints|calls|"
    rf"questions|bugs|errors|incidents|installs|experiments|tests|contracts|members|cases|pairs|reports|hours|deals|"
    rf"registrations|applications|views|clicks|sessions|units|tons|tonnes|kilos|km|miles|litres|servers|tables|"
    rf"queries)\b"
    r"|\b\d{1,3}(?:,\d{3})+\b|\b\d+k\b"
)
_MARGIN = re.compile(
    rf"\b(?:an?|one|{_NUM}) (?:hours?|days?|weeks?|months?|quarters?|sprints?) (?:early|earlier than|ahead|"
    rf"late\b(?!r)|before the "
    r"(?:deadline|date|launch|due)|sooner|faster|under)|\bby (?:one|a) (?:point|percent|percentage|day|week|month)\b"
)
"""By how much a mark was passed or missed."""
_NO_MAGNITUDE = re.compile(
    rf"\b(?:in|within|after|over|during|for|about|by|at|next|last|first|only|just|another|than)?(?: the| about| "
    rf"only)? ?{_NUM}"
    rf"(?: and a half)?[ -](?:hours?|days?|weeks?|months?|years?|quarters?|sprints?) (?:later|ago|early|earlier|"
    rf"late|before|"
    rf"after|ahead)\b"
    rf"|\b(?:in|within|after|over|during|for|by day|day|at|since|until|till|version|v|q|phase|step|week|month|"
    rf"figure|page|slide)"
    rf"(?: the| about| only| under| less than| another)?(?: first| last| next)? {_NUM}(?:[ -](?:hours?|days?|"
    rf"weeks?|months?|years?|"
    rf"quarters?|sprints?)\b|(?= ?(?:$|[.,;)])))"
    r"|\b(?:in|by|since|until|of|from|before|after|during|early|late) (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\b(?! ?(?:users|customers|orders|tickets|euros|dollars))|\b\d{1,2}(?::\d\d| ?[ap]m\b)|"
    r"\b\d+(?:st|nd|rd|th)\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}\b"
    r"|\bteams? of \S+|\b(?:a )?\d+-(?:person|people|page|day|week|month|year|man|member)\b"
    r"|\bhalf (?:a|an) (?:year|day|week|month|quarter) (?:later|ago|after|before|early)\b|\ba quarter (?:later|of "
    r"an hour|ago)\b"
    r"|\b(?:last|next|this|each|every|first|second|the|per|in a|within a|one|a) quarter\b(?! of (?:the|all|our|"
    r"users|customers))"
)
_BY_QUARTER = re.compile(r"\b(?:by|nearly|almost|about|around|over|than) (?:a|one) (?:quarter|third|fifth|half|tenth)\b"
                         r"|\b(?:a|one) (?:third|fifth|quarter|tenth) (?:of|more|less|fewer|faster)\b")  # fmt: skip


_HINT = re.compile(
    rf"\d|doubl|halv|tripl|trebl|quadrupl|fold|twice|half|third|quarter|fifth|tenth|\b(?:an?|one|{_SPELLED}|from)\b"
)
"""What every magnitude has; most clauses do not, and need no closer look."""
_PER = re.compile(r"\d (?:per|in every|out of every) \w+")
_FIGURE = re.compile(rf"(?<![\w.])(?:\d+(?:[.,]\d+)*(?:ms|s|h|kg|km)?|{_SPELLED}|zero)(?![\w:])")


def has_figure(text: str) -> bool:
    """Whether a bare number is left besides dates, delays and the like."""
    return _FIGURE.search(_NO_MAGNITUDE.sub(" ", " ".join(text.split()))) is not None


def has_magnitude(text: str) -> bool:
    """Whether a result, given in lower case, says how much."""
    if _HINT.search(text) is None:
        return False
    if _BY_QUARTER.search(text) or _MARGIN.search(text):
        return True
    rest = " ".join(_NO_MAGNITUDE.sub(" ", " ".join(text.split())).split())
    return _CERTAIN.search(rest) is not None or _COUNT.search(rest) is not None or _PER.search(rest) is not None
