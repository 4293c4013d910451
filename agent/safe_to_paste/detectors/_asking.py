"""What staff ask about a piece of writing, and whose they say it is: the words, looked for in one request.

What is asked for comes in three strengths: to be judged (marked, levelled, graded), which is asked of nothing but
somebody's work; to be looked at (feedback, next steps, "is this AI?"), which is also asked of a teacher's own
plans; and to be mended (improved, proofread, cut), which is asked of anything.

>>> JUDGED.search("what grade would this get at gcse?") is not None
True
>>> WHOSE.search("proofread this letter home") is None
True
"""

from __future__ import annotations

from safe_to_paste.late import re

_YEAR = r"(?:(?:y|yr|year)[ ]?(?:1[0-3]|[1-9])s?|(?:1[0-3]|[1-9])[a-z]{1,2}\d?|reception|sixth[ -]form(?:er)?s?)"
_PUPIL = (
    r"(?:pupils?|students?|child(?:ren)?|kids?|boys?|girls?|lads?|learners?|candidates?|tutees?|apprentices?"
    rf"|trainees?|{_YEAR})"
)
# What pupils write and staff hardly do.
_OWN_KIND = (
    r"(?:essays?|answers?|stor(?:y|ies)|poems?|scripts?|responses?|homework|exit[ ](?:tickets?|slips?)|(?:ucas"
    r"|personal)[ ]statements?|nea|coursework|controlled[ ]assessment"
    r"|epq|recounts?|narratives?|haikus?|limericks?|paragraphs?|attempts?|translations?|pieces?|writing|work"
    r"|write[ -]?ups?|diar(?:y"
    r"|ies)|conclusions?|commentar(?:y|ies)|portfolios?|investigations?|solutions?)"
)
_KIND = (
    rf"(?:{_OWN_KIND}|introductions?|intros?|evaluations?|analys[ei]s|speech(?:es)?|reviews?|descriptions?"
    r"|explanations?"
    r"|sentences?|blogs?|articles?|methods?|reflections?|logs?|drafts?|notes|bullet[ ]points|jottings|ideas"
    r"|letters?|code|program|assignments?"
    r"|assessments?)"
)
_ADJ = r"(?:[\w'/-]{1,16}[ ]){0,3}?"
_THIS = (
    r"(?:(?:this|these|those|it|them|the|his|her|their|each|every|both|all|my|our|two|three|four|some|an?"
    r"|following)(?!\w))"
)
# After the name of a kind of writing: what leads to such writing rather than the writing itself.
_TO_COME = (
    r"(?![ ](?:plans?|planning|planners?|structures?|questions?|titles?|topics?|starters?|openers?|frames?|outlines?"
    r"|prompts?|tasks?|skills|techniques?|banks?|mats?|templates?|checklists?|scaffolds?|criteria|guides?|clubs?)(?!\w))"
)
# Something about to be judged: "this", and what only a question about a piece says of it.
_GOT = r"(?:grade|level|mark|marks|band|stage|score|standard|descriptor|attainment|proficiency)"
# What a bidding stands after.
_BIDS = (
    r"(?:\A|[.,;:(?!>-][ ]?|(?<!\w)(?:please|pls|plz|you|u|to|and|then|just|help|me|need|want|now|also"
    r"|&)[ ])[ \t*-]{0,3}"
)
JUDGED = re.compile(
    rf"{_BIDS}(?:re-?)?(?:mark|grade|score|level|band|moderate|assess)[ ](?:{_THIS}|for[ ]me|out[ ]of[ ]\d"
    rf"|{_PUPIL}(?:'s|s'|')[ ]{_ADJ}{_KIND})"
    r"|(?<!\w)(?:what|which|wot|whats|what's)[ ](?:(?!(?:is|are|was|do"
    rf"|does)[ ])[\w'-]{{1,16}}[ ]){{0,2}}?{_GOT}(?:[ ](?:code|scale))?(?:[ ]?(?:\?|\Z)|[ ](?:do[ ]you[ ]think[ ])?"
    r"(?:is|was|would|wud|should|does|do|will|might|could|did|can|are|for)[ ](?:this|it|he|she|they|these|those"
    r"|them|you|u|i|each|we|the|that)(?!\w))"
    r"|(?<!\w)what(?:'s|s|[ ]is)[ ](?:this|it|each|each[ ]one)[ ]worth(?!\w)"
    # What it would get, wherever the words stand.
    rf"|(?<!\w)(?:say|tell[ ]me|know|decide|guess|estimate|see|work[ ]out|and|or|to)[ ](?:what|which|whether|if)[ ]"
    rf"(?:[\w'/-]{{1,16}}[ ]){{0,4}}?{_GOT}(?!\w)"
    r"|(?<!\w)(?:what|which)[ ](?:would|wud|will|might|should|could|does|did|do)[ ](?:this|it|these|he|she|they|that)"
    r"[ ](?:[\w'-]{1,16}[ ]){0,3}?(?:get|score|be[ ]graded|be[ ]worth|achieve|earn|come[ ]out|land)(?!\w)"
    rf"|(?<!\w)(?:what|which)[ ](?:[\w'/-]{{1,16}}[ ]){{0,6}}?{_GOT}[ ](?:[\w'/-]{{1,16}}[ ]){{0,3}}?(?:would|wud"
    rf"|should"
    r"|could)[ ](?:you|u|it|this|that|he|she|they|i)(?!\w)"
    r"|(?<!\w)(?:an?[ ]|the[ ]|your[ ]|my[ ])?(?:marks?|score|grade)[ ]out[ ]of[ ]\d"
    r"|(?<!\w)(?:m|a|b|ao\d|spag)(?:[ ]and[ ]|[ ]?[,&/][ ]?)(?:m|a|b|ao\d|spag)[ ]marks?(?!\w)"
    rf"|{_BIDS}(?:can[ ]you[ ]|could[ ]you[ ])?(?:put|place|slot|sort)[ ](?:this|it|these|them|her"
    rf"|his)[ ](?:[\w-]{{1,12}}[ ]"
    r"){0,2}?(?:in|into|at|on)[ ](?:a|an|the|which|their|one[ ]of)[ ](?:[\w-]{1,12}[ ]){0,2}?(?:levels?|bands?"
    r"|grades?)(?!\w)"
    r"|(?<!\w)(?:you|u|to|and|please|pls)[ ](?:mark|grade|level|band|score|moderate)[ ](?:this|it|these|them|her|his"
    r"|each)"
    r"(?!\w)"
    r"|(?<!\w)(?:a|an)[ ](?:grade[ ]|level[ ]|mark[ ]|band[ ])?\d[ +-]{0,2}or[ ](?:a|an)[ ](?:grade[ ]"
    r"|level[ ])?\d(?!\w)"
    r"|(?<!\w)(?:working[ ])?(?:towards|at|expected|below)[ ]?(?:,|/|or)[ ]?(?:working[ ])?(?:at|expected|greater|gds"
    r"|deeper)"
    r"(?!\w)"
    r"|(?<!\w)what(?:'s|s|[ ]is|[ ]else)[ ](?:is[ ])?(?:missing|needed|lacking)[ ](?:for"
    r"|to[ ]get)[ ](?:an?[ ])?(?:[pmd]\d|pass"
    r"|merit|distinction|grade|level|top|full)"
    r"|(?<!\w)(?:is|are)[ ](?:it|this|these|they)[ ](?:a[ ])?(?:pass|merit|distinction|fail)(?:[ ]yet)?(?!\w)"
    rf"|{_BIDS}(?:tick|check|mark)[ ](?:off[ ])?(?:(?:if|whether)[ ](?:these|this|they|it)[ ](?:is[ ]"
    rf"|are[ ])?(?:right|correct|wrong)(?=\W|\Z)|(?:these|the|this|his|her|their)[ ]"
    r"(?:[\w-]{1,12}[ ]){0,2}?(?:answers?|sums|questions|workings?|solutions?|test|quiz|sheet)[ ](?:and|for|against"
    r"|out|to"
    r"|are|is)(?!\w))"
    r"|(?<!\w)(?:which|what)[ ](?:ones?[ ])?(?:are|is|did|does|has|have)[ ](?:(?:he|she|they)[ ])?(?:got[ ]|get[ ])?"
    r"(?:wrong|right|correct|incorrect)(?!\w)"
    r"|(?<!\w)(?:are|is)[ ](?:these|this|they|it|her|his|their)[ ](?:[\w-]{1,12}[ ]){0,2}?(?:right|correct"
    r"|wrong)(?=[ ]?(?:\?"
    r"|\Z|,|[ ]or))"
    r"|(?<!\w)(?:rag[ -]?rate|moderate|standardise|benchmark|second[ -]mark|double[ -]mark|peer[ -]?mark"
    r"|self[ -]?assess|triple"
    r"[ -]?impact[ ]mark)[ ](?:this|these|it|them|her|his|their|my)(?!\w)"
    r"|(?<!\w)(?:what|how[ ]much)[ ](?:would|wud|should|do|did|could)[ ](?:you|u|i|we)[ ](?:give"
    r"|award)(?!\w)(?![ ](?:a|an|to|as|your)[ ])"
    rf"|{_BIDS}(?:re-?)?(?:mark|grade|score|level|assess)[ ](?:using|against|according|as[ ]per|with[ ]the|on[ ]the"
    r"|to[ ]the)(?!\w)"
    r"|(?<!\w)(?:grade|level|band|stage)[ ]?\d[ ]or[ ](?:a[ ])?(?:(?:grade|level|band|stage)[ ]?)?\d(?=[ ]?\?)"
    r"|(?<!\w)which[ ](?:pupil|student|child|one|answer|response|essay|piece|of[ ](?:these|them"
    r"|the)[ ]?\w{0,10})[ ](?:would|should|is|gets|deserves|does|has|scores)(?!\w)"
    r"|(?<!\w)ao\d[ ](?:credit|marks?)?[ ]?(?=\?)"
    r"|(?<!\w)(?:\d|one|two|three|four|five|six|seven|eight|nine)[ ]or[ ](?:\d|one|two|three|four|five|six|seven"
    r"|eight|nine)[ ]out[ ]of(?!\w)"
    r"|(?<!\w)(?:if|whether)[ ](?:it|this|she|he|they)[ ](?:meets?|hits?|reach\w{0,2}|gets?|deserves?"
    r"|would[ ](?:get|meet|hit|pass)|is[ ]at|passes)(?!\w)"
    r"|(?<!\w)(?:pick|choose|find)[ ](?:the[ ])?(?:best|winner|strongest|weakest)(?!\w)(?![ ](?:word|way|time|title"
    r"|answer[ ]from))"
    r"|(?<!\w)put[ ](?:them|these|the[ ]\w{4,10})[ ]in[ ](?:rank[ ]order|(?:an?[ ])?order[ ](?:of[ ])?(?:merit"
    r"|quality|marks?|attainment|best))"
    r"|(?<!\w)how[ ](?:many|much)[ ](?:of[ ]the[ ])?(?:marks?|credit)(?!\w)(?![ ]is[ ]it[ ]worth)"
    r"|(?<!\w)(?:wts|exs|gds|greater[ ]depth|working[ ](?:at|towards)|expected[ ]standard)(?:[ ]?[,/]|[ ]or[ ]"
    r"|[ ]yet|[ ]?\?)"
    r"|(?<!\w)(?:is|are|was|would|does|do|did|has|have|could|can|will|should)[ ](?:this|it|these|she|he|they|either)"
    r"[ ](?:[\w'-]{1,14}[ ]){0,4}?(?:(?:meets?|hit|reach|secure|achieve)[ ](?:the[ ]|an?[ ]"
    r"|all[ ](?:the[ ])?)?(?:expected|standard|criteria|ao|grade|level|top|band|success|mark|pass|merit|distinction"
    r"|year|key[ ]stage|end[ ]of|descriptor)\w*|wts|exs|gds|working[ ](?:at|towards)"
    r"|greater[ ]depth|(?:level|grade|band|stage)[ ]?\d|a[ ](?:pass|merit|distinction|level|grade|\d)|pass"
    r"|full[ ]marks"
    r"|(?:the[ ]|a[ ])?top[ ]band|the[ ](?:mark|standard|criteria|marks)|ao\d|worth[ ])(?!\w)"
    r"|(?<![\w/.])(?:www(?!\.)|ebi|what[ ]went[ ]well|even[ ]better[ ]if|(?:two|2|three|3)[ ]stars"
    r"|glow[ ]and[ ]grow)(?!\w)"
    r"|(?<!\w)give[ ](?:(?:me|it|this|these|them|each|him|her)[ ]){0,2}(?:[\w-]{1,14}[ ]){0,4}?(?:mark|grade|level"
    r"|score|band)s?(?!\w)(?![ ]\d[ ](?:\w+[ ]){0,2}?(?:paragraph|answer|essay|example|exemplar|response|version"
    r"|model))"
    r"|(?<!\w)(?:suggest|want|need|predict|estimate|award|justify|decide|confirm|agree)[ ](?:an?|the|your"
    r"|likely)[ ](?:[\w-]{1,14}[ ]){0,2}?"
    r"(?:mark|grade|level|score|band)s?(?!\w)"
    r"|(?<!\w)(?:where|why|how)[ ](?:did|does|has|have|would)[ ](?:he|she|they|it"
    r"|this)[ ](?:[\w-]{1,10}[ ]){0,2}?(?:lose|lost|drop|only|score|marks?)(?!\w)"
    r"|(?<!\w)how[ ](?:would|do|should)[ ](?:you|u|i|we)[ ](?:mark|grade|level|score|assess)[ ](?:this|it|these"
    r"|them|q\d|question|the[ ]following)(?!\w)"
    r"|(?<!\w)(?:agree|happy|ok|go)[ ]with[ ](?:an?[ ]|my[ ]|the[ ]|this[ ])?(?:\d{1,2}[ ]?(?:/|out[ ]of)|(?:mark"
    r"|grade|level|band)(?!\w))"
    r"|(?<!\w)(?:two|three|2|3|some|one|give[ ]me|list|need)[ ](?:strengths|positives|next[ ]steps|targets)(?!\w)"
    r"|(?<!\w)tick[ ](?:or[ ]cross|these|them)|\A(?:marking|moderation|levelling)[ ](?:help|advice|query|question"
    r"|check)(?!\w)"
    r"|(?<!\w)(?:did|has|have|could|is|was|does|do)[ ](?:he|she|they|(?:this|the|my"
    rf"|our)[ ]{_PUPIL})[ ](?:[\w'-]{{1,14}}[ ]){{0,3}}?(?:ai|chat[ ]?gpt|gpt|copilot|gemini|cheat\w{{0,3}}|cop(?:y"
    r"|ied))(?!\w)"
    r"|(?<!\w)(?:rank|compare|order)[ ](?:these|the|both)[ ](?:[\w'-]{1,14}[ ]){0,3}?(?:answers|essays|responses"
    r"|pieces|attempts|stories|paragraphs|scripts)"
    r"|(?<!\w)(?:mark|grade|score)[ ]?(?:it[ ]?)?(?:pls|please|plz)|\A(?:mark|grade|moderate|moderation)[ ]?:[ ]?\Z"
)
LOOKED_AT = re.compile(
    rf"(?<!\w)feed[ ]?back(?:[ ](?:for|on|to|about)(?:[ ]how)?[ ]{_THIS}|[ ](?:please|pls)|[ ]?[:?\n]|[ ]?\Z"
    r"|[ ]comment)|(?<!\w)what[ ]feedback(?!\w)"
    r"|(?<!\w)(?:give|write|need|draft|suggest|provide|set|i'd[ ]like|want)[ ](?:[\w'-]{1,16}[ ]){0,4}?"
    r"(?:feedback|next[ ]steps?|targets?|comments?|strengths)(?!\w)"
    r"|(?<!\w)(?:next[ ]steps?|targets?|strengths?)[ ](?:and[ ][\w ]{1,24})?for[ ](?:this|these|her|his|him|them"
    r"|each|the)(?!\w)"
    r"|(?<!\w)(?:is|was|does|do|did|has|are|think|thoughts|reckon|sounds?|looks?|seems?)[ ](?:[\w'-]{1,14}[ ]){0,5}?"
    r"(?:ai|a\.i\.|chat[ ]?gpt|gpt|copilot|gemini|a[ ]bot|plagiari\w{2,6}|copied)(?!\w)"
    r"|(?<!\w)(?:ai|gpt|chat[ ]?gpt)[ -](?:written|generated|or[ ](?:not|pupil|student|kid|human|real|her|him|his"
    r"|their))(?!\w)"
    r"|(?<!\w)(?:what|which|any|the|spot|list|identify|find|explain|summarise|pick[ ]out"
    r"|diagnose)[ ](?:[\w'-]{1,12}[ ]){0,4}?"
    r"(?:misconceptions?|mistakes|errors)(?!\w)"
    r"|(?<!\w)(?:what|where|how)[ ](?:has|have|did|does|can|could|should|is|would)[ ](?:s?he|they|this[ ](?:pupil"
    r"|student|child|kid))[ ]"
    r"(?:[\w'-]{1,12}[ ]){0,2}?(?:improve|wrong|well|better|next|do|work|need|go)(?!\w)"
    r"|(?<!\w)(?:comment[ ]on|respond[ ]to|look[ ]at|read|analyse)[ ](?:this|her|his|their|these|the)(?!\w)"
    r"|(?<!\w)what[ ]do[ ]you[ ]think"
)
MENDED = re.compile(
    rf"{_BIDS}(?:improve|correct|proof[ -]?read|polish|check|edit|shorten|cut|rewrite|re-write|reword|rephrase|tidy"
    r"|fix|finish"
    r"|type[ ]up|upgrade|make|help|turn|put|lengthen|extend|expand|trim|summarise|translate|sort|redraft|neaten|redo"
    r"|strengthen|spell[ -]?check|up[ ]?level|get|condense|complete|clean[ ]up)(?!\w)"
)
# Whose it is said to be.
_SAID = (
    rf"(?<![\w'])(?:an?|one|this|that|the|these|those|my|our|another|some|two|three|four|five|both|each|\d{{1,2}}"
    r"|from|by|of|what|how)[ ]"
    rf"{_ADJ}{_PUPIL}(?:'s|s'|')?(?:[ ](?:in|from|of)[ ](?:{_YEAR}|my[ ]\w{{1,12}}|set[ ]\d))?[ ]"
    rf"(?:(?:(?:has|have|just|actually|who|that)[ ]){{0,2}}(?:wrote|written|handed[ ](?:it[ ]|this[ ]|me[ ]"
    r"|these[ ])?in|submitted|produced|typed|dictated|sent[ ]me|emailed[ ]me|put(?=[ ][\"'])|said(?=[ ][\"']))"
    rf"|{_ADJ}{_KIND})(?!\w)"
    r"|\A(?!(?:today|tomorrow|yesterday|let|what|here|it|that|there|who|how|where|author|poet|writer|king|queen|god"
    r"|world)')[a-z]{2,12}'s[ ](?:[\w-]{1,12}[ ]){0,2}?(?:stor(?:y|ies)|answers?|essay|paragraph|homework|piece"
    r"|draft|script|recount|coursework|nea)(?!\w)"
    rf"|(?<![\w'])(?:my|our)[ ](?:[\w'-]{{1,12}}[ ]){{0,2}}?(?:group|set|class|form|table|lot)(?:[ ]\d)?[ ](?:wrote"
    r"|put|produced|handed[ ]in|came[ ]up[ ]with)(?!\w)"
    rf"|(?<![\w'])(?:{_KIND})[ ](?:below[ ]|above[ ]|here[ ]|attached[ ])?(?:is[ ])?(?:from|by|of)[ ](?:my|our|a|an"
    rf"|one[ ]of|some[ ]of|two[ ]of|three[ ]of|the)[ ]{_ADJ}(?:{_PUPIL}|set[ ]\d|top[ ]set|bottom[ ]set|class"
    r"|group)(?!\w)"
    rf"|(?<![\w'])(?:this|that)[ ]{_PUPIL}[ ](?:have|has|made|got|need\w*|do|does|was[ ]trying|is[ ]trying|meant"
    r"|means|think|thinks|know|understand"
    r"|understands)(?!\w)"
    rf"|(?<![\w'])(?:my|our)[ ](?:[\w'-]{{1,14}}[ ])?{_PUPIL}(?:'s|s'"
    rf"|')?[ ](?:[\w'-]{{1,14}}[ ]){{0,2}}?{_KIND}(?!\w)"
    rf"|(?:\A|[\n.!?,-][ ]?){_PUPIL}(?:'s|s')?[ ]{_ADJ}(?:{_KIND}|wrote)(?!\w){_TO_COME}"
    rf"|(?<![\w'])(?:his|her|their)[ ](?:own[ ])?(?:[\w'/-]{{1,16}}[ ]){{0,2}}?(?:{_OWN_KIND})(?!\w)"
    rf"|(?<![\w'])(?:{_YEAR}|gcse|a[ -]?level|btec|t[ -]?level|eal|mock|aqa|edexcel|ocr|wjec|eduqas|(?:\d{{1,2}}"
    rf"|\w{{3,6}})[ -]mark(?:er)?)[ ]{_ADJ}(?:{_OWN_KIND}|evaluations?"
    rf"|introductions?|analys[ei]s|speech(?:es)?|descriptions?|explanations?|reflections?)(?!\w){_TO_COME}"
    rf"|(?<![\w'])(?:{_PUPIL}|she|he|they|i)[ ](?:has[ ]|have[ ]|just[ ]|'s[ ])?(?:wrote|written|handed[ ]in"
    r"|submitted|dictated)(?![ ]a[ ]complaint|\w)"
    r"|(?<![\w'])(?:keep|sound|sounds|still|in|but)[ ](?:(?:it|in|be|like|all)[ ]){0,3}(?:his|her"
    r"|their)(?:[ ]own)?[ ](?:voice|words)(?!\w)"
    r"|(?<![\w'])(?:his|her|their)(?:[ ]own)?[ ]words(?!\w)"
    r"|(?<!\w)(?:keep|keeping|kept|without|don't|dont|not|leave|still)[ ](?:[\w-]{1,10}[ ]){0,3}?(?:hers|theirs"
    r"|(?:his|her|their)[ ](?:own[ ])?(?:ideas?|style|meaning|spellings?|mistakes))(?!\w)"
    r"|(?<![\w'])(?:by|from)[ ](?:one[ ]of[ ](?:my|our|the)|an?|my"
    rf"|our)[ ](?:[\w'-]{{1,12}}[ ]){{0,2}}?{_PUPIL}(?!\w)(?![ ](?:class|group|point|perspective|view))"
)
WHOSE = re.compile(_SAID)
# It is called what pupils write, and nobody's.
WORK = re.compile(
    r"(?<![\w'])(?:this|these|the[ ](?:following|attached|below|two"
    rf"|three))[ ](?:[\w'/-]{{1,16}}[ ]){{0,2}}?{_OWN_KIND}(?!\w)"
    rf"|(?<![\w'])(?:two|three|both|the)[ ]{_OWN_KIND}[ ](?:below|above|attached)(?!\w)"
)
# The same, of kinds that staff hardly write themselves.
HOMEWORK = re.compile(
    r"(?<![\w'])(?:this|these|the[ ](?:following|attached|below))[ ](?:[\w'/-]{1,16}[ ]){0,2}?"
    r"(?:essays?|homework|coursework|nea|answers?|responses?|personal[ ]statements?|exit[ ]tickets?|attempts?"
    r"|epq)(?!\w)"
)
# It is said to be there.
POINTED = re.compile(
    r"(?<!\w)(?:here(?:'s|s|[ ]is|[ ]are)?|below|above|attached|following|(?:this|these|those|it|that)(?:'s|[ ]is"
    r"|[ ]are|[ ]was)|its|it's)(?!\w)"
)
# Asked of writing that somebody doubts.
_MACHINE = r"(?:ai|a\.i\.|chat[ ]?gpt|gpt|copilot|gemini|claude|(?:a[ ])?(?:chat[ ]?)?bots?|machine|computer|robot)"
BY_MACHINE = re.compile(
    r"(?<!\w)(?:if|whether)[ ][^\n.?]{0,60}?(?<!\w)(?:copied|plagiari\w{2,6}|genuine)(?!\w)|"
    r"(?<!\w)(?:if|whether|was|is|were|are|has|have)[ ](?:this|it|they|these|she|he)[ ](?:[\w'-]{1,14}[ ]){0,4}?"
    r"(?:written|done|made|produced|used|wrote|generated|typed)[ ]"
    rf"[^\n.?]{{0,40}}?(?<!\w){_MACHINE}(?!\w)|"
    r"(?<!\w)(?:is|was|did|does|do|are|think|thoughts|reckon|sounds?|looks?|seems?|reads?|chance|likely|likelihood|odds"
    r"|suspect|sure|say|check|tell[ ]me|worried)[ ](?:[\w'-]{1,14}[ ]){0,5}?"
    rf"(?:{_MACHINE}|plagiari\w{{2,6}}|copied)(?!\w)(?=[^\n.]{{0,30}}(?:\?|\Z))|"
    rf"(?<!\w){_MACHINE}(?:[ ](?:has|have|did|probably|just|actually))?[ ](?:write|wrote|written|done|did|made"
    rf"|generated|do)"
    r"(?:[ ](?:this|it|that|these|her|his))?(?!\w)|"
    rf"(?<!\w)(?:sounds?|looks?|seems?|reads?|smells?|feels?)[ ](?:a[ ]bit[ ]|very[ ]|just[ ])?(?:like|as[ ]if)[ ]"
    rf"(?:it's[ ]|it[ ]is[ ]|it[ ]was[ ])?(?:[\w-]{{1,10}}[ ])?{_MACHINE}(?!\w)|"
    rf"(?<!\w)(?:pupil|student|kid|child|year[ ]old|her|him|his|herself|himself|their|they|human|own[ ]work|genuine)"
    rf"(?:[ ][\w']{{1,12}}){{0,4}}?[ ]or[ ](?:is[ ]it[ ]|did[ ]|was[ ]it[ ]|just[ ])?{_MACHINE}(?!\w)|"
    r"(?<!\w)(?:is|was|did|does|do|are)[ ](?:this|it|these|she|he|they)[ ](?:[\w'-]{1,14}[ ]){0,3}?(?:(?:all[ ])?(?:her"
    r"|his|their)[ ]own(?:[ ]work|[ ]words)?|genuine|authentic|cheat\w{0,3})(?=[^\n.]{0,40}(?:\?|\Z))|"
    rf"(?<!\w){_MACHINE}[ -](?:written|generated|detect\w{{1,4}}|check\w{{0,3}}|percentage|score|or[ ](?:not|pupil"
    r"|student|kid|human|real|her|him|his|their))(?!\w)"
)
# Something new is to be made from what is there.
BASED = re.compile(
    r"(?<!\w)(?:based[ ]on|compared?[ ](?:it[ ])?(?:with|to)|from|using|alongside|next[ ]to|improv\w{1,3}"
    r"|respond(?:ing)?[ ]to)[ ](?:this|my|the|her|his|one|these|their|a)[ ]"
    rf"{_ADJ}{_PUPIL}(?:'s|s'|')?[ ]{_ADJ}{_KIND}(?!\w)"
)
# Mended on somebody's behalf; what is rewritten or simplified "for one of my pupils" is a text for them to read.
ON_BEHALF = re.compile(
    r"(?<!\w)(?:improve|polish|proof[ -]?read|cut|shorten|check|correct|edit|finish|tidy|fix"
    rf"|trim)(?!\w)[^\n]{{0,80}}?(?<!\w)for[ ](?:one[ ]of[ ](?:my|our)|my|our)[ ]"
    rf"(?:[\w'-]{{1,12}}[ ]){{0,2}}?(?:{_PUPIL})(?!\w)(?![ ](?:class|group|set|lesson))"
    r"|(?<![\w'])(?:it's|its|it[ ]is|this[ ]is)[ ](?:for[ ])?(?:one[ ]of[ ](?:my|our)"
    rf"|my)[ ](?:[\w'-]{{1,12}}[ ]){{0,2}}?{_PUPIL}(?!\w)(?![ ](?:class|group|set|lesson))"
)
# What is asked about is the writer's own, a teacher's, or made for teaching.
_FOR_TEACHING = (
    r"(?:lessons?|plans?|planning|worksheets?|scheme|sow|slides?|ppt|powerpoint|polic(?:y|ies)|newsletter"
    r"|application|cv"
    r"|cover(?:ing)?[ ]letter|presentation|assembly|quiz(?:zes)?|questions?|mark[ ]?schemes?|rubrics?|displays?|unit"
    r"|resources?|tasks?|activit(?:y|ies)|prompts?|risk[ ]assessment|agenda|minutes|job|e-?mails?|advert|handout|text"
    r"|passages?|comprehension|curriculum|timetable|starter|template|form|letters?[ ](?:home|to)|model|exemplars?"
    r"|samples?|wagoll|specimen|examples?|modelled|play|survey|website|page|certificate|poster|menu|bid|newspaper"
    r"|report|reports|comment[ ]bank|bank|letter|sow|message|notes|reading|readings|books?|films?|announcement"
    r"|paper|document|guidance|handbook|notice)"
)
NOT_PUPILS = re.compile(
    r"(?<![\w'])(?:mark|grade|score|level|assess|feedback[ ](?:on|for|about)|improve|correct|proof-?read|polish"
    r"|check|edit|shorten"
    r"|rewrite|tidy|fix|make|is|does|comment[ ]on|summarise|cut)[ ](?:up[ ])?(?:this|these|the|my|our|a|an"
    r"|following|me)[ ]"
    rf"(?!pupil|student|child)(?:[\w'/-]{{1,16}}[ ]){{0,3}}?{_FOR_TEACHING}(?!\w)(?![ ](?:answers?|responses?"
    r"|essays?|work|writing|attempts?))"
    r"|(?<![\w'])(?:give|write|provide|make|include|add|produce|create|generate)[ ](?:me[ ])?(?:the|a|an|its|full)[ ]"
    r"(?:[\w-]{1,12}[ ]){0,2}?mark[ ]?schemes?(?!\w)"
    r"|(?<![\w'])(?:listening|translation|dictation)[ ](?:transcripts?|passages?|texts?|scripts?|extracts?)(?!\w)"
    r"|(?<![\w'])(?:scenario|questions?|problem)[ ]with[ ](?:an?[ ])?model(?!\w)"
    r"|(?<![\w'])(?:questions?|tasks?|answers?)[ ]in[ ](?:english|french|german|spanish|welsh|latin)(?!\w)"
    r"|(?<![\w'])(?:supplier|company|website|journalist|candidate[ ]for|applicant|interview)(?!\w)"
    r"|(?<![\w'])(?:i've|i[ ]have|i|ive)[ ](?:just[ ])?(?:wrote|written|made|drafted|created|composed"
    r"|put[ ]together|typed(?![ ](?:up[ ])?(?:what|his|her|their|them|it|this|these)(?!\w)))(?!\w)"
    r"|(?<![\w'])(?:this|it|that)(?:[ ]is|'s)[ ](?:my|a|our|the)[ ](?:own[ ])?(?:[\w'-]{1,12}[ ]){0,2}?(?:model"
    r"|modelled|exemplar|sample|example|wagoll)(?!\w)"
    r"|(?<![\w'])(?:of|for|in|improve|check|proofread|polish|edit|shorten|on"
    r"|this[ ]is)[ ]my[ ](?:own[ ])?(?:[\w'-]{1,12}[ ]){0,2}?"
    r"(?:model|modelled|exemplar|sample|specimen|example|wagoll|assignment|dissertation|masters?|ma|pgce|npq\w*"
    r"|thesis|application|essay|story|book|novel|article|blog|reflection)(?!\w)"
    r"|(?<!\w)(?:grade|level|rank|sort|order)[ ](?:the[ ]difficulty|these[ ](?:words|spellings|topics|skills"
    r"|sums))(?!\w)"
    r"|(?<![\w'])(?:likelihood|risk[ ]register|risks?[ ](?:1|rows|from))(?!\w)"
    r"|(?<!\w)mark[ ](?:the|all|each|every|any|up)[ ](?:[\w-]{1,12}[ ])?(?:places?|words?|sentences?|lines?|quotes?"
    r"|quotations?"
    r"|features?|examples?|verbs?|nouns?|adjectives?|devices|techniques|points?|spots?|areas?|syllables|stresses|pauses"
    r"|changes|differences|start|end|occasion|anniversary|date|boundar\w+|route|text)(?!\w)"
    r"|(?<!\w)by[ ](?:difficulty|size|age|genre|colour|length)(?!\w)"
    r"|(?<![\w'])(?:fictional|fictitious|imaginary|imagined|invented|made[ -]up|pretend|hypothetical|dummy)(?!\w)"
    r"|(?<![\w'])(?:code|program|sentences?|text|draft|version)[ ]from[ ]me(?!\w)"
    r"|(?<![\w'])(?:chatgpt|gemini|copilot|you)[ ](?:wrote|generated|made|gave)(?!\w)(?![^\n.]{0,12}\?)"
)
# A request for something that is not there yet.
CREATED = re.compile(
    rf"{_BIDS}(?:write|create|generate|produce|compose|make(?:[ ]up)?|give[ ]me|invent|draft|design|show[ ]me"
    r"|i[ ]need|provide|come[ ]up[ ]with|plan)"
    r"[ ](?:me[ ])?(?:an?|some|\d{1,2}|two|three|four|five|several|sample|model"
    r"|example)[ ](?:[\w'/,-]{1,16}[ ]){0,6}?"
    r"(?:essays?|answers?|stor(?:y|ies)|poems?|paragraphs?|responses?|pieces?|recounts?|diary|letters?|scripts?"
    r"|narratives?"
    r"|speech(?:es)?|reviews?|mark[ ]?schemes?|questions?|quiz|worksheets?|rubrics?|lessons?|plans?|starters?"
    r"|tasks?|test|prompts?"
    r"|reports?|criteria|examples?|frames?|sentences?|bank|scaffold|texts?|passages?|checklist|sheet|poster|guide"
    r"|activit(?:y|ies)|wagoll)(?!\w)"
)
# How children write; each kind of slip counts once.
SLIPS = re.compile(
    r"(?<![\w'])(?:becos|becuase|becuz|becasue|bcos|coz|cos|thier|ther|wich|wen|wer|whent|wos|woz|sed|siad|thay"
    r"|peple|pepole|poeple"
    r"|freind\w*|frend\w*|evry\w*|everythink|somthing|somethink|nothink|alot|allways|allways|untill|beleive\w*"
    r"|definately|defiantly"
    r"|should of|could of|would of|must of|i seen|i done|we was|they was|you was|he were|me and my|brung|writed"
    r"|runned|goed|catched|falled|thort"
    r"|thoght|thourght|brort|cort|tryed|stoped|scard|scarry|scary|realy|realised|exited|exiting|suprise\w*|beutiful"
    r"|beatiful|beautifull|buisness"
    r"|goverment|enviroment|arguement|seperat\w*|tommorow|tomorow|intrested|intresting|diffrent|difrent|particals?"
    r"|enegy|temprature|exept"
    r"|caracter\w*|charecter\w*|metaphore|similie|autho?er|shakespear|audiance|poam|wether|were as|quiet good|noone"
    r"|infact|aswell|eachother|atleast"
    r"|lonley|livd|calld|lookd|walkt|dident|didnt|dont|wasnt|couldnt|cant|wont|im|ive|doesnt|isnt|its a|theres|hes"
    r"|shes|u|ur|gona|gonna|wanna"
    r"|more ofen|offen|ofen|hav|giv|luv|becase|wud|cud|shud|nite|lite|rite|grate|vary|verry|litle|littel|bigg?est"
    r"|beggining|begining|finaly|suddenley|sudenly|suddenly"
    r"|brake|new that|there was a|and then|one day|once upon|my mum|my dad|mum said|in my opinion|i think|i feel"
    r"|i belive|this shows|the writer|the author|in conclusion|the reader|firstly)(?![\w'])"
)
_LONE_I = re.compile(r"(?<![\w'.-])i(?![\w.-])")


def slips(text: str) -> int:
    """How many different things in a text a child might write, and most staff do not."""
    small = text.lower()
    return len({match.group() for match in SLIPS.finditer(small)}) + (_LONE_I.search(text) is not None)
