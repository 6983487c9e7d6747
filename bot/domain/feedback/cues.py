"""Phrases by which people mark the parts of a story. All match on a clause's words with one blank between them.

The four parts are those of the STAR structure (Situation, Task, Action, Result) that interviewers use.
Every pattern is an alternation without nested repetition, so that matching stays linear.
"""

import re

_NUM = r"(?:\d\S*|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a few|a couple of|several|some|many)"
_UNIT = r"(?:days?|weeks?|months?|quarters?|years?|summers?|winters?|sprints?)"
_BOSS = (
    r"(?:manager|boss|lead|director|vp|head|ceo|cto|cfo|coo|cmo|founder|founders|chief|supervisor|client|team|company|"
    r"they|he|she|product|marketing|sales|finance|management|leadership|board|owner|pm|stakeholders?|customer|professor)"
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(patterns) + ")(?= )")


LABELS = {
    "situation": frozenset("s situation context background setting problem scenario initial where".split()),
    "task": frozenset(
        "t task goal objective target aim mission challenge role brief assignment responsibility".split()
    ),
    "action": frozenset("a action actions approach steps step solution did process activities".split()),
    "result": frozenset("r result results outcome impact effect results/impact learning learnings lesson".split()),
}
LABEL_WORDS = {
    "my job": "task", "my task": "task", "my role": "task", "my goal": "task", "the goal": "task",
    "what i did": "action", "what we did": "action", "my actions": "action", "my approach": "action",
    "the result": "result", "the outcome": "result", "end result": "result", "what happened": "result",
    "the situation": "situation", "the problem": "situation", "the context": "situation", "my part": "task",
    "the task": "task", "the action": "action", "situation and task": "situation", "the challenge": "task",
    "the aim": "task", "my responsibility": "task", "the impact": "result", "the effect": "result",
}  # fmt: skip

SITUATION = _any(
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
    r"(?:the|our|one|main|big|biggest) (?:problem|issue|trouble|challenge|situation|context|background) (?:was|is|were)",
    r"(?:we|they|i|team|company) (?:had|have|faced|were facing|were having) (?:an?|many|a lot|some|big|huge|no|two|"
    r"three|several|been|problems?|issues?|the problem|trouble|just|recently)",
    r"(?:before that|before this|until then|at that time|at the time|previously|in those days|used to|(?<!for )one day|"
    r"one night|those days|during my|during the|in the past)",
    r"after (?:my|our|the|a) (?:first|last|second|launch|release|merger|acquisition|migration|redesign|reorg)",
    r"as an? (?:\w+ )?(?:analyst|intern|student|consultant|engineer|manager|lead|freelancer|junior|developer|designer)",
    r"right now there",
)

TASK = _any(
    r"my (?:own |main |first )?(?:job|task|role|part|goal|responsibility|mission|assignment|brief|objective|aim|mandate|"
    r"remit|target|challenge|duty|work|purpose|share)(?: \w+){0,3} (?:was|were|is|became|to|included)",
    r"(?:the|our|its|one|main|first|whole|a|clear|and|this) (?:\w+ )?(?:goal|target|aim|objective|task|ask|brief|"
    r"assignment|okr|mandate|requirement|request|purpose|question|challenge|idea|job|order)s?(?: \w+){0,4} "
    r"(?:was|were|is|became)",
    r"(?:i|we) (?:was|were|am|are|got|had been|have been|been) (?:then |also |therefore |just )?(?:asked|told|tasked|"
    r"assigned|given|supposed|expected|requested|brought in|made|put|responsible|in charge|accountable|the one|the owner|"
    r"chosen|picked|nominated|due to|meant to|to (?!\w+ed)\w+|leading the|charged|entrusted|appointed|instructed|hired to|"
    r"the (?:only )?person|in the lead|on the hook|ordered|required|obliged|selected)",
    r"(?<!nobody )(?<!no one )(?:asked|told|wanted|needed|expected|requested|wants|asks|needs|trusted|challenged|"
    r"ordered|required|requires|begged) (?:me|us) (?:to|for|if|whether|why|how|what|which|who|where|about|on|a|an|the|that)",
    r"(?:tasked|assigned|charged|instructed|entrusted|hired) (?:me|us)",
    r"(?:gave|give|handed|passed|left) (?:me|us) (?:\w+ ){0,3}(?:task|job|goal|target|brief|mandate|assignment|order|project"
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
    rf"{_BOSS} (?:\w+ )?(?:wanted|needed|asked|wants|needs|requested|demanded|expected) (?:to (?:know|understand|see|find"
    r"|decide)|us|me|the answer|for)",
    r"(?:manager|boss|lead|director|vp|head|ceo|cto|cfo|coo|cmo|founders?|chief|supervisor|client) (?:\w+ )?(?:wanted|needed|"
    r"demanded|requested|expected) (?:an?|the|it|one|\w+ by|results|answers|numbers)",
    r"(?:asked|called) (?:me |us )?for (?:a|an|the|my) (?:recommendation|analysis|number|answer|estimate|forecast|proposal|"
    r"plan|report)",
    r"(?:i|we) (?:volunteered|offered|agreed|promised|committed|signed up) to",
    r"(?:got|had|received|took) (?:the|an?) (?:order|task|job|assignment|request|brief|mandate|mission|goal|target)",
    r"needed (?:an?|the|some) (?:\w+ )?(?:answer|decision|number|plan|way|fix|solution|estimate|recommendation)",
    r"(?:the|our|its) deadline (?:was|is)",
    r"(?:it|that) (?:was|is) (?:necessary|required|important) (?:for (?:me|us) )?to",
    r"(?:had|needed) to be \w+",
    r"(?:was|is) the (?:whole |entire |only |exact )?(?:ticket|brief|request|ask|task|order|assignment|instruction|goal|target|"
    r"job|question|challenge)",
    r"whether (?:we|to)(?: should)?",
)

