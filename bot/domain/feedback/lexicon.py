"""Word lists: English verb forms and function words that the rules of this package look up.

Regular past forms are told by their ending, so only irregular forms and the exceptions stand here.
"""


def words(text: str) -> frozenset[str]:
    """The words of a text that has one blank between them."""
    return frozenset(text.split())


BE = words("am is are was were be been being")
HAVE = words("have has had having")
DO = words("do does did")
MODALS = words("would will should could can may might shall must 'll")

PRONOUNS = words("i we he she they it you this that there nobody everyone everybody somebody someone who which")
DETERMINERS = words("the a an our my their his her its this that these those each every both all some no one two")

IRREGULAR_PAST = words("""
    beat became began bent bet bound bought broke brought built came caught chose cost cut dealt did done drawn drew
    driven drove dug fell felt fled flew forecast forgot fought found froze gave given gone got gotten grew grown had
    heard held hid hit hung kept knew known laid lay led left lent let lost made meant met mistook outgrew overcame
    oversaw rung sung sunk sprung stolen woven overheard overtook outdid foresaw stank paid put quit ran rang
    read rebuilt rebuild redid redone rerun reran rethought rewrote rewritten rid rode
    rose said sang sank sat saw seen sent set shook shot showed shown shrank shrunk shut slept slid sold sought spent
    split spoke spoken spread spun stood stole struck stuck swept swung taken taught thought threw thrown told took
    tore underwent undid understood undertook undertaken upheld was were went withdrew woke won wore wound written
    wrote began begun learnt burnt dreamt leapt analysed bulit buildt writed broken chosen fallen frozen risen
""")

SAME_IN_PRESENT = words("put cut set read let hit split cost quit shut spread bet forecast rerun rebuild beat")
"""Past forms that are also base forms: the tense of the whole text decides."""

PARTICIPLES_ONLY = words("done gone given known seen shown taken written grown drawn driven spoken thrown begun")

NOT_PAST = words("""
    need feed speed seed indeed exceed proceed succeed weed bleed breed greed hundred sacred naked red bed shed
    embed biased unbiased detailed supposed advanced automated-only led-based data-based unexpected unused limited
    related unrelated mixed interested experienced based so-called united distributed nested weighted
    agreed-upon named dedicated paired indexed
""")
ALSO_VERBS = words(
    "detailed advanced limited related mixed based distributed nested weighted named dedicated paired indexed"
)
"""Of these the ones that tell a step right after 'I' or 'we'."""

ADVERBS = words("""
    also then just first even finally therefore only already never always both all each soon still now often usually
    sometimes together myself ourselves personally really basically actually kind sort simply instead next later again
    once eventually mostly rather quite so therefore maybe perhaps probably literally here thus second third
    subsequently afterwards kinda sorta honestly normally typically generally initially meanwhile either ever
    proactively long well too
""")

CONJUNCTIONS = words(
    "and but so then which because since until while when after before where although though as "
    "whereas whereby cos cuz plus yet once therefore"
)

STATIVE = words("""
    thought think felt feel knew know known believed believe liked like loved love hated hate hoped hope wished wish
    worried worry feared remembered remember cared care minded mind preferred prefer expected expect assumed assume
    guessed guess doubted doubt understood understand saw see seen heard hear noticed notice realised realized realise
    realize wanted want needed need owned own lived live belonged existed looked-like seemed seem appeared supposed
    joined join arrived arrive enrolled enjoyed enjoy trusted trust struggled struggle used received receive
    experienced faced face
    encountered graduated remained became become had have has was were is are am be been mean meant
    suppose appreciate appreciated wonder wondered value valued admire admired prepared-for specialised specialized
    slept sleep disagree disagreed agree recall remember bet depend live say said guess imagine figure miss
    suffered hurt happened stayed stay got get come came went-through grew-up lacked fear regret regretted
    feel belong deserve tend hire-on earn to as in at on of for with about from than but and or a an the my our what
    how why plan planned intend intended aim aimed love
""")
"""Verbs that tell no step taken: with 'I' they are an opinion, a feeling or a circumstance."""

RESULT_VERBS = words("""
    achieved delivered saved reduced increased decreased cut improved doubled halved tripled quadrupled grew boosted
    raised lowered won hit reached exceeded gained secured finished completed succeeded lost missed failed learned
    learnt earned beat recovered met avoided eliminated prevented shipped launched
    released freed regained surpassed outperformed uncovered sold
""")
"""What 'I' or 'we' achieved; a result when it comes with a magnitude or after the steps."""

DELIVERED = words(
    "shipped launched released delivered finished completed met hit reached won exceeded achieved "
    "succeeded lost missed failed learned learnt gained secured agreed avoided recovered filed closed "
    "managed got saved kept stayed stopped sold ended enrolled"
)

CHANGE_VERBS = words("""
    dropped drop fell fallen fall rose risen rise grew grown grow increased increase decreased decrease improved
    improve climbed climb doubled double halved halve tripled triple quadrupled jumped jump shrank shrunk declined
    decline went gone recovered recover reduced reduce lifted stabilised stabilized plummeted soared surged slipped
    sank moved changed stopped disappeared vanished returned stayed flattened gained lost saved cut shortened
    accelerated boosted lowered raised bounced worsened normalised normalized
""")

SETTLING_VERBS = words("won lost failed passed approved adopted accepted signed renewed bought")
"""With these somebody else ends a story, wherever it is told."""

OUTCOME_VERBS = words("""
    adopted approved accepted agreed signed renewed launched released shipped rolled cancelled canceled dropped promoted
    praised thanked rejected delivered solved resolved reduced increased improved saved halved doubled avoided prevented
    achieved reached won lost delayed postponed shelved killed scrapped abandoned awarded recognised recognized
    celebrated
    completed finished reverted eliminated decreased raised lifted lowered gone closed done
""")
"""Verbs that tell how something ended, whoever did it."""

DISCOVERY_PASSIVES = words(
    "found discovered noticed asked told given reported supposed expected called based bought "
    "used needed faced lost stuck worried concerned interested frustrated tired surprised "
    "hired split confused disappointed angry acquired promoted invited tasked assigned known "
    "located responsible made blocked broken abandoned planned scheduled born"
)
"""Passive forms that are circumstances, not steps."""

TYPOS_OF = words("""
    result results resulted situation company previous responsible responsibility because finally eventually
    manager customers engineers improved increased decreased reduced dropped analysed analyzed decided wanted
    launched implemented presented created discovered conversion percent percentage problem project target deadline
""")
"""Words worth reading through one slip of the finger."""
