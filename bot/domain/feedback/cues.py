"""Phrases by which people mark the parts of a story. All match on a clause's words with one blank between them.

The four parts are those of the STAR structure (Situation, Task, Action, Result) that interviewers use.
Every pattern is an alternation without nested repetition, so that matching stays linear.
"""

import re

from bot.domain.feedback.lexicon import words

_NUM = r"(?:\d\S*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|a couple of|several|some|many)"
_UNIT = r"(?:days?|weeks?|months?|quarters?|years?|summers?|winters?|sprints?)"
_BOSS = (
    r"(?:manager|boss|lead|director|vp|head|ceo|cto|cfo|coo|cmo|founder|founders|chief|supervisor|client|team|company|"
    r"they|he|she|product|marketing|sales|finance|management|leadership|board|owner|pm|stakeholders?|customer|"
    r"professor)"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(patterns) + ")(?= )")


LABELS = {
    "situation": frozenset(
        ["s", "situation", "context", "background", "setting", "problem", "scenario", "initial", "where"]
    ),
    "task": words("""
    ask job question todo deadline need duty t task goal objective target aim mission challenge role brief assignment
    responsibility
"""),
    "action": frozenset(
        ["a", "action", "actions", "approach", "steps", "step", "solution", "did", "process", "activities"]
    ),
    "result": frozenset(
        ["r", "result", "results", "outcome", "impact", "effect", "results/impact", "learning", "learnings", "lesson"]
    ),
}
LABEL_WORDS = {
    "my job": "task", "my task": "task", "my role": "task", "my goal": "task", "the goal": "task",
    "what i did": "action", "what we did": "action", "my actions": "action", "my approach": "action",
    "the result": "result", "the outcome": "result", "end result": "result", "what happened": "result",
    "the situation": "situation", "the problem": "situation", "the context": "situation", "my part": "task",
    "the task": "task", "the action": "action", "situation and task": "situation", "the challenge": "task",
    "asked for": "task", "asked": "task", "requested": "task", "required": "task", "needed": "task",
    "wanted": "task", "ordered": "task", "demanded": "task", "asked of me": "task", "order": "task",
    "the ask": "task", "the brief": "task", "the order": "task", "done": "action", "outcome so far": "result",
    "the aim": "task", "my responsibility": "task", "the impact": "result", "the effect": "result",
}  # fmt: skip

SITUATION = _any(
    r"(?:i|we) once",
    r"(?:i|we) (?:sat|served|serve|sit|run|help|volunteered|freelanced|freelance|interned|trained|lived) (?:in|at|on|"
    r"with|as|for|near)",
    r"i am (?:at|with|in) (?:a|an|the|my) (?!\w+ (?:person|fan|believer))",
    r"at (?:my|our) (?:last|previous|current|former|first|old|prior|present|second) \w+",
    r"in (?:my|our) (?:last|previous|current|former|first|old|prior|present|second|third) \w+",
    r"when (?:i|we) (?:joined|started|was|were|worked|arrived|came|took over|first|got there|began)",
    r"while (?:i was |we were )?(?:working|at|i|we)",
    r"(?:i|we) (?:was|were) (?:working|an?|the|at|with|part of|in|on|three|four|leading|running|building)",
    r"(?:i|we) (?:have )?work(?:ed)? (?:as|at|for|in|on)",
    r"where (?:i|we) (?:work|worked|was working|were working|was|used to)",
    rf"{_NUM} {_UNIT} (?:ago|back|into)",
    r"(?:last|this) (?:year|month|quarter|spring|summer|autumn|fall|winter|week|january|february|march|april|june|july|"
    r"august|september|october|november|december|q\d)",
    rf"for (?:about |almost |over |nearly )?{_NUM} years",
    r"i (?:teach|study|am an?|freelance|come from|have been|have a)",
    r"back (?:in|when|then)",
    r"in (?:early |late |mid )?(?:19|20)\d\d",
    r"in (?:january|february|march|april|may|june|july|august|september|october|november|december)(?: 20\d\d)?",
    r"in (?:20\d\d )?q[1-4]",
    r"there (?:was|were|had been|used to be)",
    r"(?:i|we) (?:noticed|realised|realized|discovered|saw) (?:that|a|an|some\w*|our|the)",
    r"(?:(?:this|that|it) (?:was|is)|(?:this|it) (?:happened|started)) (?:at|in|when|during|with|on|my|back|about)",
    r"(?:the|our|one|main|big|biggest) (?:problem|issue|trouble|challenge|situation|context|background) (?:was|is|"
    r"were)",
    r"(?:we|they|i|team|company) (?:had|have|faced|were facing|were having) (?:an?|many|a lot|some|big|huge|no|two|"
    r"three|several|been|problems?|issues?|the problem|trouble|just|recently)",
    r"(?:before that|before this|until then|at that time|at the time|previously|in those days|used to|(?<!for )one day|"
    r"one night|those days|during my|during the|in the past)",
    r"after (?:my|our|the|a) (?:first|last|second|launch|release|merger|acquisition|migration|redesign|reorg)",
    r"as an? (?:\w+ )?(?:analyst|intern|student|consultant|engineer|manager|lead|freelancer|junior|developer|designer)",
    r"right now there",
)