RESULT = _any(
    r"(?:as a|the|our|final|end|net|and the) (?:\w+ )?results?",
    r"(?:result|results|outcome|impact|effect|upshot|consequence) (?:was|were|is|of this|of that|has been)",
    r"(?:resulted|resulting|culminated|culminating|leading|which led|that led|this led|it led|led) (?:in|to)",
    r"(?:which|this|that|it) (?:meant|gave|saved|helped|allowed|enabled|made|brought|led|resulted|reduced|increased|"
    r"improved|showed|uncovered|worked|failed|cut|freed|paid|turned|revealed|doubled|halved|generated)",
    r"(?:in the end|at the end|by the end|ended up|ended with|turned out|finally|eventually|ultimately|long term|afterwards|"
    r"after that|after this|since then|ever since|since that|from then on|from that day|to this day|to date|thanks to)",
    r"(?:consequently|hence|accordingly)",
    r"(?:went|gone|moved|dropped|fell|rose|grew|is|was|were|are) (?:up|down|from|by|back)",
    r"(?:up|down) (?:by )?(?:from )?(?:about |around |roughly |nearly |almost )?\S*\d\S*",
    r"from (?:about |around |roughly |nearly |almost |over )?\S*\d\S* (?:\w+ ){0,4}to (?:below |under |over |about |around |just )?"
    r"\S*\d",
    r"(?:i|we|me|us|the team) (?:\w+ )?(?:learned|learnt|learn)",
    r"(?:taught me|taught us|lesson|took from it|took away|takeaway|learning (?:was|is|for me))",
    r"(?:no longer|not any more|never again|stopped|any more|at last)",
    r"(?:signed off|rolled (?:it )?out|went live|go live|live now|in production|in use|still (?:use|used|uses|using|runs|in|"
    r"on|running|works|talks?|there)|use it|uses it|use that|using it)",
    r"(?:paid off|worked out|went well|a success|successful|successfully|on time|ahead of schedule|well received|"
    r"positive feedback|great feedback|good feedback|happy|happier|calmer|satisfied|delighted|pleased|relieved|grateful)",
    r"(?:was|were|got|been) (?:\w+ly )?(?:adopted|approved|accepted|launched|released|shipped|solved|resolved|cancelled|"
    r"canceled|promoted|implemented|delivered|rejected|reverted|scrapped|renewed|praised|reduced|increased|improved|"
    r"dropped|saved|fixed|rolled|halved|doubled|gone|avoided|prevented)",
    r"(?:more|fewer|less|faster|higher|lower|better|cheaper|shorter|quicker|slower|worse|smaller) (?:than|again|in)",
    r"(?:half|twice|three times|\dx|double) (?:as many|as much|as fast|the|less|more)",
    r"(?:became|become) (?:the|a|our|an|part|standard)",
    r"(?:no|zero|without|not a single|nobody|no one) (?:\w+ )?(?:complaints?|outages?|incidents?|difference|escalations?|"
    r"questions|complained|escalated|downtime|problems?|errors?)",
    r"(?:thanked|congratulated|praised|promoted) (?:me|us|the)",
    r"(?:is|are|has been|have been) (?:now|still)",
    r"(?:takes|needs|costs|runs|took|needed|cost) (?:only |just |about |under |less |around )?\S*(?:\d|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|twenty|thirty|half|an hour|minutes|seconds)",
    r"the fix (?:held|worked|went)",
)

