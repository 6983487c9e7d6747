"""Words that speak of the same thing, so that an answer meets its question without repeating its words."""

from collections.abc import Iterable, Mapping

from bot.domain.feedback.stems import stem

_GROUPS = """
    drop fall fell fallen decline decrease down lower sink sank slump loss lose lost shrink less fewer dip collapse
    rise rose grow grew growth increase lift up higher gain jump climb more raise improve better win
    client customer buyer account company business enterprise firm
    freelancer talent contractor seller worker translator designer
    hire hiring recruit engage contract job post posting project
    proposal bid apply application offer reply answer respond response
    video clip film content creator upload post feed
    watch view look play screen session minutes
    user people viewer visitor newcomer person audience
    retention return stay back keep leave left churn again come
    engagement like comment share follow active use open tap click interaction
    search find result type query look
    test experiment trial variant group randomise random split half control
    significant significance chance luck coin interval probability random power noise
    metric measure number figure count kpi indicator rate share percent
    dashboard report chart tile graph bi tableau looker view screen
    data row table record file entry line column field
    duplicate twice double clean missing null empty gap wrong
    accurate accuracy correct check verify compare reconcile trust reliable sure
    source system server log event tracking pipeline feed
    finance accounting invoice payment money spend euro refund ledger cost budget revenue
    sql query join select group window filter partition rank sum average
    week month day year quarter date calendar period time hour
    running cumulative total sum window average moving
    top highest best first rank most
    cohort signup sign month newcomer new first
    research interview talk ask survey listen observe conversation
    question ask wonder know curious
    salary pay earn money base gross euro thousand figure expectation range band amount k
    bonus stock share equity package sign vest
    start begin notice week month earlier soon date join resign
    offer sign accept deadline decide decision thursday noon tomorrow wait answer time
    office home remote commute day train hybrid desk
    level title senior junior promotion review promote position
    settle clear agree expect first goal success criteria month
    colleague teammate coworker mate he she they person people
    manager boss lead director head supervisor chief ceo
    team squad group crew department together we
    difficult hard trouble conflict argue disagree fight clash problem annoy
    feedback critic criticism criticise praise comment said told say sting hurt
    mistake error wrong fail failure fault apologise sorry bug miss
    explain describe tell show word plain simple understand understood mean picture
    present presentation slide story talk finding
    decide decision choose chose pick choice
    convince persuade believe doubt sceptic agree evidence trust conviction
    priority prioritise urgent important first rank order wait list
    change adapt sudden plan new instead switch replace
    learn taught teach study course book practise skill
    strength good strong best proud weakness weak
    motive motivate reason why want like love enjoy interest
    career background cv experience study degree job worked studied years
    leave quit current now next
    mission believe value care matter help opportunity
    product feature build launch release ship roadmap squad
    strategy bet direction invest long term future market
    competitor rival compete copy other market
    risk harm danger cost trade price hurt
    country region local germany abroad language market
    cause reason because correlation why effect drive
    recommend recommendation suggest advise advice propose should stop go
    sure certain confident doubt believe
    small few little tiny
    impact effect result outcome change difference
    trend pattern notice spot saw seasonal season early
    insight finding learn discover found
    goal target objective aim plan
    help support ticket service complaint
    mail message write chat note call letter
    meeting call room talk standup sprint board
    privacy legal law consent personal delete
    tool excel python sql tableau looker r software notebook
    limit weakness assumption caveat bias careful
    device phone android ios app version platform
    step funnel page form stage onboarding first
    pressure deadline late stress night urgent friday monday
    quick fast speed slow hour minute time
    responsible own owner mine charge
    culture value people team atmosphere respect
    estimate guess forecast expect predict
    ship launch release version roll deploy update
"""
"""One group a line; a word may stand in several."""


def _table() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_GROUPS.strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


_GROUPS_OF: Mapping[str, frozenset[int]] = _table()


def groups_of(stems: Iterable[str]) -> frozenset[int]:
    """The groups that any of these stems belongs to."""
    return frozenset().union(*(_GROUPS_OF.get(one, frozenset()) for one in stems))


def kindred(one: str, groups: frozenset[int]) -> bool:
    """Whether this stem belongs to one of the groups."""
    return not _GROUPS_OF.get(one, frozenset()).isdisjoint(groups)
