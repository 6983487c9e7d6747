"""Fields of work, and of life beside it, told by their words. Which fields a competency belongs to.

To teach a word, add it to a list and run ``python -m tests.feedback.tune_topic``.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from bot.domain.competencies import Competency


def _lines(text: str) -> str:
    """A pattern that is written over several lines; blanks within a line are meant."""
    return "".join(line.strip() for line in text.splitlines())


FIELDS: Mapping[str, str] = {
    "sql": _lines(r"""
        sql|quer(?:y|ies)|joins?|select|group by|window functions?|ctes?|subquer\w+|tables?|columns?|rows?|
        databases?|bigquery|postgres\w*|null|where clause|having|order by|primary key|cte|index(?:es)?|
        row number|count distinct|ranks?|dense rank|partition\w*|lag|aggregat\w*|subselect|
        preceding|unnest
    """),
    "experiment": _lines(r"""
        experiment\w*|a\W?b|tests?|tested|testing|variants?|hypothes\w+|significan\w+|randomi\w+|control group|
        sample size|holdout|treatment|p value|confidence interval|visitors at random|novelty effects?|power calculation
    """),
    "metrics": _lines(r"""
        metrics?|kpis?|measur\w+|retention|engagement|conversion|adoption|dau|mau|active users|churn\w*|
        funnels?|cohorts?|sessions?|nps|guardrails?|rates?|indicators?|north star|satisfaction|liquidity|usage|
        drop off|share of|percentile\w*|refund rate
    """),
    "quality": _lines(r"""
        data|datasets?|accura\w+|duplicat\w+|missing values|validat\w+|reconcil\w+|pipelines?|tracking|
        row counts?|sanity checks?|anomal\w+|freshness|nulls?|etl|dbt|airflow|staging|schema\w*|backfill\w*
    """),
    "analysis": _lines(r"""
        analys\w+|analyt\w+|dashboards?|reports?|reporting|charts?|models?|python|pandas|seaborn|excel|tableau|
        looker|regression|trends?|insights?|numbers?|statistic\w*|spreadsheets?|bi|r|forecast\w*|segment\w*|
        figures|median|mean|average|distribution|outliers?|skewed|algorithm\w*|machine learning|classifier\w*|
        recommender|weights|numpy|statsmodels|scikit|plots?|plotted|notebooks?|compute|definition|layers
    """),
    "people": _lines(r"""
        colleagues?|stakeholders?|conflicts?|disagree\w*|manager\w*|boss|teams?|feedback|meetings?|persuad\w+|
        convinc\w+|trust\w*|priorit\w+|engineers?|marketing|sales|directors?|designers?|ceo|cfo|vp|client\w*|
        heads?|departments?|deadlines?|team ?mates?|lead|audience|board|requirements?|plan|project\w*|launch\w*
    """),
    "research": _lines(r"""
        interview\w*|surveys?|usability|research\w*|users?|customers?|participants?|respondents?|personas?
    """),
    "offer": _lines(r"""
        salar\w+|packages?|compensation|bonus\w*|notice period|equity|gross|negotiat\w+|relocat\w+|per year|
        offer|benefits|vacation days|start date|stock options|pension|home office|remote work|expectation is|
        notice|thousand euros?|k plus|probation|raise|remote days|per month|
        position remote|signing bonus|more base|less stock|i earn|i can start|could start|available from|
        training budget|budget for training|share options|day rate
    """),
    "motivation": _lines(r"""
        mission|career|culture|motivat\w+|passion\w*|background|degree|studied|
        strengths?|weakness\w*|years from now|graduat\w+|in (?:two|three|five|ten) years|see myself|
        dream job|applied (?:to|for)|motivates?|lead one day
    """),
    "strategy": _lines(r"""
        strateg\w+|markets?|marketplace\w*|competitors?|growth|roadmap|vision|freelanc\w+|enterprise|revenue|
        pricing|features?|products?|innovat\w+|creators?|monetis\w+|monetiz\w+|countries|expansion
    """),
}
_NEAR: Mapping[str, str] = {
    "sql": _lines(r"""
        over|union|distinct|limit|ties|max|min|sum|count|grouping|group\w*|order|filter\w*|keys?|
    match\w*|where|duplicates?|
        unique|functions?|case|dates?|average|gaps?
    """),
    "experiment": _lines(r"""
        random|intervals?|novelty|probability|groups?|half|split\w*|compare\w*|chance|weeks?|
    versions?|effects?|visitors|
        difference|horizon|peek\w*|sample\w*|power
    """),
    "metrics": _lines(r"""
        watch\w*|minutes|success\w*|thresholds?|back|many|often|share|percent\w*|count\w*|daily|weekly|users?|visits?|
        value|goal\w*|target\w*|return\w*|sales?|orders?|numbers?|dashboards?|time|growth|quality
    """),
    "quality": _lines(r"""
        warehouse|check\w*|sources?|logg?e?d?s?|tracked|snapshot\w*|missing|compar\w+|counts?|
    totals?|wrong|trust\w*|alerts?|
        tests?|tables?|owners?|wrong|null|default\w*|fill\w*|rows?|gap\w*|job|load\w*|agree|differ\w*
    """),
    "analysis": _lines(r"""
        compar\w+|look\w*|find\w*|question\w*|split\w*|pattern\w*|cause\w*|reason\w*|device\w*|country|released?|
        releases?|track\w*|step|steps|drop\w*|cut|slices?|check\w*|hypothes\w*|metric\w*|measure\w*|funnel\w*|users?|
        graph\w*|test\w*|show\w*
    """),
    "people": _lines(r"""
        he|she|they|him|her|them|talk\w*|listen\w*|ask\w*|call\w*|said|told|agree\w*|explain\w*|people|everyone|
        somebody|someone|decide\w*|help\w*|respect\w*
    """),
    "research": _lines(r"""
        ask\w*|watch\w*|talk\w*|questions?|listen\w*|observ\w*|people|show|sessions?|recruit\w*|five|eight|prototype\w*|
        funnel\w*|video\w*|recording\w*|why|open
    """),
    "offer": _lines(r"""
        pay|paid|range|flexible|net|hourly|figure|counter\w*|start|money|amount|base|between|k|thousand|title|
        level|growth|learning|days?|weeks?|months?|budget|total|remote|hybrid|leave|accept\w*|sign\w*|wait|deadline\w*|
        options?|stock|shares?|market|\d+k?|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|earn\w*|open|
    depends?|more|less|gap|review|sooner|earlier|earliest|later|till|until|monday|friday|thursday|noon|tomorrow|matched|match|
    bank|sum|higher|lower|agree|decide|decision|home|office|bridge|once|top
    """),
    "motivation": _lines(r"""
        compan\w+|values|platform|position|senior|
        grow|learn\w*|lead\w*|proud|connects?|build\w*|international|leav\w+|reason|challenge\w*|team|people|want|like|
        love|enjoy\w*|friend\w*|curious|interest\w*|used|years?|product|job|work|role|good|better|patience|person
    """),
    "strategy": _lines(r"""
        country|clients?|partners?|local|expand\w*|demand|supply|region\w*|segment\w*|invest\w*|risks?|position\w*|
        sellers?|buyers?|prices?|users?|customers?|compete\w*|bet|cost\w*|value|first|sell\w*|talent\w*|jobs?
    """),
}
"""Words that a field shares with others: enough to be on topic, too little to place an answer."""
_PRIVATE = _lines(r"""
    my (?:cat|dog|wife|husband|girlfriend|boyfriend|partner|fianc\w+|kids?|son|daughter|children|baby|mum|mom|
    dad|mother|father|grand\w+|uncle|aunt|cousin|nephew|niece|sister|brother|parents|family|friends?|twins|
    neighbou?rs?|hobb\w+|car|bike|garden|birthday|diary|house|flatmate|roommate|kitchen|childhood|in laws|
    village|balcony|knees?|hair|flat|boat|skin|teeth|stomach)|
    best friend|the kids|got married|grew up|born in|ice cream|coffee machine|second division|left back|over the bed|
    phone plan|swimming pool|little prince|read aloud|reads it aloud|museum visit|bus stop|by train|sunday lunch|
    (?:my|her|his|a|the) (?:new )?bike|favourite (?:story|book|film|movie|song|team|food|player|recipe)|card games?|
    i cook\w*|cooked together|trip to|video games?|\w+ in law|fell asleep|in love|good night|

    wife|husband|girlfriend|boyfriend|fianc\w+|grandmother|grandfather|grandma|grandpa|granny|grandchild\w*|
    toddler|twins|pregnan\w+|honeymoon|wedding|marri\w+|divorc\w+|birthday|christmas|easter egg|cousins?|aunts?|
    uncles?|nephews?|nieces?|sisters?|brothers?|mum|mom|dad|mother|father|landlord|landlady|flatmates?|roommates?|

    cats?|dogs?|pets?|pupp(?:y|ies)|kittens?|parrots?|hamsters?|horses?|hens?|chickens?|bees|sheep|goats?|cows?|wasps?|
    fox|sharks?|fish|fishing|aquarium|

    weather|rain\w*|sunny|sunshine|snow\w*|degrees outside|heat wave|

    football|soccer|basketball|volleyball|handball|tennis|badminton|hockey|rugby|goalkeeper|midfield|striker|arsenal|
    marathon|jogging|swim\w*|sail\w*|surf\w*|ski|skiing|skis|climb(?:ing|ers?)|hik\w+|cycling|yoga|gym|fitness|
    diet|karate|judo|boxing|chess|poker|knit\w*|sew\w*|crochet\w*|pottery|origami|camping|tent|backpack\w*|
    playground|bicycle|motorbike|skateboard\w*|

    holidays?|vacations?|beach\w*|mountains?|hostel|passport|souvenirs?|vietnam|thailand|croatia|bali|mallorca|
    cottage|caravan|

    baking|pasta|pizza|soup|dinner|lunch|breakfast|barbecue|beers?|wine|vineyard|pub|tea|pancakes?|cakes?|cookies?|
    paella|curry|sourdough|lasagne|jam|delicious|recipes?|spaghetti|sausages?|salad|

    guitar|piano|violin|cello|drums?|drummer|choir|(?:in a|our|jazz|rock) band|
    concerts?|songs?|rehears\w+|conservatory|orchestra|photography|
    paint(?:ed|ing|ings)?|poems?|novels?|movies?|cinema|netflix|playstation|gaming|danc(?:e|ing)|festivals?|
    horoscope|

    laundry|dishes|sofa|cushion|chairs?|bedroom|bathroom|apartment|pillow|garden(?:ing)?|tomatoes|roses|
    balcony|lawn|hedge|greenhouse|fridge|washing machine|dishwasher|candles?|curtains?|carpets?|shelf|
    dress|shoes|trousers|shirts?|jackets?|sweater|haircut|

    exhausted|sleepy|dentist|fever|flu|headache|surgery|wisdom tooth|sore|sunburn|diary|homework|childhood|
    parties|(?:a|the|big|birthday|our) party|fireworks|carnival|lake|knees?|
    play cards|barrel|in the street|in my street|nursery|sings?|sang|singing|tenor|soprano|church|cathedral|prayers?|
    alarm clocks?|beard|dumplings|eggs?|potatoes|chocolate|cheese|sandwich\w*|juice|noodles|sushi|bacon|ketchup|
    my (?:feet|foot|arm|leg|head|nose|eyes?|heart|bed|clothes|jeans|lamp|tv|sister\w*|cousins?|hobby|weekend|holidays?)|
    the (?:little one|sea|forest|river|woods|baby|kitchen)|speeding ticket|traffic jam|shower|tattoo|lipstick|nails|
    sunglasses|jeans|boots|coat|umbrella|flowers|scooter|motorcycle|rabbits?|birds?|spiders?|tv show|episodes?|manga|
    comics|world cup|league|medal|stadium|clothes|moved house|fell off|slept|snor\w+|nap|woke up|mosquito\w*|
    rode|on foot|walk the dog|sunset|moon|ghost|zoo|circus|magic|lego|puzzles?|board games?|karaoke|disco|

    stepmother|stepfather|stepson|godmother|godfather|godson|siblings?|spouse|newborn|triplets|teenagers|in love|fiance|
    pregnancy|midwife|babysitter|kindergarten|daycare|cradle|diapers?|napp(?:y|ies)|stroller|pram|bedtime|lullaby|
    anniversary|bridesmaid|best man|engagement ring|reunion|funeral|baptism|ex boyfriend|ex girlfriend|
    my (?:bedroom|bathroom|apartment|wedding|honeymoon|marriage|pet|puppy|kitten|horse|sofa|couch|fridge|oven|
    washing machine|shoes|dress|tooth|shoulder|neck|ankle|wrist|doctor|dentist|coach|swimming|guitar|piano|running)|

    kitchen sink|bathtub|boiler|plumber|leak(?:y|ing) tap|wallpaper|mattress|blanket|duvet|vacuum cleaner|ironing|
    cupboards?|wardrobe|attic|basement|cellar|driveway|fence|barn|shed|lightbulb|toaster|kettle|oven|
    microwave|stove|frying pan|saucepan|teapot|ikea|renovat\w+|moving boxes|spring cleaning|

    bicycles?|jogg?ed|jogger|half marathon|kilomet(?:er|re)s|triathlon|push ups|pull ups|squats|dumbbells?|pilates|
    zumba|ballet|salsa|tango|swimmers?|skating|snowboard\w*|sledge|rowing|kayak\w*|canoe\w*|diving|golf\w*|cricket|
    baseball|softball|darts|bowling|billiards|table tennis|fencing|wrestling|archery|goalie|referee|penalty kick|
    premier league|champions league|bundesliga|olympics|world championship|formula one|season ticket|home game|

    bread|butter|milk|rice|beans|onions?|garlic|carrots?|cucumbers?|peppers|mushrooms?|apples?|bananas?|oranges?|
    strawberr(?:y|ies)|raspberr(?:y|ies)|cherr(?:y|ies)|pears?|plums?|grapes?|lemons?|pumpkins?|yoghurt|yogurt|honey|
    sugar|flour|dough|yeast|muffins?|brownies?|cheesecake|waffles?|croissants?|omelette|porridge|steak|burgers?|
    fries|kebab|tacos?|burritos?|ramen|risotto|gnocchi|lasagna|dumpling|meatballs?|roast|grill(?:ed|ing)?|stew|gravy|
    picnic|brunch|supper|dessert|snacks?|lemonade|cocktails?|whisky|vodka|champagne|cider|hangover|vegan|vegetarian|

    stomach ache|toothache|backache|migraine|cold sore|sneez\w+|cough\w*|antibiotics|
    broken (?:leg|arm|finger|rib|foot|toe)|sprained|stitches|allerg\w+|asthma|diabetes|insomnia|therapist|
    physiotherap\w+|kilos? (?:lighter|heavier|less)|lost weight|lost \w+ kilos?|calories|vitamins?|
    physio|in hospital for|crutches|burnt my|sunscreen|

    guitarist|saxophone|trumpet|flute|clarinet|ukulele|accordion|harmonica|keyboardist|singer|album|vinyl|
    band practice|open mic|theatre group|watercolou?rs?|sketch(?:ing|book)|embroidery|quilt\w*|woodwork\w*|
    carpentry|model trains?|stamp collection|coin collection|crosswords?|sudoku|jigsaw|birdwatching|astronomy|
    telescope|fishing rod|campfire|bonfire|sleeping bag|hammock|lego|dungeons|minecraft|fortnite|xbox|nintendo|
    anime|harry potter|star wars|sitcom|soap opera|thriller|detective stor(?:y|ies)|fairy tales?|

    thunder\w*|lightning|storms?|foggy?|frost|icy|drizzl\w+|heatwave|humid|windy|cloudy|icicles?|flood(?:ed)?|
    airbnb|all inclusive|road trip|road trips|weekend trip|roller coaster|theme park|jet lag|suitcase|boarding pass|
    volcano|waterfall|desert|safari|lighthouse|campsite|mountain hut|seagulls?|

    kitty|puppies|guinea pigs?|bunny|bunnies|budgie|canary|goldfish|turtles?|tortoise|snakes?|lizards?|frogs?|ducks?|
    geese|pigeons?|owls?|squirrels?|hedgehogs?|mice|rats|pony|ponies|donkeys?|pigs?|lambs?|calf|vet|litter box|leash|
    dog (?:park|food|school)|cat food|barking|barks|barked|purr\w*|meow\w*|wagging|

    tulips|daisies|sunflowers|orchids?|cactus|herbs|basil|parsley|compost|weeds|lawnmower|watering can|seedlings?|
    apple tree|cherry tree|vegetable patch|allotment|zucchini|courgettes?|lettuce|radish(?:es)?|
    perfume|makeup|earrings?|necklace|bracelet|handbag|hairdresser|barber|sneakers|sandals|pyjamas|socks|scarf|gloves|
    knitted|sewed|sewing machine|flea market|second hand|
    speed camera|driving (?:licen[cs]e|test|school|lesson)|flat tyre|flat tire|car wash|petrol station|gas station
