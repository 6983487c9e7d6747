"""Words by which answers about one competency differ from answers about others, as stems.

Found in the samples of the tracks by ``python -m tests.feedback.tune_profiles``; words that tell a competency only by
chance are among them, and do no harm since a text is judged by all its words.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from bot.domain.competencies import Competency
from bot.domain.feedback.lexicon import words as words_of

PROFILES: Mapping[Competency, frozenset[str]] = {
    Competency.BACKGROUND: words_of("""
        analyst arr behind busi chos clip creat disagre don eleven experienc featur feed funct hang household includ
        intern itself learn logistic mil perhap pleas postgresql quot ran regres research riv saw spent sql succes
        system ticket tradespeopl ups visit weak
    """),
    Competency.SQL: words_of("""
        activit add aggregat amount anoth arr avg awa break calendar cas clip cohort column condit confirm count current
        dat default distinct easi empt exact exist fact filt funct giv group henc id inflat insid join keep known leav
        left lie load meet min mis monda multipl nul ord otherwis pas plac play postgresql rang raw round row select
        sero short skip slow someon son sql sum tie tot total trunc twic uniqu unit upp ups window wrong
    """),
    Competency.DATA_ANALYSIS: words_of("""
        age alarm alert awa becam believ brok categor compar complaint concentr countr demand disagre doubl earli engine
        explain fact felt fit flat giv gon hom household level littl logistic mix most near newcom nois noth pick proof
        propos proposal ran randomis raw real regres regular releas remain remov repair saw sentenc similar simpl sourc
        spe split suggest sur surve tenth tenur total trend wait
    """),
    Competency.PRODUCT_METRICS: words_of("""
        besid candidat choic comparison earn eligibl feedback goal going interest least length margin mark outcom outsid
        retent ris ros similar top user wors
    """),
    Competency.EXPERIMENTATION: words_of("""
        arm beforehand believ chanc clean concentr confirm control correct creat differenc draw effect eith err everyon
        evidenc exposur fad fal fals fault feel fifth flat form fresh giv given guardrail harm henc improv inflat insid
        interest interv invit languag largest least lie lift lost low luck main market messag most near nois novelt opt
        outsid p packag pas past perhap plu pow primar random randomis repl sampl sav scor screen sero ship shrink singl
        sis someon split stand standard taken treat trend unit valu verdict weight whol win wors worth wrot
    """),
    Competency.DATA_QUALITY: words_of("""
        acros afterward aggregat alarm amount analysi anyon assum cam caus chart choos count countr definit depend
        disagre distinct doubl e eith enough event exact fail fault figur filt fin fix flat fresh ful growth gues
        headlin high id intern join judg listen load log lost mail march mat match mean mil multipl neith not nul
        otherwis pick platform publish remov repair rerun right row sav screen serv shown skip son sourc stand stat
        system tap tel tie tot total trend trust try twic vers weekda
    """),
    Competency.USER_RESEARCH: words_of("""
        age answ app beforehand candidat car chart direct e eas eligibl expect felt figur gav get goe hid idea interview
        invit keen languag largest level liv load log mail minu off plu rais random reason research sampl screen ses
        seven slow spe speak sta stat sur surve tel tenur took treat try weight word
    """),
    Competency.COMMUNICATION: words_of("""
        anybod board clean extra fail fifteen hundr know opt quarter sentenc shal staf suggest way
    """),
    Competency.COLLABORATION: words_of("""
        accept afterward agre anyth argu arm assum awa becam begin break brok built cam column complaint condit design
        don earli eleven empt engine event everyon explain fifth fin fit form hang hard held hour includ invit itself
        languag logistic lost market meet model notific offer oth otherwis person proof proposal public publish quot ran
        rank repair rerun room rough saw seen seni servic speak squad taken talk ticket tradespeopl twent weak work
        written wrot
    """),
    Competency.STAKEHOLDERS: words_of("""
        accept afterward alon answ anybod anywa begin bought break bring cal cam car chanc choic cost custom dat
        different direct don doubt draw ear fals fel fifth fin firm frida ful gav hang harm head hear initiat invit
        itself job keen largest luck mak margin meet min minu monda mone most neith offer offic onboard opt pag perhap
        primar project propos rank recommend reg repl retent room sal sampl seat sis softwar spe sprint sta staf talk
        thursda tru tuesda twent verdict wednesda word
    """),
    Competency.ADAPTABILITY: words_of("""
        activit analysi assum brok chos clean colleagu cut even felt finish found hand held known leadership let lin
        messag min model nin not paus quarter send sever sit situ slid someon squad taken told turn weekda
    """),
    Competency.STRATEGY: words_of("""
        aggregat alread although argu bet bought build built buy cas choos custom demand depend exist fault feed
        feedback feel few given growth hard improv interest interview leadership les listen median notic past pick
        platform quest reg right riv scor separat sever simpl singl softwar spend squad standard succes system third
        user wrong
    """),
    Competency.NEGOTIATION: words_of("""
        although anyon approv band bas bonu compan condit creat e easi experienc fix given hear high let level mail
        march neith off offic packag pas pay plac promis rest salar sel send seni settl shal shrink sign simpl stat
        stock target tenth thank thursda toda tuesda upp weekda written
    """),
}
_FEW = 5
"""So many words that say nothing are added, so that one word in a short text does not decide."""


def strangeness(stems: Iterable[str], expected: Iterable[Competency]) -> float:
    """By which share of a text's characteristic words another competency fits better than the expected, 0 to 1."""
    fits: dict[Competency, int] = dict.fromkeys(Competency, 0)
    known = 0
    for one in stems:
        marked = _marked(one)
        known += bool(marked)
        for competency in marked:
            fits[competency] += 1
    return (max(fits.values()) - max(fits[one] for one in expected)) / (known + _FEW)


@lru_cache(maxsize=8192)
def _marked(one: str) -> tuple[Competency, ...]:
    return tuple(competency for competency, stems in PROFILES.items() if one in stems)