TASK = _any(
    r"my (?:own |main |first )?(?:job|task|role|part|goal|responsibility|mission|assignment|brief|objective|aim|"
    r"mandate|"
    r"remit|target|challenge|duty|work|purpose|share)(?: \w+){0,5} (?:was|were|is|became|to|included)"
    r"(?! (?:\w+ )?that (?:i|we)\b)",
    r"(?:the|our|its|one|main|first|whole|a|clear|and|this) (?:\w+ )?(?:goal|target|aim|objective|task|ask|brief|"
    r"demand|condition|assignment|okr|mandate|requirement|request|purpose|question|challenge|idea|job|"
    r"order)s?(?: \w+){0,4} "
    r"(?:was|were|is|became)",
    r"(?:i|we) (?:was|were|am|are|got|had been|have been|been|'d been) (?:then |also |therefore |just )?(?:asked|"
    r"told|tasked|"
    r"assigned|given|supposed|expected|requested|brought in|made|put|responsible|in charge|accountable|the one|the "
    r"owner|"
    r"chosen|picked|nominated|due to|meant to|to (?!\w+ed)\w+|leading the|charged|entrusted|appointed|instructed|"
    r"hired to|"
    r"the (?:only )?person|in the lead|on the hook|ordered|required|obliged|selected)",
    r"(?<!nobody )(?<!no one )(?:asked|told|wanted|needed|expected|requested|wants|asks|needs|trusted|challenged|"
    r"ordered|required|requires|begged) (?:me|us|(?:my|our|the) (?:\w+ )?(?:team|squad|group|department|analysts?)|"
    r"somebody|someone|analytics) "
    r"(?:to|for|if|whether|why|how|what|which|who|where|about|on|a|an|the)",
    r"(?:tasked|assigned|charged|instructed|entrusted|hired) (?:me|us)",
    r"(?:gave|give|handed|passed|left) (?:me|us) (?:\w+ ){0,3}(?:task|(?<!analyst )job|goal|target|brief|mandate|"
    r"assignment|order|project"
    r"|request|deadline|days|weeks|month)",
    r"(?:i|we) (?:\w+ly |also |just |then )?(?:needed|had|have|need|wanted|must|got) (?:\w+ly )?to",
    r"(?:i|we) (?:\w+ly )?(?:aimed|set out|sought|was keen|were keen|intended|hoped|planned) (?:to|at|for)",
    r"and had to",
    r"(?:it|that|this) (?:was|became|fell|is|landed|came) (?:up |down )?(?:to me|to us|on me|on my|my job|my task|my "
    r"responsibility|my turn|our job|my role|my part)",
    r"(?:fell|landed|was left|came down|was passed|was handed) (?:on|to) (?:me|us|my)",
    r"(?:i|we) (?:own|owned|was owning|took ownership|was the owner|inherited|was on point|lead|had ownership)",
    r"(?:in charge of|responsible for|responsible to|responsibility for|responsibility was|accountable for|"
    r"was responsible|supposed to|meant to|to be done by|had one job|the job of|a mandate)",
    rf"(?:had|have|got|were given|was given|gave (?:me|us)) (?:only |just |about |exactly )?{_NUM} "
    r"(?:hours?|days?|weeks?|months?) to",
    rf"{_BOSS} (?:\w+ )?(?:wanted|needed|asked|wants|needs|requested|demanded|expected) (?:to (?:know|understand|"
    rf"see|find"
    r"|decide)|us|me|the answer|for)",
    r"(?:manager|boss|lead|director|vp|head|ceo|cto|cfo|coo|cmo|founders?|chief|supervisor|client) (?:\w+ "
    r")?(?:wanted|needed|"
    r"demanded|requested|expected) (?:an?|the|it|one|\w+ by|results|answers|numbers)",
    r"(?:asked|called) (?:me |us )?for (?:a|an|the|my) (?:recommendation|analysis|number|answer|estimate|forecast|"
    r"proposal|"
    r"plan|report)",
    r"(?:i|we) (?:volunteered|offered|agreed|promised|committed|signed up) to",
    r"(?:got|had|received|took) (?:the|an?) (?:order|task|job|assignment|request|brief|mandate|mission|goal|target)",
    r"(?:\w+ )?(?:was|is|were) (?:mine|ours)(?: to \w+)?",
    r"(?:that|it|this) (?:was|is) (?:me|us)",
    r"the (?:\w+ )?(?:plan|point|thing|trick|exercise) was to",
    r"(?:i|we) (?:was|were) the (?:only \w+|one|ones|person)",
    r"(?:my|our) (?:kpi|okr|quota|sla)s?(?: \w+){0,2} (?:was|were|is)",
    r"(?:took|take|had|have|carried|assumed|got) (?:the |full |over the |on the )?(?:responsibility|ownership|"
    r"charge|lead) (?:for|of)",
    r"needed (?:an?|the|some) (?:\w+ )?(?:answer|decision|number|plan|way|fix|solution|estimate|recommendation)",
    r"(?:the|our|its) deadline (?:was|is)",
    r"(?:it|that) (?:was|is) (?:necessary|required|important) (?:for (?:me|us) )?to",
    r"(?:had|needed) to be \w+",
    r"(?:was|is) the (?:whole |entire |only |exact )?(?:ticket|brief|request|ask|task|order|assignment|instruction|"
    r"goal|target|"
    r"job|question|challenge)",
    r"whether (?:we|to)(?: should)?",
    r"(?:mattered|counted)(?: \w+)? was",
    r"(?:us|team|squad|department|group|crew|office) (?:had|needed|has|needs) to",
    r"(?:it|this|that|everything|all of it) (?:had|needed|was) to (?!do |me |us |be (?:honest|fair))\w+",
    r"(?:in order to|so as to)",
    r"with the (?:\w+ )?(?:aim|goal|idea|intention|task|mission|brief|order|mandate|request|"
    r"instruction) (?:of|to|that)",
    r"(?:hoped|wished|insisted|demanded|asked|suggested|proposed|requested|decided) (?:that )?(?:i|we|somebody|someone|"
    r"it|this|they) (?:could|would|should|can|must|had to)",
    r"(?:was|were) like (?:can|could|please|we need|you|i need|make|just|why|how)",
)