""")
_CHATTER = _lines(r"""
    wifi|wi fi|doorbell|door bell|screen share|teams call|are you (?:a |an )?(?:bot|human|real|ai|recording|there)|
    joke|have a nice|see you|your name|next question|skip this|hello world|(?:phone|door|bell) (?:is|was) ringing|
    short break|coffee break|be right back|no idea what|what do you mean|wrong window|
    (?:this|it|again|talk|speak|continue|call) tomorrow|until tomorrow|one moment|(?:one|a) sec(?:ond)?|hear me|
    hear you|see me|understand me|the line is|(?:my|the) (?:connection|internet|battery|camera|mic|microphone|
    headset|headphones|sound|audio|video|keyboard|laptop|picture|screen) (?:is|was|keeps|went|has|froze|died)|
    (?:other|wrong|new) (?:headset|device|microphone|tab|window|link|button|channel|thread|server|place|room)|
    right (?:channel|thread|server|place)|my (?:headphones|headset|microphone|connection|internet|webcam|camera|
    keyboard|english)|the question again|is this recorded|is it better|before (?:we|that|i) (?:go|start|begin|
    continue|answer|how|what)|recruiter|job market|this process|dress code|how long (?:will|does|is)|the session be|
    bad line|type the question|(?:repeat|rephrase|say) (?:the question|that|it)|come again|say again|
    give me a (?:second|minute|moment)|okay great|one question first|one thing first|before that|quick question|
    technical problem|restart my|sorry can|sorry i am late|sorry for|come by|brb|afk|
    is this (?:thing )?(?:recording|on|working|the)|testing testing|hello|hi there|hey there|test test|lol|haha\w*|
    hehe|asdf\w*|qwert\w*|can (?:we|you|i) (?:do|repeat|call|hear|see|skip|stop|come|continue|start|answer|ask|have|
    take|get|use|pause|speak)|call (?:me|you) back|reschedul\w*|microphone|headset|webcam|lorem|ipsum|what time|
    (?:what|how) (?:should|shall|do) i (?:write|do|say|answer|type)|no (?:clue|idea) what|which question|
    how does this|ping|nice to meet you|how are you|how is the weather|good (?:morning|evening|afternoon)|
    thank you (?:very much |so much )?for (?:having|inviting|the|your)|thanks for (?:having|inviting|the|your)|
    good journey|nice office|(?:second|next|another|last|final) round|feedback after|hear (?:back|from you)|
    (?:other|more|many) (?:candidates|applicants)|in the running|shall we (?:start|begin)|can we start|
    waiting for (?:somebody|someone|anyone)|the timer|this (?:bot|app work|chat)|the bot|practice mode|video calls?|
    only a bot|one more round|(?:fourth|fifth|sixth) round|these rounds|so many rounds|
    anybody (?:reading|there|out there|listening)|anyone (?:reading|there|out there|listening)|
    somebody (?:reading|there)|
    waste of (?:my )?time|wasting my time|this many questions|this (?:interview|questionnaire|quiz|silly|stupid)|
    (?:stupid|silly|dumb|boring|ridiculous|unfair) (?:questions?|interview|process)|
    who reads (?:this|these)|not (?:even )?(?:a|one) (?:coffee|reply|answer|thank you)|
    i (?:give up|quit this|am done|want to stop|want to leave)|how do i (?:quit|stop|leave|skip|exit|cancel)|
    how many (?:questions|more|rounds)|too many questions|next one please|skip please|please skip|
    pass on this|is (?:this|there) (?:a )?(?:real|human|person)|as an ai|
    link in bio|follow me|crypto\w*|bitcoin|giveaway|win an?|followers|subscribe to|dm|discount|click here|
    dms?|(?:dm|message|text|contact) me (?:for|on|at)|link (?:below|here|in my)|my (?:profile|channel|bio|
    stream|instagram|onlyfans|youtube|tiktok|twitch)|join (?:the|my|our|this) (?:server|discord)|
    free (?:nitro|gift\w*|robux|vbucks|coins|skins|followers|iphone|spins)|nitro|robux|gift ?cards?|
    airdrop|nfts?|ethereum|seed phrase|forex|trading (?:team|group|signals?|bot|course)|
    passive income|financial freedom|side hustle|from home with|
    make (?:up to )?\$\d+|get rich|guaranteed (?:profit|returns?|income)|double\w* (?:your|her|his) (?:money|savings|
    investment)|(?:few|limited) (?:places|spots|seats|slots) left|only few|first \d+ (?:people|users|members|to)|
    limited (?:time|offer)|act (?:now|fast)|hurry up|don ?t miss|last chance|sign up (?:now|today|here)|order now|
    \d+ ?% off|free shipping|visit (?:our|my) (?:site|website|
    shop|page)|https?|www|t me|bit ly|click (?:my|below)|subscribe|like and (?:share|subscribe)|
    check out my|viagra|sugar daddy|hot singles|weight loss|essay writing|buy (?:cheap|followers)|
    promo code|buy now|casino|cheap|price list|reach me at|free money|whatsapp|telegram|loan approved|lottery|
    at the door|parcel|give me \w+ (?:seconds|minutes)|hang on|hold on|your voice|you an ai|you a robot|
    how long does (?:this|the)|
    how much longer|(?:my|the) (?:screen|page) (?:is|has|does)|reload\w*|refresh the page|restart|disconnected|lagging|
    echo on|too loud|louder|mute|muted|unmute|wrong person|i clicked|i pressed|press(?:ed)? the|in (?:german|french|
    spanish|italian|polish|turkish|portuguese)|can(?:no| ?')t hear|did you (?:get|see|receive) my|which button
""")
_WORK = _lines(r"""
    boss\w*|managers?|colleagues?|co ?workers?|customers?|clients?|guests?|patients?|subscribers?|members?|readers?|
    visitors?|viewers?|learners?|students?|suppliers?|sellers?|drivers?|nurses?|wards?|doctors?|engineers?|developers?|
    compan(?:y|ies)|firms?|employers?|employees?|staff|crew|shifts?|departments?|office|branch(?:es)?|headquarters|
    agency|start ?up|bank|insur\w+|hospital|clinic|pharmacy|museum|library|theatre|factory|warehouses?|depot|hotel|
    restaurant|bakery|shops?|stores?|chain|supermarket|logistics|charity|ngo|ministry|city council|call cent(?:er|re)|
    centre|university|airline|railway|publisher|studio|utility|school|portal|webshop|marketplace|platform|
    contracts?|orders?|invoices?|sales|revenue|costs?|budget\w*|prices?|pricing|refunds?|receipts?|stock|deliver\w+|
    percent|per cent|weekly|monthly|quarter\w*|projects?|launch\w*|deadlines?|process\w*|reports?|spreadsheets?|
    excel|tools?|software|apps?|websites?|e ?mails?|tickets?|support|hotline|backlog|workshops?|meetings?|slides?|
    presentation|stakeholders?|teams?|head of|director|owner|intern\w*|trainee|junior|hired|responsible|in charge|
    stations?|listeners?|volunteers?|donors?|passengers?|tenants?|pupils|audience|trucks?|truckers?|freight|shipping|
    ferry|harbour|airport|flights?|routes?|machines?|plant|brewery|farm(?:ers?)?|accounting|reception\w*|trainees?|
    asked to|my (?:task|job|role|assignment)|proposal|pilot|roll\w* out|rollout|complain\w*|errors?|mistakes?|
    figures?|numbers?|counted|measured|analys\w+|data
""")
"""Any workplace, whatever the trade: tells a story of work from one of private life."""
COMPETENCY_FIELDS: Mapping[Competency, tuple[str, ...]] = {
    Competency.BACKGROUND: (),
    Competency.SQL: ("sql",),
    Competency.DATA_ANALYSIS: ("analysis", "metrics", "quality"),
    Competency.PRODUCT_METRICS: ("metrics", "experiment"),
    Competency.EXPERIMENTATION: ("experiment", "metrics"),
    Competency.DATA_QUALITY: ("quality", "sql", "analysis"),
    Competency.USER_RESEARCH: ("research", "metrics"),
    Competency.COMMUNICATION: ("people", "analysis"),
    Competency.COLLABORATION: ("people",),
    Competency.STAKEHOLDERS: ("people",),
    Competency.ADAPTABILITY: ("people", "strategy"),
    Competency.STRATEGY: ("strategy", "motivation", "metrics"),
    Competency.NEGOTIATION: ("offer",),
}
_ALL = {**FIELDS, "private": _PRIVATE, "chatter": _CHATTER, "work": _WORK}
_ALTERNATIVE = re.compile(r"(?:\([^)]*\)|[^|(])+")
"""One of a field's words or phrases, with what it has in brackets."""


def _matching(*, phrases: bool) -> Mapping[str, re.Pattern[str]]:
    """A pattern for each field, of its single words or of its phrases."""
    kept = {
        name: [one for one in _ALTERNATIVE.findall(words) if (" " in one) is phrases] for name, words in _ALL.items()
    }
    return {name: re.compile(rf"\b(?:{'|'.join(words)})\b") for name, words in kept.items() if words}


_WORDS, _PHRASES = _matching(phrases=False), _matching(phrases=True)
_NEAR_WORDS = {name: re.compile(rf"(?:{words})") for name, words in _NEAR.items()}
_WORD = re.compile(r"[^\W_]+")
_FAMILY = re.compile(
    r"\bmy (?:cat|dog|wife|husband|girlfriend|boyfriend|kids?|son|daughter|children|baby|mum|mom|dad|mother|"
    r"father|gran\w+|cousin|nephew|niece|sister|brother|parents|family)\b"
)
"""Weighs double: nobody brings them to work."""


def spoken_words(text: str) -> list[str]:
    """All words of a lower-case text."""
    return _WORD.findall(text)


def count(text: str) -> Counter[str]:
    """How often words and phrases of each field occur."""
    counted = Counter(name for word in _WORD.findall(text) for name in named(word))
    counted.update({name: len(pattern.findall(text)) for name, pattern in _PHRASES.items()})
    counted["private"] += len(_FAMILY.findall(text))
    return counted


@lru_cache(maxsize=8192)
def named(word: str) -> frozenset[str]:
    """The fields whose word this is. Remembered, since people use few different words."""
    return frozenset(name for name, pattern in _WORDS.items() if pattern.fullmatch(word))


@lru_cache(maxsize=8192)
def near(word: str) -> frozenset[str]:
    """The fields that this word may belong to, besides others."""
    return named(word) | {name for name, pattern in _NEAR_WORDS.items() if pattern.fullmatch(word)}
