"""What behavioural questions are about (conflict, feedback, a mistake …), told by words of prompts and answers."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.domain.feedback.lexicon import words


class Theme(NamedTuple):
    """``asked`` finds the theme in a prompt, ``told`` its words in an answer. ``people``: it takes somebody else."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    people: bool = False


def _theme(asked: str, told: str, *, people: bool = False) -> Theme:
    spread = "|".join(told.split())
    return Theme(re.compile(rf"\b(?:{asked})"), re.compile(rf"(?:{spread})"), people)


THEMES: Mapping[str, Theme] = {
    "conflict": _theme(
        r"conflict|disagree|argument|clash|tension|difficult (?:col|team|conv|stake|cust|person|people|co-?w|client)|"
        r"hardest (?:stake|coll|cust)|did not agree|unwilling|opposing|different things|escalat|fell out|say no\b|"
        r"push(?:ed)? back|priorit",
        r"argu\w+ disagree\w* conflict\w* quarrel\w* fight\w* fought angry anger upset annoy\w+ tension\w* clash\w* "
        r"shout\w* refus\w+ oppos\w+ blam\w+ complain\w* apolog\w+ agree\w* compromis\w+ settl\w+ resolv\w+ listen\w* "
        r"conversation\w* mediat\w+ insist\w* object\w* trust\w* respect\w* disput\w+ escalat\w+ sides? calm\w* "
        r"priorit\w+ negotiat\w+ differ\w* grudge talk\w* avoid\w*",
        people=True,
    ),
    "feedback": _theme(
        r"feedback|critic|would (?:your|last|a) .{0,30}say",
        r"critici\w+ critique\w* criticism praise\w* review\w* improv\w+ advice appreciat\w* hurt\w* defensive "
        r"comment\w* honest\w* frank\w* weakness\w* learn\w* slow\w* boss manager mentor grateful "
        r"thank\w* ask\w* said told",
        people=True,
    ),
    "failure": _theme(
        r"fail|mistake|wrong|not working|bad news|regret|error|did not go|missed a|disappoint|setback|not followed|"
        r"resilien",
        r"mistak\w+ wrong\w* fail\w* error\w* regret\w* apolog\w+ late missed lost broke\w* forgot\w* overlook\w+ "
        r"underestimat\w+ correct\w* fix\w* learn\w* lesson\w* bug\w* crash\w* burn\w* blame\w* setback\w* cancel\w* "
        r"double twice sorry",
    ),
    "persuading": _theme(
        r"persua|convinc|influenc|win over|sceptic|skeptic|buy-in|win the trust",
        r"persua\w+ convinc\w+ believ\w+ doubt\w* sceptic\w* skeptic\w* agree\w* trust\w* budget approv\w+ evidence "
        r"proof prove\w* show\w* argu\w+ interest\w* accept\w* object\w* listen\w* pilot\w* sign\w* demonstrat\w+",
        people=True,
    ),
    "explaining": _theme(
        r"explain|present(?:ed|ing|ation)?\b|communicat|non-?technical|lay audience|not technical|audience|"
        r"tell a story|executives|storytell",
        r"explain\w* present\w* understood understand\w* simpl\w+ picture\w* analog\w+ example\w* slide\w* story\w* "
        r"word\w* jargon listen\w* question\w* drew drawing chart\w* metaphor\w* imagine\w* nod\w* board",
        people=True,
    ),
    "teamwork": _theme(
        r"team\b|teams\b|cross-?functional|colleague|collaborat|work(?:ed)? with (?:engineers|designers|people|a res)|"
        r"across functions|together|partner",
        r"team\w* together colleague\w* engineer\w* design\w* help\w* share\w* meeting\w* marketing sales developer\w* "
        r"join\w* we us our",
        people=True,
    ),
    "leading": _theme(
        r"led\b|leader|leadership|mentor|coach|struggling|authority|delegat|motivat(?:ed|e) (?:a|your|others)",
        r"lead\w* led mentor\w* coach\w* teach\w* taught help\w* train\w* learn\w* question\w* team\w* responsib\w+ "
        r"delegat\w+ example\w* title\w* trust\w* pair\w* intern\w* apprentice\w* junior\w*",
        people=True,
    ),
    "adapting": _theme(
        r"adapt|change of plan|ambigu|unclear|uncertain|sudden|unexpected|new situation|incomplete",
        r"adapt\w* chang\w+ plan\w* new sudden\w* ambigu\w+ unclear uncertain\w* clear\w* clarif\w+ assum\w+ ask\w* "
        r"reorg\w* merg\w+ acquir\w+ bought switch\w* replac\w+ instead unknown decid\w+ reversib\w+ question\w*",
    ),
    "pressure": _theme(
        r"pressure|deadline|crisis|calm|stress|tight|urgent|limited resources|under time",
        r"pressure deadline\w* due late hour\w* night\w* urgent\w* stress\w* crisis emergenc\w+ friday monday "
        r"weekend\w* tuesday wednesday thursday saturday sunday minut\w+ hurr\w+ rush\w* calm\w* breath\w* priorit\w+",
    ),
    "learning": _theme(
        r"learn(?:ed|t|ing)? (?:a|an|something|new|quick|from)|taught yourself|new skill|out of your comfort",
        r"learn\w* course\w* tutorial\w* book\w* practi\w+ teach\w* taught study studied lesson\w* mentor\w* read\w* "
        r"exercis\w* evening\w* weekend\w* docs documentation video\w* certificat\w+ beginner\w* syntax",
    ),
    "ethics": _theme(
        r"ethic|privacy|integrity|moral",
        r"ethic\w* priva\w+ consent\w* anonym\w+ personal legal gdpr lawyer\w* moral\w* fair\w* bias\w* delet\w+ wrong "
        r"harm\w* protect\w*",
    ),
    "deciding": _theme(
        r"decision|decide|trade-?off|risk\b",
        r"decid\w+ decision\w* choice\w* chose option\w* risk\w* trade\w* reversib\w+ instead uncertain\w* bet\w* "
        r"gambl\w+ afraid dar\w+ safe leap joined",
    ),
}
_PEOPLE = re.compile(
    r"he|she|they|them|him|her|his|their|someone|somebody|nobody|everyone|everybody|people|person|each other|"
    r"colleagues?|managers?|boss\w*|leads?|heads?|directors?|clients?|teams?|customers?|stakeholders?|\w{2,}(?:ists?|mates?|"
    r"yers?|lers?|ners?|gers?|eers?|pers?|ders?|ents?|ors?|ters?|cers?|wers?)|ce?o|cfo|cto|vp|pm|board|"
    r"sales|marketing|finance|it|operations|legal|support|owners?|nurses?|captain|women|men|woman|man|mother|father|"
    r"parents?|staff|crew|users?|chef|union|management|departments?|interns?|juniors?|seniors?|both|analysts?|mayor"
)
_NO_PERSON = words("""
    number numbers order orders error errors factor factors percent content never after other others over under
    number letter letters center later better however rather together whether another counter water power paper
    filter filters quarter quarters cluster clusters parameter document event events different current experiment
    experiments segment segments recent present sent spent went moment payment department statement it
    list exist list lists test consist cohort sensor monitor monitors indicator indicators vector color ever
    layer layers per offer offers rent agent treatment intent increment deployment improvement component
    user users customer customers consent engagement first cost list best most just last least must exist
    latest tier folder folders header order border older render under larger longer bigger stronger younger
    paper super upper helper proper shipper wrapper shorter faster winter outlier outliers earlier newsletter
""")


def themes_of(prompt: str) -> tuple[str, ...]:
    """The themes that a lower-case prompt asks for."""
    return tuple(name for name, theme in THEMES.items() if theme.asked.search(prompt))


@lru_cache(maxsize=8192)
def themes_told(word: str) -> frozenset[str]:
    """The themes whose word this is."""
    return frozenset(name for name, theme in THEMES.items() if theme.told.fullmatch(word))


@lru_cache(maxsize=8192)
def is_person(word: str) -> bool:
    """Whether this word may stand for somebody else; generous."""
    return word not in _NO_PERSON and _PEOPLE.fullmatch(word) is not None