_GOAL = (
    r"(?:job|task|responsibility|goal|aim|target|duty|mission|role|priority|mandate|assignment|brief|challenge|objective|"
    r"order|orders|deadline|limit)"
)

DUTIES = _any(
    r"(?:my|our) (?:\w+ )?(?:responsibility|responsibilities|duties|duty|remit|job|task|tasks) (?:is|are|covers?|"
    r"includes?|spans?)",
    r"(?:i|we) (?:am|are) (?:\w+ly |now )?(?:responsible|accountable|in charge|tasked|charged)",
)
"""What somebody is there for, told in the present."""

CHARGE = _any(
    rf"(?:was|were|is|became) (?:my|our|the|his|her|their) (?:\w+ )?{_GOAL}",
    r"(?:my|our|the|first|top|main) (?:\w+ )?priority (?:was|is|became)",
    rf"set (?:\w+ )?(?:\w+ )?(?:a |the |our |my )?(?:\w+ )?{_GOAL}",
    rf"(?:i|we) (?:\w+ly )?(?:got|had|have|received|was given|were given) (?!my first|my last|no )(?:the |an? |one |my "
    r"|clear |only )?"
    rf"(?:\w+ )?{_GOAL}",
    r"(?:gave (?:me|us)|i had|we had|i got|we got|was given|were given|left us|left me) (?:only |just |exactly )?"
    rf"(?:a|an|one|{_NUM}) (?:hours?|days?|weeks?|months?)(?! (?:of|later|ago|old|before|after|in))",
    r"(?:was|were|is) due (?:on|by|in|at|the|next|to)",
    r"(?:had |has |have )?(?:promised|committed to|guaranteed)",
    r"(?:volunteered|signed up|stepped in|raised my hand) (?:for|to)",
    r"took (?:it|this|that|the \w+) on",
    r"(?:handed|dealt|assigned) (?:me|us)",
    r"(?:dropped|dumped|put|pinned) (?:it|this|that|the \w+) on (?:me|us|my)",
    r"(?:left|leaving|ended up|stuck|entrusted) (?:me |us )?with (?:me|us|the|this|it)",
    r"(?:fell|came|went|passed|was up|up) to (?:me|us|our|my)",
    r"(?:set|obliged|forced|obligated|urged|begged|instructed|pressed|pushed|committed) (?:me|us) to",
    r"(?:want|wants|wanted|said|told|say|says|wish|wished)(?: me| us)? (?:that (?:i|we)|me to|us to)",
    r"(?:said|say|says) (?:me|us|to me|to us) (?:to|that)",
    r"(?:i|we) (?:was|were|am|are) (?:\w+ly |just )?(?:hoping|looking|aiming|trying|determined|keen|eager|under "
    r"(?:orders|pressure|contract)|working towards?|after)",
    r"(?:wish|expectation|question|request|instruction|hope|idea|ultimatum) (?:was|is)",
    r"gave (?:me|us) (?:an? )?(?:free hand|carte blanche|the job|the lead)",
    r"(?:answered|answerable|answer) for|(?:look|looked|looking) after",
    r"(?:which|what|where|why|how \w+|whether|who) (?:should|could|can|shall|do) (?:i|we|they)",
    r"(?:should|could|can|shall) (?:i|we|they)",
)
"""How a task can come to somebody. Read only before the first step, for later these tell of other things."""