FINDING = _any(
    r"(?:surprise|finding|findings|pattern|culprit|root cause|cause|reason|data|analysis|numbers|logs|query|results|it|that|this"
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
)

NOW = _any(r"now", r"today", r"nowadays", r"ever since", r"since", r"still", r"since then", r"these days", r"every (?:night|"
           r"day|week|morning|month|monday|sprint|quarter)")  # fmt: skip

HOPED = _any(
    r"(?:i|we|they|he|she|everyone|team|and) (?:\w+ly |really |just |still |do )?(?:hope|expect|believe it will|plan|assume|"
    r"expecting|hoping|intend|aim|predict|anticipate|wish|guess it)",
    r"(?:am|are|is|was|were) (?:\w+ly |still |now )?(?:hoping|expecting|planning|planned|expected|scheduled|waiting|going "
    r"to|supposed|aiming|projected|forecast|estimated|meant)",
    r"(?:should|would|will|might|could|may|'ll) (?:\w+ly |also |then |not |have |be |hopefully |probably |eventually ){0,3}"
    r"(?!not )\w+",
    r"(?:hopefully|presumably|fingers crossed|we will see|not yet|yet to|too early|remains to be seen|(?<!the )next (?:sprint|week|"
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

DEICTIC = _any(
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|last night|one day (?:i|we|the|a|my|our)|suddenly|turns out|ever since|"
    r"tonight|last (?:week|month|year)|right now|currently|my current|current (?:role|job|company)|at the moment)",
    r"(?:so |and )?it is (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d|about|late|early|the)",
    r"in 20\d\d", r"at my", r"in my (?:last|previous|current|first|old)",
    r"(?:i|we|they) (?:was|were|had|did|built|made|ran|found)",
)  # fmt: skip

END_STATE = _any(
    r"(?:was|were|is|are|became|felt|been) (?:\w+ ){0,2}(?:quiet|quieter|again|done|gone|fixed|clean|stable|correct|clear|clearer|"
    r"ready|complete|over|better|best|trusted|accurate|right|solved|back|impressed|convinced|surprised|thankful|open|safe|"
    r"smooth|smoother|closed|finished|standard|popular|friends|aligned)",
)

NEXT_STORY = _any(
    r"another (?:time|example|case|one|story)", r"(?:the |a )?second (?:example|one|story|case|time)",
    r"later,? (?:at|in) (?:a|another|my|the next)", r"on another occasion", r"similarly (?:at|in)",
)  # fmt: skip

BEFORE = _any(
    r"(?:before that|before this|until then|up to then|at that time|at the time|previously|in those days|used to|at my|in my"
    r"|this was|that was|it was at|it was in|the problem was|back then|originally|this happened|when i (?:joined|arrived))"
)

PREAMBLE = _any(
    r"(?:good|great|interesting|nice|tough|hard) (?:question|one)", r"come to mind", r"comes to mind",
    r"(?:let me|i can|i will|i would|i want to|i would like to|happy to) (?:tell|talk|share|give|think|describe|start|say|"
    r"speak|walk)", r"(?:that is|here is|this is) (?:the|a|an|one|how|what|when|my) (?:short|example|story|version|answer|"
    r"case)?", r"how i got there", r"an example", r"(?:i think|i guess|i believe|i would say|i suppose) (?:it|that|this)",
    r"thank you for", r"thanks for", r"sorry",
)  # fmt: skip

APPROACH = _any(
    r"(?:what (?:i|we) did(?: \w+){0,2} (?:was|is|then)|my (?:first |next |second )?(?:approach|step|steps|solution|idea|move) "
    r"(?:was|were)|(?:the )?(?:first|next|second|last|other) (?:thing|step|move)(?: (?:i|we) (?:did|took))? (?:was|were)|"
    r"step (?:one|two|1|2|3) (?:was)?|(?:i|we) (?:was|were) able to|(?:i|we) took the (?:lead|initiative))",
)
