"""Magnitudes: numbers that say how large an effect was, told apart from dates, delays and head counts."""

import re

_UNITS = "two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPELLED = (
    rf"(?:{_TENS})[- ](?:one|{_UNITS})|{_UNITS}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|{_TENS}|"
    r"a hundred|a thousand|a million|hundreds?|thousands?|millions?|(?:a|half a|two|three) dozen"
)
_NUM = rf"(?:[$\u20ac\u00a3]?\d+(?:[.,]\d+)*(?:k|m|bn|x)?|(?:{_SPELLED})\b)"
_ANY_NUM = rf"(?:{_NUM}|one\b|zero\b|none\b|nothing\b|nil\b)"
_TIME = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|quarters?|sprints?|evenings?|nights?|"
    r"mornings?|afternoons?|working days?|h|s|ms)"
)
_SHORT_TIME = r"(?:seconds?|secs?|minutes?|mins?|ms|s)"
_SHARE = r"(?:half|halves|third|thirds|quarter|quarters|fifth|fifths|sixth|eighth|tenth|tenths|order of magnitude)"
_RANK = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d+(?:st|nd|rd|th)|bottom|"
    r"top|number \w+)"
)

_CERTAIN = re.compile(
    rf"{_NUM}(?:-\d+)? ?(?:%|percent\b|per cent\b|pct\b|percentage|points?\b|pp\b|basis points)"
    rf"|[$\u20ac\u00a3] ?\d|\d(?:[\d.,]*)(?:k|m|bn)?\+? ?(?:dollars?|euros?|pounds?|usd|eur|gbp|k\b|million|"
    rf"thousand|\u20ac|\$|\u00a3|rupees|francs?|crowns?|kroner|zloty)"
    r"|\b\d+(?:[.,]\d+)? ?(?:x\b|times\b|-?fold\b)"
    r"|\b(?:doubl|halv|tripl|quadrupl|trebl)(?:ed|es|ing|e)\b|\btwice (?:as|the|a)\b|\b(?:two|three|four|five|six|"
    r"seven|eight|ten)(?: times(?= (?:as|the|more|less|fewer|faster|higher|lower|larger|bigger|cheaper|quicker|what|"
    r"that|a|an|per)\b| ?[.,;!)]| ?$)|fold\b|-fold\b)"
    r"|\bin two\b(?! \w+s\b)|\b(?:to|nearly|almost|at|with|practically) zero\b"
    r"|\bzero (?:\w+ )?(?:\w+s|downtime)\b"
    r"|\b(?:half|double|triple|twice) (?:as|the|of|what|our|that)\b|\b(?:in|over|(?:more|less) than|"
    r"almost|nearly|about|under) half\b|\bby half\b|\bhalf an? (?!year|day|"
    r"week|month)\w+"
    rf"|\b(?:a|an|one|two|three|four|by an?|to an?) (?:good |full |whole |further |extra )?-?{_SHARE}\b(?! (?:time|try|"
    r"attempt|person|party|round|version|test|survey|meeting|screen|one\b))"
    rf"|\b(?:two|three|four|one)-{_SHARE}\b"
    rf"|\b(?:{_SPELLED}) (?:percent|per cent|dollars|euros|pounds|hundred|thousand|million|cents|pence)\b"
    r"|\bhalf a million\b|\bevery (?:second|third|fourth|fifth|tenth) (?!day|week|month|year|quarter|time|night)\w+"
    rf"|\b(?:one|{_NUM}) (?:in|of|out of)(?: every)? (?:the |our |those |all )?{_NUM}(?! {_TIME})\b"
    rf"|\b{_NUM} (?:of|out of) (?:them|these|the|our) (?:\w+ )?(?:\w+)\b(?= (?:now|use|adopt|switch|join|sign|stay|"
    r"came|come|were|are))"
    rf"|\b(?:from|was|were) (?:\w+ )?{_ANY_NUM}(?:[- ]\w+){{0,5}} (?:down )?to (?:\w+ )?{_ANY_NUM}"
    rf"|\bfrom (?:\w+ )?{_RANK} (?:\w+ ){{0,3}}to (?:\w+ )?{_RANK}\b"
    rf"|\b{_RANK} (?:place|rank|position|spot|among|in the (?:ranking|region|country|league|group))\b"
    rf"|\btop (?:three|five|ten|\d+)\b"
    rf"|\b(?:instead of|rather than|compared (?:with|to)|against|versus|vs|down from|up from|before it was|it was|"
    rf"used to be|used to take|up to|down to|where it was) (?:\w+ ){{0,2}}{_ANY_NUM}"
    rf"|\b(?:instead of|rather than|used to take|used to be) (?:\w+ )?(?:an?|once|twice|every|weeks|days|hours|months) "
    rf"?(?:an? )?{_TIME}\b"
    rf"|\bafter {_NUM} (?:\w+ )?the (?:year|month|week|quarter) before\b"
    rf"|\b(?:by|only|just|about|over|under|nearly|almost|extra|additional) {_NUM}(?! (?:people|colleagues|team|"
    rf"analysts|engineers|{_TIME})\b)(?=[ .,;)]|$)"
    rf"|\b{_NUM} (?:\w+ )?(?:more|fewer|less|extra|additional|lower|higher|cheaper|better|shorter)\b(?! {_TIME} later)"
    rf"|\b{_NUM} {_TIME} (?:instead|rather|a|per|each|every|faster|shorter|quicker|less|saved|freed)\b"
    rf"|\b(?:saved?|saves|saving|freed|cut|takes?|took|needs?|needed|lasts?|runs in|down to|to) (?:\w+ "
    rf"){{0,4}}{_NUM}[ -]{_TIME}"
    rf"|\b(?:to|under|below|within|in|after) {_NUM} {_SHORT_TIME}\b|\b{_NUM} {_SHORT_TIME}\b"
    r"|\b(?:to|takes|took|in|under|saves|saved|within|of) (?:about |only |just )?(?:an|one|half an) hour\b|\bhalf an "
    r"hour\b|\bfrom (?:\w+ )?(?:days|weeks|months|hours|an? \w+) to (?:hours|minutes|days|seconds|an|one|a)\b"
    r"|\b(?:takes?|took|saves?|in) (?:only |just |under |about )?a quarter of an hour\b"
    rf"|\b{_NUM} {_TIME} (?:\w+ )?(?:earlier|sooner)\b(?! in)"
)
_REACHED = re.compile(
    rf"\b(?:ended (?:up )?(?:with|at|on)|finished (?:with|at)|reached|hit|sold|gained|lost|won|got|collected|raised|"
    rf"earned|signed|kept|brought (?:in|us)|recovered|found|attracted|welcomed|recruited|came to|stood at|was down "
    rf"by|made) (?:\w+ ){{0,3}}?{_NUM}(?! {_TIME}\b)(?=[ .,;:)!-]|$)"
)
"""What 'I' or 'we' achieved, counted."""
_COUNT = re.compile(
    rf"\b{_NUM}(?: \w+)? (?:new |active |paying |more )?(?:users?|customers?|sign-?ups?|orders?|tickets?|hires|"
    rf"downloads|"
    rf"clients|stores|hotels|shops|teams|countries|sales|bookings|subscribers|accounts|leads|visits|requests|"
    rf"complaints|calls|"
    rf"questions|bugs|errors|incidents|installs|experiments|tests|contracts|members|cases|pairs|reports|hours|deals|"
    rf"registrations|applications|views|clicks|sessions|units|tons|tonnes|kilos|km|miles|litres|servers|tables|"
    rf"queries|stars?|degrees|cents|pence|kilometres|metres|donors|volunteers|patients|findings|visitors|guests|"
    rf"places|jobs|seats|partners|schools|branches|copies|readers|interns|participants|donations|subscriptions)\b"
    r"|\b\d{1,3}(?:,\d{3})+\b|\b\d+k\b"
)
_MARGIN = re.compile(
    rf"\b(?:an?|one|{_NUM}) (?:full |whole )?(?:minutes?|hours?|days?|weeks?|months?|quarters?|sprints?) (?:early|"
    r"earlier(?: than)?\b|ahead|late\b(?!r)|before the (?:deadline|date|launch|due)|sooner|faster|under|"
    r"quicker|shorter)"
    rf"|\bby (?:one|a) (?:point|percent|percentage|day|week|month)\b"
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
    rf"|\b(?:version|phase|step|stage|round|release|room|level|line|model|plan|option|gate|tier|type|"
    rf"sheet) (?:{_NUM}|one)\b"
    rf"|(?<!of )(?<!to )(?<!from )(?<!in )\b(?:the|these|those|all|both|other|my|our) (?:{_UNITS})\b(?! (?:%|per|times|"
    rf"points|hours|days|minutes))"
    r"|\b(?:in|by|since|until|of|from|before|after|during|early|late) (?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d\b(?! ?(?:users|customers|orders|tickets|euros|dollars))|\b\d{1,2}(?::\d\d| ?[ap]m\b)"
    r"|\b(?:on )?the \d+(?:st|nd|rd|th)\b(?! (?:place|rank|position|spot))"
    r"|\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december) \d{1,2}\b"
    rf"|\b(?:last|past|next|previous|same) {_NUM} {_TIME}\b|\bcount(?:s|ed|ing)? (?:up )?to {_NUM}"
    rf"|\b(?:at )?(?:half past |(?:a )?quarter (?:past|to) )?{_NUM} (?:o'clock|in the (?:morning|evening|"
    rf"afternoon|night))\b"
    r"|\bteams? of \S+|\b(?:a )?\d+-(?:person|people|page|day|week|month|year|man|member)\b"
    r"|\bhalf (?:a|an) (?:year|day|week|month|quarter) (?:later|ago|after|before|early)\b|\ba quarter (?:later|ago)\b"
    r"|\b(?:last|next|this|each|every|first|second|the|per|in a|within a|one|a) quarter\b(?! of (?:the|all|our|an|"
    r"users|customers))"
)
_NOW_SPAN = re.compile(
    rf"\b(?:in|within|under|only|just|about|needs?|takes?) (?:\w+ )?(?:{_NUM}|an|one|a) (?:\w+ )?{_TIME}\b"
)
_FREQUENCY = re.compile(
    r"\b(?:instead of|rather than|not|from) (?:only )?(?:once|twice|every|monthly|weekly|yearly|quarterly|daily)\b"
)
_NOW = re.compile(r"\b(?:now|today|nowadays|these days|before it was|it used to|instead)\b")
"""How long something takes now, which is a magnitude though a delay looks like it."""
_BY_QUARTER = re.compile(r"\b(?:by|nearly|almost|about|around|over|than) (?:a|one) (?:quarter|third|fifth|half|tenth)\b"
                         r"|\b(?:a|one) (?:third|fifth|quarter|tenth) (?:of|more|less|fewer|faster)\b")  # fmt: skip