RESULT = _any(
    r"(?:as a|the|our|final|end|net|and the) (?:\w+ )?results?",
    r"(?:result|results|outcome|impact|effect|upshot|consequence) (?:was|were|is|of this|of that|has been)",
    r"(?:resulted|resulting|culminated|culminating|leading|which led|that led|this led|it led|led) (?:in|to)",
    r"(?:which|this|that|it) (?:meant|gave|saved|helped|allowed|enabled|made|brought|led|resulted|reduced|increased|"
    r"improved|showed|uncovered|worked|failed|cut|freed|paid|turned|revealed|doubled|halved|generated|solved|fixed|"
    r"ended|stopped|convinced|took|changed|became|got|won|stayed|happened|calmed|opened|closed)",
    r"(?:in the end|at the end|by the end|ended up|ended with|turned out|finally|eventually|ultimately|long term|"
    r"afterwards|"
    r"after that|after this|since then|ever since|since that|from then on|from that day|to this day|to date|thanks to)",
    r"(?:consequently|hence|accordingly)",
    r"(?:went|gone|moved|dropped|fell|rose|grew|is|was|were|are) (?:up|down|from|by|back)",
    r"(?:up|down) (?:by )?(?:from )?(?:about |around |roughly |nearly |almost )?\S*\d\S*",
    r"from (?:about |around |roughly |nearly |almost |over )?\S*\d\S* (?:\w+ ){0,4}to (?:below |under |over |about "
    r"|around |just )?"
    r"\S*\d",
    r"(?:i|we|me|us|the team) (?:\w+ )?(?:learned|learnt|learn)",
    r"(?:taught me|taught us|lesson|took from it|took away|takeaway|learning (?:was|is|for me))",
    r"(?:no longer|not any more|never again|stopped|any more|at last)",
    r"(?:signed off|rolled (?:it )?out|went live|go live|live now|in production|in use|still (?:use|used|uses|"
    r"using|runs|in|"
    r"on|running|works|talks?|there)|use it|uses it|use that|using it)",
    r"(?:paid off|worked out|went well|a success|successful|successfully|on time|ahead of schedule|well received|"
    r"positive feedback|great feedback|good feedback|happy|happier|calmer|satisfied|delighted|pleased|relieved|"
    r"grateful)",
    r"(?:was|were|got|been) (?:\w+ly )?(?:adopted|approved|accepted|launched|released|shipped|solved|resolved|"
    r"cancelled|"
    r"canceled|promoted|implemented|delivered|rejected|reverted|scrapped|renewed|praised|reduced|increased|improved|"
    r"dropped|saved|fixed|rolled|halved|doubled|gone|avoided|prevented)",
    r"(?:more|fewer|less|faster|higher|lower|better|cheaper|shorter|quicker|slower|worse|smaller) (?:than|again|in)",
    r"(?:half|twice|three times|\dx|double) (?:as many|as much|as fast|the|less|more)",
    r"(?:became|become) (?:the|a|our|an|part|standard)",
    r"(?:no|zero|without|not a single|nobody|no one) (?:\w+ )?(?:complaints?|outages?|incidents?|difference|"
    r"escalations?|"
    r"questions|complained|escalated|downtime|problems?|errors?)",
    r"(?:thanked|congratulated|praised|promoted) (?:me|us|the)",
    r"(?:is|are|has been|have been) (?:now|still)",
    r"(?:takes|needs|costs|runs|took|needed|cost) (?:only |just |about |under |less |around )?\S*(?:\d|one|two|"
    r"three|four|"
    r"five|six|seven|eight|nine|ten|twenty|thirty|half|an hour|minutes|seconds)",
    r"the fix (?:held|worked|went)",
    r"(?:can|could) (?:now|finally|again|at last|suddenly)",
    r"(?:now|finally) (?:can|could)",
    r"(?:is|are) (?:\w+ly )?(?:used|adopted|shared|read|live|standard|automated|run|opened|followed)",
    r"(?:i|we) (?:\w+ )?understood",
)

