"""Who a sentence is about: a person named, one child or colleague spoken of, or nobody in particular.

A diagnosis in a policy, a strike in a history lesson and a funeral in a novel are about nobody in school. The same
words are somebody's own when a person is named in the sentence or the one before, or when it speaks of one real
child or colleague: "one of my Y9s", "our only HLTA", "his mum". Each sentence is looked at once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from safe_to_paste import genre, tagger
from safe_to_paste.detectors import _candidates, _names
from safe_to_paste.late import either, re, regex
from safe_to_paste.model import Likelihood, Span
from safe_to_paste.view import View

if TYPE_CHECKING:
    from safe_to_paste.people import Person

# How much of a long sentence is read either side of a phrase, and how far back a person may have been named.
_SENTENCE = 300
_BEFORE = 260
_PARAGRAPH = 500
_BLOCK = 400
_ENDS = 300
_SHORT = 900
# A longer text than this is hardly about one person.
_FILE = 8000
# From where the writing around a sentence is like a lesson, and surely so (see genre.py).
_LESSONLIKE, _LESSON_SURELY = -0.6, -1.2
# From where it is so like a record that a word of lessons or policies at the head of the text says nothing of it.
_RECORDLIKE = 0.8

_TITLED = regex.compile(_names.TITLED)
YEAR = (
    r"(?:(?:y|yr|yrs|year)[ ]?(?:1[0-3]|[1-9])|reception|nursery|(?:1[0-3]|[1-9])[a-z]{1,2}\d?|ks[1-5]|eyfs"
    r"|sixth[ ]form)"
)
ONE = (
    r"(?:boy|girl|lad|lass|child|kid|pupil|student|learner|youngster|tutee|teen|teenager|young[ ]person|twins?"
    r"|siblings?)"
)
POST = (
    r"(?:hlta|ta|lsa|ect|nqt|rqt|senco|sendco|head|headteacher|deputy|assistant[ ]head|hod|hoy|caretaker"
    r"|site[ ]manager"
    r"|cleaner|receptionist|bursar|sbm|business[ ]manager|technician|cover[ ]supervisor|librarian|colleague"
    r"|line[ ]manager"
    r"|midday[ ]supervisor|lunchtime[ ]supervisor|dinner[ ]lady|cook|exams[ ]officer|attendance[ ]officer|teacher"
    r"|tutor"
    r"|teaching[ ]assistant|member[ ]of[ ](?:staff|my[ ]team|the[ ]team|my[ ]dept|my[ ]department)|trainee"
    r"|supply[ ]teacher"
    r"|(?:kitchen|finance|admin|office|site|cover|science|pastoral)[ ](?:assistant|manager|officer|lead)"
    r"|administrator|school[ ]nurse|counsellor|chef|gardener|groundsman|governor|chair[ ]of[ ]governors|employee"
    r"|apprentice|minibus[ ]driver|head[ ]of[ ][a-z0-9 ]{2,20}|principal|vice[ ]principal)"
)
_SUBJECT = r"(?:[a-z0-9&/-]{2,14}[ ]){0,2}"
# The standard library is several times faster here than regex.

# One real child, as those who teach it speak of it.
_CHILD = re.compile(
    rf"(?<!\w){ONE}s?[ ](?:in|from|of)[ ](?:my|our|his|her|the)(?!\w)|(?<!\w){ONE}[ ](?:in|from|of)[ ]{YEAR}(?!\w)"
    rf"|(?<!\w)one[ ]of[ ](?:my|our|his|her|the|mine)(?:[ ](?:[a-z0-9-]{{1,12}}[ ]){{0,2}}(?:{YEAR}s?|{ONE}s"
    rf"|children|mums|dads|parents|families|boys|girls)|(?<=mine))(?!\w)"
    rf"|(?<!\w){YEAR}[ ](?:[a-z-]{{2,10}}[ ])?{ONE}(?!\w)|(?<!\w){ONE}[ ,(-]{{1,2}}(?:aged?[ ])?(?:{YEAR}"
    rf"|\d{{1,2}})(?!\w)"
    rf"|(?<!\w)this[ ](?:[a-z-]{{2,12}}[ ])?(?:pupil|student|child|kid|learner|tutee|lad|young[ ]person|mum|dad"
    rf"|carer)(?!\w)(?![ ](?:week|may|can|might|should|must))"
    rf"|(?<!\w)(?:my|our)[ ](?:[a-z0-9-]{{2,12}}[ ]){{0,2}}{ONE}(?!\w)|(?<!\w)(?:new[ ]starter(?=[ ](?:in|from)[ ]|,)"
    rf"|(?:new|same)[ ](?:girl|boy|pupil|student|child|arrival|kid|lad)(?!\w))"
    rf"|(?<!\w)(?:i[ ]have|i've(?:[ ]got)?|ive(?:[ ]got)?|have[ ]got|got|had|we[ ]have|we've(?:[ ]got)?"
    rf"|i[ ](?:teach|support|mentor|tutor|look[ ]after|work[ ]with))[ ](?:a|an|one"
    rf"|this)[ ](?:[a-z0-9-]{{2,14}}[ ]){{0,2}}(?:{ONE}|parent|family|mum|dad|tutee)(?!\w)"
    rf"|(?<!\w)a[ ](?:[a-z0-9-]{{2,14}}[ ]){{0,2}}{ONE}[ ](?:told|showed|has[ ]told|has[ ]just|has[ ]been|was|came"
    rf"|said|disclosed|bit|hit|punched|kicked|threw|fell|ran|is[ ]refusing|keeps)(?!\w)"
    rf"|(?<!\w)(?:our|my|the|only|another)[ ](?:only[ ])?(?:[a-z-]{{2,14}}[ ]){{0,3}}(?:user|kid"
    rf"|{ONE})[ ]in[ ](?:{YEAR}|school|the[ ])"
    rf"|(?<!\w)(?:two|three|both|twin)[ ](?:of[ ](?:our|my)[ ])?(?:[a-z]{{3,12}}[ ])?(?:sisters|brothers|siblings"
    rf"|boys|girls|lads|pupils|students|kids)[ ](?:in|from|at)[ ](?:our|my|{YEAR})(?!\w)"
    rf"|(?<!\w)(?:our|my)[ ](?:only|one|new|[a-z]{{4,12}})[ ](?:[a-z]{{4,12}}[ ])?family(?!\w)"
    rf"|(?<!\w)of[ ]an?[ ](?:y|yr|year)[ ]?(?:1[0-3]|[1-9])(?=[ ]*(?:[.,;?!)\n]|\Z))"
    # What the filter of a school's network writes of one account.
    rf"|(?<!\w)user(?:name)?[ :]{{1,2}}(?=[a-z._-]{{0,20}}\d)[\w.-]{{3,24}}[ ](?:has[ ]|had[ ])?(?:search|visit|view"
    rf"|typ|open|access|attempt|request)\w*(?!\w)"
)
# A quick look before the close one.
_CHILD_WORDS = (
    "boy", "girl", "lad", "lass", "child", "kid", "pupil", "student", "learner", "young", "tutee", "teen", "twin",
    "sibling", "told", "showed", "said to", "one of", "mum", "dad", "mother", "father", "parent", "carer", "famil",
    "son", "daughter", "niece", "nephew", "triplet", "only", "the y", "starter", "arrival", "disclosed",
    "confided", "admitted", "came to", "user", "the one", "this one", "a y",
)  # fmt: skip
# The same in words that a novel uses too; they count where somebody at work is writing.
_SOMEONE = re.compile(
    rf"(?<!\w)(?:told|showed|disclosed[ ]to|said[ ]to|confided[ ]in|admitted[ ]to|came[ ]to)[ ](?:me|us|my[ ]ta|miss"
    rf"|sir|the[ ]ta)(?!\w)"
    rf"|(?<!\w)(?:the|this|that|other|new)[ ](?:[a-z0-9-]{{2,14}}[ ])?(?:one|{ONE}|family|mum|dad"
    rf"|parents?)[ ](?:in[ ]y\w{{1,5}}"
    rf"|in[ ](?:a|the|my|his|her|our)|playing|who(?:'s|s)?|whose|that|with|from|on[ ]crutches|off[ ]the|doing)(?!\w)"
    rf"|(?<!\w)(?:the|our|my)[ ](?:only|one)[ ](?:[a-z0-9'-]{{2,14}}[ ]){{1,3}}(?:in|doing|who|with|on|at|to"
    rf"|wants?|has|is|was"
    rf"|needs?|keeps|can't|cant)(?!\w)"
    rf"|(?<!\w)the[ ][a-z'-]{{2,14}}[ ](?:twins|triplets|family|brothers|sisters|siblings|boys|girls|kids"
    rf"|children)(?!\w)"
    rf"|(?<!\w)the[ ]family[ ](?:above|next|at|have|has|are|were|got|need|moved|opposite|wants?)(?!\w)"
    rf"|(?<!\w)the[ ]{YEAR}[ ](?:who(?:se)?|that|with|from)(?!\w)"
    rf"|(?<!\w)(?:head|deputy|caretaker|governor|chair|cook|ta|senco|vicar|teacher|mayor|councillor)'s[ ](?:son"
    rf"|daughter|lad|girl"
    rf"|boy|kids?|twins|niece|nephew|grandson|granddaughter)(?!\w)"
    rf"|(?<!\w)(?:profile|passport|iep|ehcp|pep|plan|report|reference|targets?|story|map|assessment|chart"
    rf"|statement)[ ]for"
    rf"[ ](?:a|an|one)[ ](?:[a-z0-9-]{{1,14}}[ ]){{0,3}}{ONE}[ ](?:with|who(?:se|'s)?|in|from|that)(?!\w)"
    rf"|(?<!\w)(?:letter|e-?mail|message|note|text|reply|call|write|home|respond|speak|talk|apologise|word[ ]this"
    rf"|script)[ ]"
    rf"(?:to|for|from)[ ](?:(?:a|an|the|one)[ ]|)(?:[a-z0-9-]{{2,14}}[ ]){{0,2}}(?:parents?(?:[ ]of[ ]an?[ ]{ONE})?"
    rf"|mum|dad|mother|father|family"
    rf"|carer|{ONE})[ ](?:who(?:se|'s|'ve)?|that|because|after|about[ ](?:his|her|their))(?!\w)"
    rf"|(?:\A|[\n.!?:-][ ]?)(?:the[ ])?{ONE}[ ](?:has|is|was|had|with|who|aged?)(?!\w)"
    rf"|(?<!\w)your[ ](?:son|daughter)(?![ ]?/|[ ]or[ ]|\w)"
    rf"|(?<!\w)(?:the|a)[ ](?:son|daughter)[ ]of[ ]"
    rf"|(?<!\w)this[ ](?:boy|girl|one|family|parent|mother|father)(?!\w)|(?<!\w)one[ ]of[ ](?:them|these"
    rf"|those)[ ](?:is|has|was|who|came|keeps|told|can't|won't|needs|refuses)(?!\w)"
)
# What rules, forms and explanations for everybody are called.
_RULES = re.compile(
    r"(?<!\w)(?:polic(?:y|ies)|procedures?|template|explain|what[ ](?:is|are|does)|difference[ ]between|guidance"
    r"|training|quiz"
    r"|advert\w{0,8}|vacancy|job[ ]description|pay[ ]scales?|faqs?|checklist|flow[ ]?chart|handbook|article|essay"
    r"|business[ ]studies"
    r"|news|history|gcse|a[ -]?level|budget[ ]game|inflation|tax)(?!\w)"
)
# What is said of nobody but those who work somewhere.
_EMPLOYED = re.compile(
    r"(?<!\w)(?:hr|capability|(?:sickness|absence)[ ](?:procedure|policy|process|review|meeting|management|trigger)s?"
    r"|grievance|redundan\w{1,3}|dismissal|appraisal|probation(?:ary)?|line[ ]manag\w{1,5}|flexible[ ]working"
    r"|maternity(?:[ ]leave|[ ]cover)?|paternity|return[ ]to[ ]work|back[ ]to[ ]work"
    r"|phased[ ]return(?=[^\n]{0,40}work)"
    r"|oh[ ](?:report|referral|says|said|advice|appointment)|occupational[ ]health|fit[ ]notes?|sick[ ]pay|ssp"
    r"|unpaid[ ]leave"
    r"|tlr\d?[a-c]?|upr?s?\d|m[1-6]|mps|scp[ ]?\d{1,2}|0\.\d{1,2}(?:[ ]?fte)?|fte|pay[ ]progression"
    r"|settlement[ ]agreement"
    r"|notice[ ]period|resign\w{0,6}|job[ ]share|restructur\w{1,3}|tupe|lesson[ ]obs\w{0,9}|obs"
    r"|observed[ ](?:her|his)"
    r"|induction|ects?|early[ ]career|teachers'?[ ]standards?|ts[1-8]|ups\d?|shortlist\w{0,4}|interview[ ](?:notes"
    r"|panel|scores|feedback)"
    r"|appoint(?:ed|able|ment)?|(?:main|school|front)[ ]office|his[ ]contract|her[ ]contract"
    r"|dependants'?[ ]leave|cover[ ](?:supervisor|manager|for|list|tom\w+|today)|supply[ ](?:agency"
    r"|cover)|union[ ]rep"
    r"|naht|nasuwt|neu|unison"
    r"|(?:maths|english|science|history|music|pe|art|dt|french|spanish|geography|computing|drama|re|class|food"
    r"|mfl)[ ](?:teacher|technician|lead)"
    r"|hod|hlta|midday[ ](?:supervisor|assistant)s?|caretaker|site[ ](?:manager|team|staff)|technicians?|receptionist"
    r"|cleaner|bursar|kitchen"
    r"|(?:hand\w{0,3}|give|gave|given|giving)[ ](?:in[ ])?(?:his|her|my|their|in)?[ ]?notice"
    r"|leaving[ ](?:announcement"
    r"|do|speech)|isr"
    r"|step(?:ped|ping)?[ ]down|workload|staffroom|(?:his|her|my|their|late[ ]to|break|gate|bus|lunch)[ ]dut(?:y|ies)"
    r"|tupe'?d|marking[ ]is"
    r"|ring\w{0,3}[ ]in[ ]sick|call\w{0,3}[ ]in[ ]sick|phon\w{1,3}[ ]in[ ]sick|in[ ](?:the[ ])?(?:reception|kitchen"
    r"|office)|retire\w{0,4}"
    r"|disciplinary|misconduct|(?:written|final|verbal)[ ]warning|full[ ]pay|gave[ ]notice|headship|settlement"
    r"|tribunal[ ]claim"
    r"|not[ ]have[ ](?:him|her)[ ]back|re-?employ|lesson[ ](?:feedback|observations?|drop-?in)|learning[ ]walk|lado"
    r"|salary|payroll|payslip"
    r"|exams[ ]officer|business[ ]manager|office[ ](?:manager|staff)|(?:for|to|of|in)[ ](?:the|this|a|his"
    r"|her)[ ](?:post|role"
    r"|position|job|vacancy))(?!\w)"
)
# What is said of nobody but pupils.
_TAUGHT = re.compile(
    rf"(?<!\w)(?:{YEAR}|(?<!from[ ])(?<!by[ ])(?:pupils?|students?|parents?)|form|tutor[ ]group|tutee"
    rf"|class|mum|dad|carers?"
    rf"|ehcp|detention"
    rf"|homework|nan)(?!\w)"
)
# What follows the name that a line of a list begins with, and how much may precede it.
_ENTRY = re.compile(r"[ ]?\(?[\w/ ]{0,8}\)?[ ]?(?:[-:,;=|\t(]|[a-z]{4,14}(?![a-z']))")
_BULLET = 5
# Somebody told of by an initial or two, as the subject of what is said.
_INITIAL = re.compile(
    r"(?=[A-Z])(?:(?<=[\n.;:!?-] )|(?<=[\n*\t])|(?<=and )|(?<=that )|(?<=for )|(?<=about )|(?<=with )|(?<=When )"
    r"|(?<=when )|\A)"
    r"(?!I[ ])[A-Z]\.?[A-Z]?\.?[ ](?:has|had|is|was|isn't|said|says|told|came|can't|cannot|doesn't|didn't|hasn't|won't"
    r"|wasn't|refus\w{1,3}"
    r"|gets|got|needs|struggles|lives|went|hit|bit|threw|ran|kicked|punched|cried|became|reported|disclosed|started"
    r"|keeps|attends|takes"
    r"|wears|uses|who|whose|been|still|now|does)(?!\w)"
)
# What a line out of a report or a log begins with.
_LEADS = re.compile(
    r"[\W_]{0,4}(?:[a-z][\w' ]{2,60}:[ ]?[\"']?)?(?:he|she|he's|she's|hes|shes)[ ](?!said|cried|whispered|replied"
    r"|asked|thought|turned|stood)"
)
# A letter to one person or family, by name, and what speaks of them in it.
_GREETED = regex.compile(
    r"(?<!\w)Dear[ ](?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?(?:[ ](?:and|&)[ ](?:Mr|Mrs|Ms|Miss|Dr)\.?)?[ ]\p{Lu}[\p{L}'-]"
    r"|(?!(?:Parents?|Carers?|All|Sir|Madam|Colleagues?|Staff|Families|Family|Team|Governors?|Trustees?|Pupils?"
    r"|Students?|Children"
    r"|Headteachers?|Head|Applicants?|Candidates?|Friends?|Everyone|Year|Class|Editor|Diary|Santa|God|Name|Guardians?"
    r"|Members?"
    r"|Neighbours?|Residents?|Reader|Future|Customer|Supplier|Tutors?|Teachers?)\b)\p{Lu}[\p{Ll}'-]{1,14}(?=[ ,\n]))"
)
_YOU = re.compile(r"(?<!\w)(?:you|your|you're|you've|yourself)(?!\w)")
# What a letter does to the one it is written to.
_SERVED = re.compile(
    r"(?<!\w)you[ ](?:are|were|have[ ]been|will[ ]be)[ ](?:(?:hereby|now|being|therefore|formally)[ ]){0,2}(?:issued"
    r"[ ]with|given|suspended|dismissed|required[ ]to[ ]attend|invited[ ]to[ ]attend|subject[ ]to)(?!\w)"
)
# What a disclosure begins with.
_TOLD = re.compile(
    r"(?<!\w)(?:told|showed|disclosed[ ]to|said[ ]to|confided[ ]in|admitted[ ]to|asked)[ ](?:me|us|my[ ]ta"
    r"|the[ ]ta|miss|sir)(?!\w)"
)
# One real colleague, or a post that only one person holds.
_COLLEAGUE = re.compile(
    rf"(?<!\w)(?:my|our|the[ ]school's|another)[ ](?:(?:only|new|own|current|long-serving|part-time|one"
    rf"|two)[ ])?{_SUBJECT}{POST}(?![ ](?:assistance|wellbeing|benefits|handbook|training)|\w)"
    rf"|(?<!\w)(?:the|new)[ ](?:only[ ]|new[ ])?{_SUBJECT}{POST}(?:'s[ ](?:dbs|contract|wife|husband|absence"
    rf"|sickness|pay|salary)(?!\w)|[ ](?:is|was|has|had|who|wants|told|in|at|hasn't"
    rf"|isn't|keeps|can't|won't|'s)(?!\w))"
    rf"|(?<!\w)one[ ]of[ ](?:my|our|the)[ ](?:[a-z0-9-]{{2,14}}[ ]){{0,2}}(?:staff|team|tas|teachers|lsas|hltas|ects"
    rf"|cleaners|colleagues|governors|department|dept|hods|tutors|cooks|technicians)(?!\w)"
    rf"|(?<!\w)a[ ](?:[a-z0-9-]{{2,14}}[ ]){{0,2}}(?:colleague|member[ ]of[ ](?:staff|my[ ]team|the[ ]team)|teacher"
    rf"|ta|hlta|lsa|governor)[ ](?:has|is|was|in[ ]my|who|told|came|wants|on[ ]my|at)(?!\w)"
    rf"|(?<!\w)head[ ]of[ ](?:[a-z0-9]{{2,14}}[ ]){{1,3}}(?:is|was|has|had|who|wants|on)(?!\w)"
    rf"|(?<!\w)this[ ](?:colleague|teacher|employee|member[ ]of[ ]staff|ta)(?!\w)"
    rf"|(?:\A|[\n.!?:-][ ]?)(?:{_SUBJECT}{POST}|teacher|member[ ]of[ ]staff)[ ](?:has|is|was|had|said|says"
    rf"|told|wants|won't"
    rf"|keeps|came|disclosed|rang|did)(?!\w)"
)
_KIN = re.compile(
    r"(?<!\w)(?:(?:his|her|their|the)[ ])?(?:mum|mums|dad|dads|mam|nan|gran|stepdad|step-dad|stepmum|step[ ]dad"
    r"|mummy|daddy|grandma|grandad"
    r"|foster[ ](?:carer|mum|dad)s?|carer|auntie)(?!\w)(?:'s)?|(?<!\w)(?:his|her)[ ](?:mother|father|parents|sister"
    r"|brother|uncle|family|social[ ]worker|boyfriend|girlfriend|partner|husband|wife|class|form|tutor|ta)(?!\w)"
)
_PRONOUN = regex.compile(
    r"(?<!\w)(?:he|she|his|her|him|hers|he's|she's|hes|shes|himself|herself|he'll|she'll|he'd|she'd)(?!\w)"
)
# A person at work in a school is writing about today.
_REGISTER = re.compile(
    r"(?<!\w)(?:pls|plz|thx|re-?word(?:ed|ing)?|rephrase|how[ ](?:do|can|should)[ ](?:i|we)|what[ ](?:do|should"
    r"|can)[ ](?:i|we|a[ ]tutor)[ ](?:say|do|write|put|tell)"
    r"|can[ ]u|do[ ]i[ ]have[ ]to|any[ ]ideas|e-?mail(?:ed|s|ing)?|text[ ](?:msg|message)|mtg|cpoms|dsl|ddsl|ehcp"
    r"|senco|sendco|hoy|slt|camhs|head[ ]of[ ]year"
    r"|my[ ](?:class|form|tutor|tutees?|group|set|lessons?|year[ ]group|department|dept|ta|phonics[ ]group"
    r"|y\d{1,2})|in[ ]my[ ](?:form|class|group)|this[ ]term|since[ ](?:sept\w*|easter|xmas|half[ ]term)"
    rf"|{YEAR}|p[1-6]|pupils[ ]in[ ]class|tmrw|dont|wont|cant|doesnt|hasnt|isnt|mums?|dads?|stepdad|step-dad"
    rf"|words[ ]i|should[ ]i|hr|ta|tas|hlta|ect|sats"
    rf"|gcses?|ofsted|staffroom|tutor|note[ ]home|letter[ ]home|appraisal|plain[ ]english|governors?"
    rf"|reference[ ]for|report[ ]for)(?!\w)"
)
# The same in words that only schools use: one of them makes a few lines a note, whatever stands around it.
_OURS = re.compile(
    r"(?<![\w.])(?:pls|plz|re-?word|cpoms|dsl|ddsl|ehcp|ehcna|senco|sendco|hoy|slt|camhs|hlta|lsa|mash|ewo"
    r"|my[ ](?:class|form|tutor|tutees?|tutor[ ]group|ta|y\d{1,2}|line[ ]manager|deputy|year[ ]group)"
    r"|in[ ]my[ ](?:form|class)"
    r"|half[ ]term|tutor[ ](?:note|group|time)|form[ ]tutor|head[ ]of[ ]year|our[ ](?:ta|cook|caretaker"
    r"|receptionist|site[ ]manager"
    r"|senco|deputy|bursar|cleaner|tas)|email[ ](?:home|for|to)|letter[ ](?:home|to)|text[ ](?:home|to)"
    r"|note[ ](?:home|for|to)"
    r"|(?:y|yr|year)[ ]?(?:1[0-3]|[1-9])[ ]?[a-z]?|(?:1[0-3]|[1-9])[a-hj-z]\d?|what[ ](?:do|should"
    r"|can)[ ]i[ ](?:say|do|write|put)"
    r"|how[ ](?:do|can|should)[ ]i|supply|p[1-6]|period[ ][1-6]|accident[ ]book|incident|school[ ]nurse"
    r"|first[ ]aid|mum|dad|mummy|daddy|nan"
    r"|residential|reference[ ]for|report[ ](?:for|comment)|seating[ ]plan|sixth[ ]form|concern[ ]form|sw"
    r"|colleague[ ]in"
    r"|pen[ ]portrait|provision[ ]map|exam[ ]arrangements|access[ ]arrangements|cover[ ]plan|the[ ]la|wk|hrs"
    r"|parents'[ ]evening)(?!\w)"
)
# How a request begins: at the start of the text, or of its last lines.
_ASKED = re.compile(
    r"(?:\A|\n)[ \t*-]{0,4}(?:(?:hi|hiya|hello|ok|quick[ ]one|help)[,.! ]{1,3})?(?:please[ ])?(?:can[ ]you"
    r"|could[ ]you|pls|please|write|re-?write|draft|turn|make|tidy|shorten|improve|polish|fix|sum(?:marise|[ ]up)"
    r"|help|word|reply|respond|condense|clean|check|proofread|expand|format|put[ ]this|change|edit|advice"
    r"|need)[ ](?:me|a|an|this|these|it|up|my|the|into|to|for|on|out|some|with|and)(?!\w)"
)
# The same after a full stop.
_ASKED_AFTER = re.compile(
    r"[.!?:][ ](?:please[ ])?(?:can[ ]you|could[ ]you|pls|write|re-?write|draft|turn|make|tidy|shorten|improve|polish"
    r"|word|summarise|check)"
    r"(?![^.\n]{0,30}(?:stor(?:y|ies)|poem|question|ending|paragraph|chapter))"
)
# What a lesson or a document for everybody is asked for with.
_LESSON = re.compile(
    r"(?<!\w)(?:lessons?[ ](?:on|about|plan|for)|worksheets?|comprehension|quiz(?:zes)?|knowledge[ ]organiser"
    r"|mark[ ]?scheme|word[ ]problems?|scheme[ ]of[ ]work|retrieval|exam[ ](?:style[ ])?questions?|essay[ ](?:plan"
    r"|question)|key[ ]terms|glossary|card[ ]sort|plenary|debate|leaflet|fact[ ]?file|discussion[ ]questions?"
    r"|true[ ]or[ ]false|multiple[ ]choice|aqa|edexcel|ocr"
    r"|novels?|poems?|characters?|act[ ](?:\d|i+|one|two|three)|chapter|protagonist|narrator|playwright"
    r"|shakespeare|dickens|priestley|diary[ ]entry|monologue|duologue|persona|set[ ]text"
    r"|biograph\w+|famous|historical|century|source[ ][a-h]|victorian|tudor|reformation|civil[ ]rights|slavery"
    r"|parables?|genetics?|punnett|genotype|textbook|simplify|explain[ ](?:what|how|why|to)|what[ ]is"
    r"|case[ ]study|policies|(?<!of[ ]the[ ]sickness[ ])(?<!of[ ]the[ ]absence[ ])(?<!of[ ]the[ ]capability[ ])"
    r"(?<!of[ ]the[ ]disciplinary[ ])(?<!of[ ]the[ ]grievance[ ])procedures?|inset|cpd"
    r"|(?:send|sen|behaviour|attendance|reading|premium|inclusion|whole-school|trust)[ ]strategy|handbook"
    r"|skeleton|generic"
    r"|toolkit|job[ ]description|advert|person[ ]specification|newsletter|information[ ]for[ ]parents|webpage|website"
    r")(?!\w)"
)
# The same, but said as often of one child: evidence for an application, a slot after assembly.
_SUBJECT_WORDS = re.compile(
    r"(?<!\w)(?:gcse|a[ -]?level|pshe|rshe|rse|citizenship|assembly|(?<!new[ ])starter|poster|play|scene|author"
    r"|(?<!social[ ])(?<!sensory[ ])stor(?:y|ies)|film|drama|extract|history(?![ ]of[ ])|evidence|war|biology|policy"
    r"|training"
    r"|strategies|guidance|template|general|checklist|displays?|slides?|presentation|audit|workshop)(?!\w)"
)
MADE_UP = re.compile(
    r"(?<!\w)(?:fictional|fictitious|imaginary|imagin(?:e|ed)|hypothetical|made[ -]up|invented|pretend|scenarios?"
    r"|not[ ]real|(?:nobody|no[ ]one)(?:[ ]is)?[ ]real|no[ ]real|anonymised|dummy|specimen|sample[ ]data"
    r"|test[ ]data|role[ -]?play"
    r"|child[ ][a-z](?=[\s,.;:')])|pupil[ ][a-z\d](?=[\s,.;:')])|student[ ][a-z\d](?=[\s,.;:')])|case[ ]stud(?:y"
    r"|ies)|vignettes?|example[ ]pupil|\[(?:name|pupil|child|student)[^\]\n]{0,12}\]|\{\{|<<|xxx+)"
)
_DECLARED = re.compile(
    r"(?<!\w)(?:fictional|fictitious|imaginary|hypothetical|made[ -]up|invented|pretend|scenarios?|not[ ]real"
    r"|(?:nobody|no[ ]one)(?:[ ]is)?[ ]real|no[ ]real|anonymised|dummy|specimen|sample[ ]data"
    r"|case[ ]stud(?:y|ies)[ ](?:for|about|on)|vignettes?|child[ ][a-z](?=[\s,.;:')])|pupil[ ][a-z\d](?=[\s,.;:')])"
    r"|student[ ][a-z\d](?=[\s,.;:')])|\[(?:name|pupil|child|student)[^\]\n]{0,12}\])"
)
# That it is real after all: "our real one from Tuesday", "I'll change the names later", "she agreed to be in it".
_REAL = re.compile(
    r"(?<!\w)(?:(?:our|this)[ ](?:actual|real)[ ](?:one|case|incident|pupil|child|student|example|log|email)"
    r"|(?:it's|its|this[ ]is|they're|who[ ]is|who's)[ ](?:actually[ ]|all[ ])?(?:real|true)(?![ ](?:that"
    r"|of|for|to|or|life|world|time"
    r"|number|value))|(?:the|his|her|their)[ ](?:true|real|own)[ ]stor(?:y|ies)[ ](?:of[ ]what"
    r"|about[ ]what|but|set|and)"
    r"|based[ ]on[ ](?:what[ ]happened|(?:a|one|two)[ ]of[ ](?:my|our)|my[ ](?:class|form|tutor|y\d)|(?:an?[ ])?"
    r"(?:real|actual)[ ](?:incident|pupil|child|case))|(?:really|actually)[ ]happened|happened[ ](?:here|to[ ]us"
    r"|in[ ](?:my|our)[ ](?:class|form|school))|(?:change|swap|alter|remove"
    r"|take[ ]out)[ ](?:all[ ])?(?:the|his|her|their)"
    r"[ ]names?[ ](?:later|after|afterwards|out|to|if)|(?:she|he|they|mum|dad|parents)(?:'s|'ve|[ ]has|[ ]have)?[ ]"
    r"(?:agreed|said[ ]yes|given[ ]permission|happy[ ]for)|from[ ]my[ ](?:own[ ])?(?:form|class"
    r"|tutor[ ]group|\d{1,2}[a-z]\w?"
    r"|y(?:ea)?r?[ ]?\d{1,2}))(?!\w)"
)
# A request for something made up.
_INVENT = re.compile(
    r"(?<!\w)(?:write|create|compose|invent|plan|tell|make[ ]up|give[ ]me)[ ](?:me[ ])?(?:an?[ ]"
    r"|the[ ])?(?:[\w-]{2,14}[ ]){0,3}?(?<!social[ ])(?<!sensory[ ])"
    r"(?:story|poem|rap|song|lyrics|diary|monologue|duologue|script|scene|play|novel|fable|news[ ]report"
    r"|ballad)(?:[ ]entry)?[ ](?:about|called|in[ ]which|where|of|set|as|by|from|for[ ]two)(?!\w)"
)
# "All week", "every lunch", "most nights" are said of one person.
_NOT_TIME = (
    r"(?!\w)(?![ ](?:(?:single|other)[ ])?(?:the[ ]time|over|along|day|days|week|weeks|night|nights|morning|mornings"
    r"|afternoons?|evenings?|weekends?|year|term|half[ ]term|times?|breaks?|lunch(?:es|time)?|playtimes?"
    r"|lessons?|mondays?"
    r"|tuesdays?|wednesdays?|thursdays?|fridays?|p\d|of[ ](?:it|his|her)))"
)
# What staff ask for in their own lives.
_AT_HOME = re.compile(
    r"(?<!\w)(?:nothing[ ]to[ ]do[ ]with[ ](?:school|work)|(?:my|our)[ ](?:husband|wife|fianc\w{1,2}"
    r"|wedding|mortgage|own[ ]"
    r"(?:kids?|children|mum|dad|house))|booked[ ](?:a|an|the)[ ](?:cottage|lodge|hotel|villa|apartment|flat)"
    r"|weekend[ ]away|days?[ ]out|packing[ ]list|letting[ ]agent)(?!\w)"
)
_GENERAL = re.compile(
    r"(?<!\w)(?:pupils|students|children|staff|(?:all|every|each|most|some)"
    + _NOT_TIME
    + r"|any[ ](?:pupils?|child(?:ren)?|students?|staff"
    r"|concerns?|member)|anyone|someone(?![ ]else's)|people|learners|parents|families"
    r"|victims?|employees|teachers|tutors|cohorts?|whole[ -]school|overall|averages?|year[ ]groups|nationally|those"
    r"|many|if|when[ ](?:a|an|pupils|children)|a[ ]child|a[ ]pupil|a[ ]student|a[ ]parent|an[ ]employee"
    r"|the[ ]child|the[ ]pupil|the[ ]student|schools)(?!\w)"
)
# Whoever it may be, as rules and notices for everybody say it.
_ANYBODY = re.compile(
    r"(?<!\w)(?:if|when|any|anyone|anybody|someone(?![ ]else's)|(?:every|each|all)" + _NOT_TIME + r""
    r"|a[ ](?:child|pupil"
    r"|student))(?!\w)"
)
_MODAL = re.compile(
    r"(?<!\w)(?:should|must|may|might|will|can(?!')|could|would|shall|ought|include[sd]?|including|such[ ]as|e\.g\.?"
    r"|for[ ]example)(?!\w)"
)
_SUM = re.compile(
    r"(?<!\w)(?:how[ ](?:many|much|far|long|fast|old|tall)|work[ ]out|calculate|equation|what[ ](?:was"
    r"|is)[ ](?:his|her|their)"
    r"|explain|describe|compare|discuss|analyse|evaluate|timeline|essay|paragraphs?|quotations?|exemplar"
    r"|m/s|km|cm|litres?|inference|infer|questions?|ch(?:apter)?\.?[ ]\d)(?!\w)"
)
_HISTORY = regex.compile(r"(?<![\d\u00a3.,:/-])(?:1[0-8]\d\d|19[0-4]\d)(?![\d.,]\d|\d|%)")
# What a lesson, a sum, a story or an example says, looked for in one go.
_NOT_PLAIN = either(_LESSON, _SUBJECT_WORDS, MADE_UP, _SUM, _INVENT)


class Scenes:
    """The scenes of one text, each worked out once, and what holds for all of them."""

    def __init__(self, view: View) -> None:
        self.text = view.text
        self.small = view.small
        self._view = view
        self._known: dict[int, Scene] = {}
        self._blocks: dict[tuple[int, int], Block] = {}

    def at(self, span: Span) -> Scene:
        """The scene a span lies in."""
        sentence = self._clipped(self._view.layout.sentence(span.start), span)
        if sentence.start not in self._known:
            self._known[sentence.start] = Scene(self, sentence)
        return self._known[sentence.start]

    def block(self, sentence: Span) -> Block:
        """The lines a sentence stands among, without a blank one between."""
        text = self.small
        blank = text.rfind("\n\n", 0, sentence.start)
        start = max(blank + 2 if blank >= 0 else 0, sentence.start - _BLOCK)
        ends = sentence.start + len(text[sentence.start : sentence.end].rstrip())
        end = text.find("\n\n", ends, ends + _BLOCK)
        place = start, end if end >= 0 else ends + _BLOCK
        if place not in self._blocks:
            self._blocks[place] = Block(text[slice(*place)])
        return self._blocks[place]

    def people(self, span: Span) -> Sequence[Person]:
        """Those who are at least likely to be the school's own, in a stretch of text."""
        people = self._view.people
        first = bisect_left(people, span.start, key=lambda person: person.span.end)
        last = bisect_left(people, span.end, key=lambda person: person.span.start)
        return [person for person in people[first:last] if person.likelihood >= Likelihood.LIKELY]

    @property
    def short(self) -> bool:
        """Whether it is a note rather than a document."""
        return len(self.text) < _SHORT

    @cached_property
    def one_subject(self) -> bool:
        """Whether a longer text is about one person, who is named more than once or at its head."""
        people = self.people(Span(0, len(self.text)))
        if not people or len(self.text) > _FILE:
            return False
        names = Counter(self.text[person.span.start : person.span.end].split()[0] for person in people)
        (_, most), *others = names.most_common(2)
        return most > 1 and most * 2 > names.total() and (not others or most > 2 * others[0][1])

    @cached_property
    def greeted(self) -> int:
        """Where a letter to somebody named begins, or -1."""
        match = _GREETED.search(self.text)
        return match.start() if match else -1

    @cached_property
    def note(self) -> bool:
        """Whether it may well be a note about somebody: short, and no lesson, sum or story."""
        return self.short and not (self.lesson or self.made_up or _SUM.search(self.small))

    @cached_property
    def at_home(self) -> bool:
        """Whether it is about the writer's own life: a holiday, a lodge with mould, and no school in it."""
        if not self.short or (own := _AT_HOME.search(self.small)) is None:
            return False
        return own[0].startswith("nothing") or _OURS.search(self.small) is None

    @cached_property
    def register(self) -> bool:
        """Whether somebody at work in a school asks for something, at the start or the end."""
        return any(_REGISTER.search(end) or _ASKED.search(end) for end in self._ends)

    @cached_property
    def asked(self) -> bool:
        """Whether something is asked for, of a few lines that are no lesson, sum or story."""
        return self.note and any(_ASKED.search(end) or _ASKED_AFTER.search(end) for end in self._ends)

    @cached_property
    def lesson(self) -> bool:
        """Whether the request is about teaching, a policy or the like."""
        return any(_LESSON.search(end) or _SUBJECT_WORDS.search(end) for end in self._ends)

    @cached_property
    def made_up(self) -> bool:
        """Whether the text says of itself that it is made up."""
        return any(_DECLARED.search(end) for end in self._ends)

    @cached_property
    def real(self) -> bool:
        """Whether the request says that what it is about did happen."""
        return any(_REAL.search(end) for end in self._ends)

    @cached_property
    def _ends(self) -> tuple[str, str]:
        """Where requests stand: first or last."""
        return self.small[:_ENDS], self.small[max(_ENDS, len(self.small) - _ENDS) :]

    def _clipped(self, whole: Span, span: Span) -> Span:
        if len(whole) <= 2 * _SENTENCE:
            return whole
        # In steps, so that phrases close together in one long line share a scene.
        start = max(whole.start, (span.start // _SENTENCE) * _SENTENCE - _SENTENCE)
        return Span(start, min(whole.end, start + 3 * _SENTENCE))


class Block:
    """The lines around a sentence, and what they say by themselves; the sentences of a paragraph share them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def genre(self) -> float:
        """How far they read like staff at work on real people (see genre.py)."""
        return genre.words().text(self.text)

    @cached_property
    def ours(self) -> bool:
        """Whether they have words that only schools use."""
        return _OURS.search(self.text) is not None

    @cached_property
    def employed(self) -> bool:
        """Whether they have words that are said of nobody but those who work somewhere."""
        return _EMPLOYED.search(self.text) is not None

    @cached_property
    def plain(self) -> bool:
        """Whether they have nothing of a lesson, a sum, a story or an example."""
        return _NOT_PLAIN.search(self.text) is None


class Scene:
    """One sentence with what stands before it; each question is answered when it is first asked."""

    def __init__(self, whole: Scenes, sentence: Span) -> None:
        start = max(0, sentence.start - _BEFORE)
        blank = whole.small.rfind("\n\n", start, sentence.start)
        self._whole = whole
        self._sentence = sentence
        self._earlier = Span(blank + 2 if blank >= 0 else start, sentence.start)
        self._here = whole.small[sentence.start : sentence.end]
        self._before = whole.small[self._earlier.start : sentence.start]

    @cached_property
    def tie(self) -> tuple[int, str]:
        """How closely a person is tied to it, from 0 to 4, and in which words."""
        if self._people:
            # Who is only likely to be one of ours is believed where somebody at work is writing, or in a list.
            sure = self._sure or self.register or self.record or self._entry
            return 4 if sure else 3, "about a person named beside it"
        if self._titled:
            return (3 + self._pronoun if self.register else 2), "about a person named beside it"
        if self._addressed:
            return 3, "about the person written to"
        found = self._tie_to_someone_earlier()
        if found[0] < 3 and (self._child_here or self._colleague_here):
            # A novel speaks of "a girl of our" too.
            return 3 if self.register or self._whole.short or self.record else 2, _ONE_OF_THEM
        if found[0] < 3 and (self._child_before or self._colleague_before):
            return (3 if self._pronoun else 2), _ONE_OF_THEM
        if found[0] < 2 and self._pronoun and self.register:
            kin = _KIN.search(self._here) is not None
            return (3 if kin and self._whole.register else 2), _FAMILY if kin else _ONE
        return found

    @cached_property
    def doubt(self) -> int:
        """How much says that nobody real is meant: made up, asked for as a story, a lesson, history."""
        whole, sentence, near = self._whole, self._sentence, self.tie[0]
        doubt = 4 * bool(self._character or whole.made_up or MADE_UP.search(self._here) or MADE_UP.search(self._before))
        invented = _INVENT.search(self._here) or _INVENT.search(self._before)
        doubt += (2 if self._sure else 4) * bool(invented)
        if not (self._sure or self._served):
            doubt += 2 * (_LESSON.search(self._here) is not None)
            if doubt == 0 and _SUBJECT_WORDS.search(self._here):
                doubt += 1 if near >= 3 and self.register else 2
        if near < 4:
            doubt += 4 * whole.at_home
            doubt += (2 if near < 3 else 1) * (
                whole.lesson and not (self.record or self._served) and self.genre < _RECORDLIKE
            )
            doubt += 2 * (_HISTORY.search(whole.text, max(0, sentence.start - 100), sentence.end + 100) is not None)
        doubt += self._teaching
        return 0 if doubt and near >= 3 and self._real else doubt

    @cached_property
    def _real(self) -> bool:
        """Whether a lesson, a play or the like is asked for about what did happen to somebody here."""
        return self._whole.real or any(_REAL.search(text) for text in (self._before, self._here))

    @cached_property
    def _teaching(self) -> int:
        """How surely the writing around is teaching material or the like, from 0 to 2."""
        if self._child_here or self._colleague_here or self._begins_with_name:
            return 0
        return (self.genre < _LESSONLIKE) + (self.genre < _LESSON_SURELY)

    @cached_property
    def _begins_with_name(self) -> bool:
        """Whether it is a short note that begins with what may be somebody's name: "Tyrese Cole spat at …"."""
        if not (self._whole.note and self._has_name):
            return False
        first = self._runs[0].span
        # "Col A = pupil ref" is no Colin.
        return not self._here[: first.start].strip(" \n\t*->") and self._here[first.end : first.end + 2] != " ="

    @cached_property
    def genre(self) -> float:
        """How far the lines around read like staff at work on real people (see genre.py)."""
        return self._block.genre

    @cached_property
    def general(self) -> int:
        """How much it speaks of everybody, as a policy does, rather than of one person."""
        if self.tie[0] > 3 or self._pronoun_only or _GENERAL.search(self._here) is None:
            return 0
        modal = _MODAL.search(self._here) is not None
        one = self._child_here or self._colleague_here
        # A note about somebody speaks of staff and of other pupils too.
        one = one or (self.record and self.tie[0] > 1 and _ANYBODY.search(self._here) is None)
        return modal if one else 1 + modal

    @cached_property
    def _block(self) -> Block:
        return self._whole.block(self._sentence)

    @cached_property
    def record(self) -> bool:
        """Whether these few lines are a note about somebody by themselves, whatever they were pasted with."""
        return self._block.ours and self._block.plain

    @property
    def plain(self) -> bool:
        """Whether it is a short note in which nothing is said of everybody, of lessons or of what is made up."""
        everybody = _ANYBODY.search(self._here) is not None
        return self._whole.note and self.doubt == 0 and not (everybody or _RULES.search(self._whole.small))

    @cached_property
    def _entry(self) -> bool:
        """Whether it is a line of a list that begins with somebody's name: "Otto B - egg, carries a pen"."""
        people = self._people
        if not people:
            return False
        text, first = self._whole.text, people[0].span
        start = text.rfind("\n", 0, first.start) + 1
        return first.start - start < _BULLET and _ENTRY.match(text, first.end) is not None

    @cached_property
    def _initial(self) -> bool:
        """Whether somebody is told of by an initial: "K has ASD"."""
        sentence = self._sentence
        return _INITIAL.search(self._whole.text, max(0, sentence.start - 3), sentence.end) is not None

    @cached_property
    def _leads(self) -> bool:
        """Whether it begins with "he" or "she", as what is pasted from a report or a log does."""
        return _LEADS.match(self._here) is not None

    @cached_property
    def _addressed(self) -> bool:
        """Whether it tells somebody who is written to by name about themselves or their child."""
        start = self._whole.greeted
        return 0 <= start < self._sentence.start and _YOU.search(self._here) is not None

    @property
    def _served(self) -> bool:
        """Whether a letter to somebody by name tells them what is done to them; rules and procedures stand in it."""
        return self._addressed and _SERVED.search(self._here) is not None

    @cached_property
    def disclosed(self) -> bool:
        """Whether a child has told or shown the writer something."""
        return _TOLD.search(self._here) is not None or _TOLD.search(self._before) is not None

    @cached_property
    def register(self) -> bool:
        """Whether somebody at work in a school is writing."""
        if self._whole.register or self._whole.greeted >= 0:
            return True
        words = {*_REGISTER.findall(self._here), *_REGISTER.findall(self._before)}
        # One such word is in any novel: a tutor, a governor, "mum".
        return len(words) > (0 if self._whole.short else 1)

    @cached_property
    def perhaps(self) -> bool:
        """Whether a note has a word beside it that may be a name, though nothing else says it is one of ours."""
        return (self._whole.note or (self.record and not self._whole.made_up)) and self._has_name

    @cached_property
    def maybe(self) -> bool:
        """The same in a longer text, for words that are said of nobody outside a school."""
        return self._block.plain and not self._whole.made_up and self._has_name

    @cached_property
    def _has_name(self) -> bool:
        return any(
            run.forename
            and not _names.is_ordinary(run.forename)
            and (run.surname or _candidates.given(run.words[0]).forename)
            for run in self._runs
            if not (_is_character(run) or _names.is_known(" ".join(run.words)))
        ) and not _is_cast(self._runs)

    @cached_property
    def _character(self) -> bool:
        """Whether those named are out of a set text, and none is one of ours."""
        return not self._people and (any(map(_is_character, self._runs)) or _is_cast(self._runs))

    @cached_property
    def _runs(self) -> Sequence[_candidates.Run]:
        """What may be names in the sentence."""
        return tuple(_candidates.runs(self._whole.text[self._sentence.start : self._sentence.end]))

    @property
    def named(self) -> bool:
        """Whether somebody is named in the sentence itself."""
        return bool(self._people) or self._titled

    @property
    def pupil(self) -> bool:
        """Whether it may be about a pupil."""
        kinds = self._kinds
        if kinds == {"staff"} or self.employed:
            return False
        return not (self._colleague and not self._child and "pupil" not in kinds)

    @property
    def adult(self) -> bool:
        """Whether those named have titles, and no child is spoken of."""
        return self._titled and self._kinds <= {"staff", "person"} and not self._child

    @property
    def staff(self) -> bool:
        """Whether it may be about somebody who works in the school."""
        kinds = self._kinds
        known = bool(kinds & {"staff", "person"}) or not (kinds or self._child)
        return self._colleague or self._titled or known or self.employed

    @cached_property
    def employed(self) -> bool:
        """Whether what stands around is said of those who work somewhere, and nothing of it of pupils."""
        if not self._block.employed or self._child or "parent" in self._kinds:
            return False
        return _TAUGHT.search(self._here) is None or "staff" in self._kinds

    @property
    def unnamed(self) -> bool:
        """Whether nothing near names whom it is about, and it does not read like a record either."""
        return self.tie[0] < 4 and self.tie[1] in (_ONE_OF_THEM, _FAMILY, _ONE) and self.genre < 0

    @cached_property
    def untaught(self) -> bool:
        """Whether nothing around says that anybody is a pupil, and it is a note of a few lines."""
        return self._whole.short and not self._child and _TAUGHT.search(self._block.text) is None

    def _tie_to_someone_earlier(self) -> tuple[int, str]:
        short = self._whole.short
        if self._whole.people(self._earlier):
            if not short and not self.register:
                return 0, ""
            closely = "\n" not in self._before.rstrip() or self._pronoun
            return 4 if self._pronoun else 3 if closely else 2, "about a person named before it"
        if short and self._whole.people(Span(0, len(self._whole.text))):
            return 3 if self._pronoun else 2, "about a person named in the text"
        if self._initial and not self._whole.made_up:
            return 3, "about a person named by an initial"
        if short and self._leads and self._whole.asked:
            return 3, _ONE
        if self._whole.one_subject and (self.record or (self._pronoun and self.register)):
            return 3 if self._pronoun else 2, "about the person the text is about"
        return 0, ""

    @cached_property
    def _people(self) -> Sequence[Person]:
        return self._whole.people(self._sentence)

    @property
    def _sure(self) -> bool:
        return any(person.likelihood is Likelihood.VERY_LIKELY for person in self._people)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        earlier = self._people or self._whole.people(self._earlier)
        if not earlier and self._whole.short:
            earlier = self._whole.people(Span(0, len(self._whole.text)))
        return frozenset(person.kind for person in earlier)

    @cached_property
    def _titled(self) -> bool:
        sentence = self._sentence
        titled = _TITLED.finditer(self._whole.text, sentence.start, sentence.end)
        return any(_names.titled(self._whole.text, Span(*match.span())) for match in titled)

    @cached_property
    def _pronoun_only(self) -> bool:
        return _PRONOUN.search(self._here) is not None

    @cached_property
    def _pronoun(self) -> bool:
        return self._pronoun_only or _KIN.search(self._here) is not None

    @property
    def _child(self) -> bool:
        return self._child_here or self._child_before

    @property
    def _colleague(self) -> bool:
        return self._colleague_here or self._colleague_before

    @cached_property
    def _child_here(self) -> bool:
        return self._speaks_of_child(self._here)

    @cached_property
    def _child_before(self) -> bool:
        return self._speaks_of_child(self._before)

    @cached_property
    def _colleague_here(self) -> bool:
        return _COLLEAGUE.search(self._here) is not None

    @cached_property
    def _colleague_before(self) -> bool:
        return _COLLEAGUE.search(self._before) is not None

    def _speaks_of_child(self, text: str) -> bool:
        if not any(word in text for word in _CHILD_WORDS):
            return False
        if _CHILD.search(text) is not None:
            return True
        return _SOMEONE.search(text) is not None and (self.register or self._whole.note or self.record)


def _is_character(run: _candidates.Run) -> bool:
    """Whether a name is a set text's; Eva Smith is anybody's."""
    return tagger.known(run.words[-1]).surname < _COMMON and _names.is_character(word.casefold() for word in run.words)


def _is_cast(runs: Sequence[_candidates.Run]) -> bool:
    """Whether all that are named are of one set text, and one of them by a name that no child has: Frankenstein."""
    words = [word.casefold() for run in runs for word in run.words]
    return _names.is_character(words) and not all(tagger.known(word).forename for word in words)


_ONE_OF_THEM, _FAMILY, _ONE = "about one child or colleague", "about somebody's family", "about one person"

# As common as surnames get.
_COMMON = 3