_HINT = re.compile(
    rf"\d|doubl|halv|tripl|trebl|quadrupl|fold|twice|half|third|quarter|fifth|tenth|zero|instead|dozen|every|once|"
    rf"\b(?:an?|one|{_SPELLED}|from|top|{_RANK})\b"
)
"""What every magnitude has; most clauses do not, and need no closer look."""
_PER = re.compile(r"\d (?:per|in every|out of every) \w+")
_FIGURE = re.compile(
    rf"(?<![\w.])(?:\d+(?:[.,]\d+)*(?:ms|s|h|kg|km)?|zero)(?![\w:])"
    rf"|(?:^|, |\b(?:and|but|so|then|that) )(?:{_SPELLED}) (?:of|other|more|new)\b"
)
"""A small number in words tells an outcome only of those who came to do it: 'four of them copied it'."""
_CODE = re.compile(r"::|\(\*\)|\b(?:avg|count|sum|min|max|exists|coalesce|row_number)\(|\b(?:group|order) by\b")


def has_figure(text: str) -> bool:
    """Whether a bare number is left besides dates, delays and the like."""
    return _CODE.search(text) is None and _FIGURE.search(_rest(text)) is not None


def counts_achieved(text: str) -> bool:
    """Whether something achieved is counted: 'we ended up with 340'."""
    return _REACHED.search(_rest(text)) is not None


def has_magnitude(text: str) -> bool:
    """Whether a result, given in lower case, says how much."""
    if _HINT.search(text) is None or _CODE.search(text):
        return False
    if (
        _FREQUENCY.search(text)
        or _BY_QUARTER.search(text)
        or _MARGIN.search(text)
        or (_NOW.search(text) and _NOW_SPAN.search(text))
    ):
        return True
    rest = _rest(text)
    return _CERTAIN.search(rest) is not None or _COUNT.search(rest) is not None or _PER.search(rest) is not None


def _rest(text: str) -> str:
    """The text without dates, delays and the like."""
    return " ".join(_NO_MAGNITUDE.sub(" ", " ".join(text.split())).split())