FINDING = _any(
    r"(?:surprise|finding|findings|pattern|culprit|root cause|cause|reason|data|analysis|numbers|logs|query|"
    r"results|it|that|this"
    r"|which) (?:was|were|is|showed|shows|revealed|suggested|told us|told me|pointed|indicated|turned out)",
    r"(?:the )?surprise", r"turned out that", r"turns out", r"found (?:out )?that",
)  # fmt: skip

MARKED = _any(
    r"(?:as a|the|our|final|end|net|and the) (?:\w+ )?results?",
    r"(?:resulted|resulting|culminated|culminating|leading|which led|that led|this led|it led|led) (?:in|to)",
    r"(?:which|this|that|it) (?:meant|saved|reduced|increased|improved|cut|freed|doubled|halved)",
    r"(?:went|gone|dropped|fell|rose|grew|is|was|were|are) (?:up|down|from|by)",
    r"(?:up|down) (?:by )?(?:from )?(?:about |around |roughly |nearly |almost )?\S*\d\S*",
    r"from (?:about |around |roughly |nearly |almost |over )?\S*\d\S* (?:\w+ ){0,4}to (?:\w+ )?\S*\d",
    r"(?:ended up|ended|finished) (?:with|at|on)",
    r"(?:is|are) (?:down|up) (?:to|by|from)",
    r"(?:went|moved|climbed|jumped|rose|dropped|slipped|fell) from",
)

NOW = _any(
    r"(?:now|again|today|nowadays|since|ever since|since then|still|these days)",
    r"every (?:night|day|week|morning|month|monday|sprint|quarter)",
)

HOPED = _any(
    r"(?:i|we|they|he|she|everyone|team|and) (?:\w+ly |really |just |still |do )?(?:hope|expect|believe it will|"
    r"plan|assume|"
    r"expecting|hoping|intend|aim|predict|anticipate|wish|guess it)",
    r"(?:am|are|is|was|were) (?:\w+ly |still |now )?(?:hoping|expecting|planning|planned|expected|scheduled|"
    r"waiting|going "
    r"to|supposed|aiming|projected|forecast|estimated|meant)",
    r"(?:should|would|will|might|could|may|'ll) (?:\w+ly |also |then |not |have |be |hopefully |probably |"
    r"eventually ){0,3}"
    r"(?!not )\w+",
    r"(?:still|currently|now) (?:being|under|in review|in test|with)",
    r"(?:hopefully|presumably|fingers crossed|we will see|not yet|yet to|too early|remains to be seen|(?<!the "
    r")next (?:sprint|week|"
    r"month|monday|quarter|year|release|tuesday|step)|is not (?:live|done|finished|out)|still (?:waiting|running|in "
    r"progress|ongoing|open)|nothing is live|no results? yet|do not know|dont know|not sure|yet|my hope|"
    r"the hope|the plan is|is planned|in progress|ongoing|soon)",
    r"(?:the )?(?:idea|goal|target|plan|aim|hope) (?:is|was) (?:to|that)",
)

HABITUAL = _any(
    r"(?:usually|always|typically|generally|normally|often|tend to|whenever|mostly|in general|as a rule|day to day|"
    r"my approach is|i try to|i like to|i believe|depends|i would say|every time|for me|important to|one should|"
    r"you (?:should|need|have to|can|must|want))",
    r"if (?:i|we|you|the|there|it|they|someone|somebody|a)",
    r"when (?:i|we|you|there|a|the|people) (?:have|get|see|need|am|are|is|face|work|do|start|disagree|breaks?|find)",
)

ITS_HABIT = re.compile(
    r"^ (?:and |so |today |now |these days )*(?:he|she|they|the \w+|our \w+|my \w+|"
    r"everyone|everybody|nobody) (?!\w+ed )"
)
"""What somebody keeps doing at the end of a story: 'she calls me whenever a number looks odd'."""

DEICTIC = _any(
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|last night|one day (?:i|we|the|a|my|"
    r"our)|suddenly|turns out|ever since|"
    r"tonight|last (?:week|month|year)|right now|currently|my current|current (?:role|job|company)|at the moment)",
    r"(?:so |and )?it is (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d|about|late|early|the)",
    r"in 20\d\d", r"at my", r"in my (?:last|previous|current|first|old)",
    r"(?:i|we|they) (?:was|were|had|did|built|made|ran|found)",
)  # fmt: skip

VERDICT = _any(
    r"(?:answer|verdict|conclusion|outcome|recommendation|decision|reaction|response)(?: \w+){0,5} was",
)
"""What the work delivered, if it ends the story."""

END_STATE = _any(
    r"(?:was|were|is|are|became|felt|been) (?:\w+ ){0,2}(?:quiet|quieter|again|done|gone|fixed|clean|stable|"
    r"correct|clear|clearer|"
    r"ready|complete|over|better|best|trusted|accurate|right|solved|back|impressed|convinced|surprised|thankful|"
    r"open|safe|"
    r"smooth|smoother|closed|finished|standard|popular|friends|aligned)",
)

_ORDER = (
    r"(?:find|fix|make|get|bring|give|build|show|tell|prove|cut|reduce|solve|stop|keep|deliver|prepare|write|check|"
    r"look|"
    r"explain|sort|raise|increase|lower|send|do|help|work out|figure out|figure|come up|set up|take|move|rescue|save|"
    r"(?:can|could|would|will) you|we need|i need|i want|we want|you have|you need|you should|we have to|we must|why)"
)

SAID_DEMAND = re.compile(
    rf": ?(?:please,? |just |so |and |to )?{_ORDER}\b|\b(?:can|could|would) you (?!believe|imagine|see\b|"
    rf"say\b|hear)\w+|"
    rf"[\"\u201c'](?:please,? |just |so |and |ok,? )?{_ORDER}\b"
    rf"|\b(?:said|wrote|told (?:me|us)|asked|ticket|brief|order|request|mail|email|message|wish|ask): ?\S?{_ORDER}\b"
)
"""Somebody's demand, quoted or after a colon. Matches on a clause with its marks."""

DEMAND = _any(
    rf"(?:{_BOSS}|management|investors?|board|ministry|hospital|school|agency|museum|bank|bosses|owners?|clients?|"
    rf"users?|"
    r"editor|dean|principal|chair|chairman|president|minister|mayor|partner|partners|captain|coach|council|"
    r"committee|chef|"
    r"operations|legal|procurement|hr|regulator|parent company|headquarters|hq|producer|publisher|sponsor|investor) "
    r"(?:\w+ly |then |also |only |just |had |has |suddenly |first )?(?:wanted|needed|demanded|requested|required|"
    r"ordered|"
    r"insisted|asked|wants|needs|asks|demands|hoped|was asking|were asking|wished|called for|decided (?:that )?we|"
    r"expects)"
    r"(?! questions)",
    r"(?:asked|wondered|wanted to know|needed to know|had to know|want to know) (?:if|whether|how|why|who|what|"
    r"which|when)",
    r"(?:to find out|figure out|work out) (?:why|how|what|who|whether|which|where)",
    r"(?:i|we) (?:was|were|had been|got|been) (?:sent|called|moved|recruited|engaged|flown|invited)",
    r"(?:sent|hired|brought|called|put|moved|picked|chose|named|made|appointed|flew|recruited) (?:me|us) (?:in|on|"
    r"to|as|for|there|"
    r"responsible|in charge)",
    r"(?:turned|came|looked|assigned it|gave it|left it|passed it|handed it|assigned this|assigned that) to (?:me|us)",
    r"(?:relied|counted|depended) on (?:me|us)",
    r"had (?:only |just )?until",
)
"""What others asked for. Read only before the first step."""

DUTY = _any(
    r"(?:told|asked|said|decided|agreed|meant|insisted|and|so|that|then)? ?(?:i|we) (?:should|must|shall)",
    r"(?:i|we) have to",
)

CAPABLE = _any(
    r"(?:can|could) (?:now|finally|again|at last|suddenly)",
    r"(?:now|finally) (?:can|could)",
    r"(?:was|were|are|is) (?:now |finally |then |again )?able to",
    r"could(?: \w+){1,5} (?:again|now|at last|from then on|for the first time|without|ever since|since)",
)
"""Reads like a wish but tells what has become possible."""

OPENING = re.compile(
    r"^ (?:so |well |ok |once |haha |oh )*(?:when|while|as) (?:i|we|my|our|the|they) "
    r"|^ (?:so |well |ok |here |once )*(?:we|i) (?:sold|rented|printed|shipped|published|taught|hosted|operated|"
    r"offered|ran|served|made|brewed|baked|delivered|sell|rent|print|ship|publish|host|operate|offer|serve|make|brew|bake|"
    r"deliver|repair|insure|lend|stage|produced|produce|organised|organise|grew|grow|used to) (?!a |an |the |it |this |"
    r"that |them |my |our |sure )\w+ "
)
"""How an answer opens when it says first where it plays: 'we sold bird food online'. Read in the first clause only."""

SETTING = re.compile(
    r"^ (?:so |well |ok |okay |for example |for instance |once |back )*(?:at|in|during|for|with|while|as|on|within|"
    r"inside|working|"
    r"when|after) (?!the end|this|that|it|order|my opinion|general|first|addition|short|then|fact|parallel|detail|"
    r"total|case|"
    r"practice|particular|brief|me|us|one go|the first place|the beginning|the same)(?:\w+ ){1,14}(?:i|we) "
)
"""A clause that opens with where or when, before its 'I' or 'we'."""

NEXT_STORY = _any(
    r"another (?:time|example|case|one|story)", r"(?:the |a )?second (?:example|one|story|case|time)",
    r"later,? (?:at|in) (?:a|another|my|the next)", r"on another occasion", r"similarly (?:at|in)",
)  # fmt: skip

BEFORE = _any(
    r"(?:before that|before this|until then|up to then|at that time|at the time|previously|in those days|used to|"
    r"at my|in my"
    r"|this was|that was|it was at|it was in|the problem was|back then|originally|this happened|when i (?:joined|"
    r"arrived))"
)

PREAMBLE = _any(
    r"(?:good|great|interesting|nice|tough|hard) (?:question|one)", r"come to mind", r"comes to mind",
    r"(?:let me|i can|i will|i would|i want to|i would like to|happy to) (?:tell|talk|share|give|think|describe|"
    r"start|say|"
    r"speak|walk)", r"(?:that is|here is|this is) (?:the|a|an|one|how|what|when|my) (?:short|example|story|version|"
    r"answer|"
    r"case)?", r"how i got there", r"an example", r"(?:i think|i guess|i believe|i would say|i suppose) (?:it|that|"
    r"this)",
    r"thank you for", r"thanks for", r"sorry",
)  # fmt: skip

APPROACH = _any(
    r"(?:what (?:i|we) did(?: \w+){0,2} (?:was|is|then)|my (?:first |next |second )?(?:approach|step|steps|"
    r"solution|idea|move) "
    r"(?:was|were)|(?:the )?(?:first|next|second|last|other) (?:thing|step|move)(?: (?:i|we) (?:did|took))? (?:was|"
    r"were)|"
    r"step (?:one|two|1|2|3) (?:was)?|(?:i|we) (?:was|were) able to|(?:i|we) took the (?:lead|initiative))",
)
