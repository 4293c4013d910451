"""Someone pointed to without a name: "the only wheelchair user in Year 8", "our only HLTA", "the girl playing Elphaba".

A description that fits one person is as good as a name to those who know the school. It counts where it says "only
… in Year 8" by itself; otherwise where something sensitive or about employment is said of the same person.

>>> text = "Our only HLTA has had 31 days off with stress since September."
>>> [text[span.start:span.end] for span, *_ in find(View(text))]
['Our only HLTA']
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from safe_to_paste.detectors import _bound
from safe_to_paste.detectors._scene import MADE_UP, ONE, POST, YEAR
from safe_to_paste.late import re, regex
from safe_to_paste.model import Likelihood, Match, Span
from safe_to_paste.view import View

_REACH = 220
_KNOWN = ("those who know the school know who it is",)
_WORDS = r"(?:[\w'&/-]{1,20}[ ]){0,5}?"
_PLACE = (
    rf"(?:{YEAR}|(?:the|our|this|my|his|her)[ ](?:whole[ ])?(?:school|year(?:[ ]group)?|trust|class|form|cohort"
    rf"|department|dept|team|village|office|site)|school|class)"
)
# Nobody else fits it.
_ONLY = regex.compile(
    rf"(?<!\w)(?:the|our|my|his|her|an?)[ ](?:school's[ ])?only[ ]{_WORDS}[\w'-]{{2,20}}[ ](?:in|on|at"
    rf"|from)[ ]{_PLACE}(?!\w)"
    rf"|(?<!\w)(?:the|our|my)[ ](?:only|one)[ ]{YEAR}[ ](?:{ONE}[ ])?(?:doing|taking|who|with|in|on|to|from"
    rf"|that)[ ]{_WORDS}"
    rf"[\w'-]{{2,20}}(?!\w)"
    rf"|(?<!\w)(?:our|my|the)[ ](?:one|single|only)[ ](?:and[ ]only[ ])?(?!of|or|that|who|to|in|is|for|and|with)"
    rf"(?:[a-z'-]{{2,14}}[ ]){{1,3}}?(?:{ONE}|family|{POST})(?:[ ](?:in|from)[ ]{_PLACE})?(?!\w)"
    rf"|(?<!\w)only[ ]one[ ](?:in|on)[ ]{_PLACE}[ ](?:who|with|that)[ ]{_WORDS}[\w'-]{{2,20}}(?!\w)"
    rf"|(?<!\w)(?:our|my)[ ]only[ ](?:[\w-]{{2,14}}[ ])?(?:family|couple)(?!\w)"
    rf"|(?<!\w)(?:the|our|my)[ ]only[ ](?:[\w-]{{2,14}}[ ])?(?:{ONE}|{POST}|(?:wheelchair|hearing[ ]aid)[ ]user"
    rf"|muslim|jewish|sikh|black|asian|deaf|blind|trans|male|female|polish|roma|traveller)(?:[ ](?:boy|girl|pupil"
    rf"|student|child|kid|teacher|ta|member[ ]of[ ]staff|family))?(?!\w)"
)
# Within so many characters before one of these words it begins.
_BEFORE_ONLY = 16
_ONLY_WORDS = re.compile(r"only|one |single ")
_BEGINS = re.compile(r"(?<!\w)(?:the|our|my|his|her|an?|only) ")
# It fits one person for those who know the school.
_UNIQUE = re.compile(
    rf"(?<!\w)(?:the|our|my|a|one|new)?[ ]?(?:(?:new|oldest|youngest|only|other|deputy"
    rf"|assistant)[ ])?head[ ]of[ ](?:(?!(?:the|year|a|school|and|in|is|has)\b)[a-z]{{2,14}}|year[ ]\d{{1,2}}"
    rf"|(?:sixth[ ]form)|[a-z]{{2,10}}[ ]school)(?=[ ,]|$)"
    rf"|(?<!\w)(?:our|my|the)[ ](?:new|only|current|part-time"
    rf"|long-serving)[ ](?:[\w&-]{{2,12}}[ ])?{POST}(?:[ ]in[ ](?:[a-z]{{2,14}}|[A-Z]{{2,4}}))?(?!\w)"
    rf"|(?<!\w)(?:our|the)[ ](?:caretaker|site[ ]manager|bursar|sbm|business[ ]manager|receptionist|librarian|senco"
    rf"|sendco|exams[ ]officer|head|headteacher|principal|chair[ ]of[ ]governors|clerk|head's[ ]pa|cook"
    rf"|school[ ]nurse|data[ ]manager|attendance[ ]officer|deputy(?:[ ]head)?)(?!\w)(?=[ ](?:is|has|was|who|had|told"
    rf"|went|just|keeps|and)(?!\w))"
    rf"|(?<!\w)(?:the|a|our|that|this)[ ](?:[a-z0-9-]{{1,12}}[ ])?(?:{ONE}|family|parent|mum|dad"
    rf"|{POST})[ ](?:(?:in|from)[ ]{YEAR}[ ])?"
    rf"(?:in[ ](?:the|a)[ ](?:wheelchair|news|papers?|gazette|cast|brace|accident|crash|fire)|on[ ]crutches"
    rf"|off[ ]the[ ](?:news|telly|tv)"
    rf"|(?:above|next[ ]door[ ]to|opposite)[ ](?:the[ ])?[\w'-]{{2,16}}"
    rf"|with[ ](?:a|an|one|two|no|the|three"
    rf"|only)[ ][\w'-]{{2,16}})(?:[ ][\w'-]{{2,16}}){{0,2}}?(?:[ ]in[ ]{YEAR})?(?!\w)"
    rf"|(?<!\w)(?:the[ ])?(?:head|deputy|caretaker|governor|chair|cook|ta|senco|vicar|teacher|mayor|councillor|mp"
    rf"|nurse|bursar|cleaner"
    rf"|receptionist)(?:[ ]of[ ]governors)?'s[ ](?:son|daughter|lad|girl|boy|kids?|twins|niece|nephew|grandson"
    rf"|granddaughter)(?!\w)"
    rf"|(?<!\w)(?:our|the|this[ ]year's)[ ](?:(?:deputy[ ])?head[ ](?:boy|girl|student)|sports[ ]captain"
    rf"|carnival[ ]queen)(?!\w)"
    rf"|(?<!\w)(?:the|our)[ ](?:(?!same|other|whole|two)[a-z'-]{{2,14}}[ ])?(?:twins|triplets)(?:[ ]in[ ](?:{YEAR}"
    rf"|my[ ]class))?(?!\w)"
    rf"|(?<!\w)(?:new[ ])?(?:ect|nqt)[ ]in[ ](?:[a-z]{{2,14}})(?!\w)"
    rf"|(?<!\w)(?:(?:the|a|one|that|this|our|my)[ ])?(?:[a-z0-9-]{{1,12}}[ ])?(?:{ONE}|one|ta|teacher|parent|family"
    rf"|mum|dad|child)[ ](?:(?:in|from)[ ](?:my|our|{YEAR})[ ]?(?:class|form|tutor[ ]group|set|group|year)?[ ])?"
    rf"(?:who(?:se|'s|s)?|that|playing|captaining|with[ ]the|from[ ](?:the|ukraine|syria|poland"
    rf"|the[ ]refuge))[ ][^.,\n?!;]{{4,70}}"
    rf"|(?<!\w)(?:the|our|that)[ ]{YEAR}[ ](?:{ONE}[ ])?(?:who(?:se|'s|s)?|that)[ ][^.,\n?!;]{{4,70}}"
    rf"|(?<!\w)(?:she|he)(?:'s|s| is)[ ]the[ ](?:only[ ])?(?:one|{ONE})[ ](?:who|that|from|with"
    rf"|in)[ ][^.,\n?!;]{{4,60}}"
    rf"|(?<!\w)one[ ]of[ ](?:them|my|our)[ ](?:[a-z0-9]{{1,10}}[ ])?(?:is|has|came|was)[ ][^.,\n?!;]{{6,70}}"
)
# Under a letter a post says who writes it, not whom it is about.
_SIGNED = re.compile(
    r"(?<!\w)(?:sincerely|faithfully|regards|wishes|thanks)[ ]?[,.!]?[ ]*\n(?:[^\n]{0,40}\n){0,3}[^\n.?!]{0,40}\Z"
)
# Anybody, as policies and strategies say it: "a child who tells you", "one that has worked".
_ANYONE = re.compile(
    r"[ ]?(?:(?:that|and|if|when|for|any|every|each)[ ])?(?:(?:an?|any|every|each)[ ](?:child|pupil|student"
    r"|learner|young[ ]person|parent"
    r"|teacher|family)[ ](?:who|that|whose|with)|(?:and[ ])?one[ ]that)(?!\w)"
)
# Two or three words that fit one person, when one of them tells something: "the Syrian boy in Year 5".
_DESCRIBED = regex.compile(
    rf"(?<!\w)(?:the|our|that|my)[ ](?:[\w'-]{{2,14}}[ ]){{1,2}}?(?:{ONE}|family|mum|dad)[ ](?:in"
    rf"|from)[ ](?:{YEAR}|my[ ]class|my[ ]form"
    rf"|our[ ]school)(?!\w)"
)
_SENSITIVE_ENOUGH = Likelihood.LIKELY


def find(view: View) -> Iterator[Match]:
    """The descriptions that point to one person."""
    small = view.small
    told = sorted(
        match.span
        for matches in _bound.seen(view).values()
        for match in matches
        if (match.likelihood or _SENSITIVE_ENOUGH) >= _SENSITIVE_ENOUGH
    )
    if not told and "only" not in small:
        return
    done = -1
    for match in _onlys(small):
        # "The only pupil in Year 8 who …" as an example of what to leave out is still no one.
        if not _made_up(small, match.start()) and (told or _PERSON.search(match.group())):
            done = match.end()
            yield Match(Span(*match.span()), ("only one person fits it",))
    for window in _windows(told):
        for unique in _UNIQUE.finditer(small, max(window.start, done), window.end):
            if unique.start() < done or _SIGNED.search(small, max(0, unique.start() - 80), unique.end()):
                continue
            if not _ANYONE.match(unique.group()) and not _made_up(small, unique.start()):
                done = unique.end()
                yield Match(_untold(small, unique, told), _KNOWN)
        for described in _DESCRIBED.finditer(small, max(window.start, done), window.end):
            if _tells(described, told) and not _made_up(small, described.start()):
                done = described.end()
                yield Match(Span(*described.span()), _KNOWN)


def _onlys(small: str) -> Iterator[regex.Match[str]]:
    """The matches of ``_ONLY``: each begins at a word close before one of a few, which are found much faster."""
    done = 0
    for near in _ONLY_WORDS.finditer(small):
        for begins in _BEGINS.finditer(small, max(done, near.start() - _BEFORE_ONLY), near.end()):
            if match := _ONLY.match(small, begins.start()):
                yield match
                done = match.end()
                break
        done = max(done, near.start())


def _tells(match: regex.Match[str], told: list[Span]) -> bool:
    """Whether what is told of the person is part of the description."""
    return any(span.overlaps(Span(*match.span())) for span in told)


def _untold(small: str, match: re.Match[str], told: list[Span]) -> Span:
    """The description up to what is told of the person, which is a finding of its own."""
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    first = bisect_left(told, start, key=lambda span: span.start)
    end = min(match.end(), told[first].start) if first < len(told) and told[first].start > start + 3 else match.end()
    return Span(start, start + len(small[start:end].rstrip(" ,")))


def _windows(told: list[Span]) -> Iterator[Span]:
    """The stretches around what is told of someone, in order, none overlapping."""
    start, end = 0, -1
    for span in told:
        if span.start - _REACH > end:
            if end >= 0:
                yield Span(start, end)
            start = max(0, span.start - _REACH)
        end = max(end, span.end + _REACH)
    if end >= 0:
        yield Span(start, end)


_PERSON = re.compile(
    rf"(?<!\w)(?:{ONE}|user|muslim|jew|sikh|hindu|christian|black|asian|deaf|blind|trans|teacher|ta|hlta|person|one"
    rf"|refugee|traveller|speaker|wheelchair|autistic|diabetic|adopted|fostered|looked[ ]after|looked-after)(?!\w)"
)


def _made_up(small: str, at: int) -> bool:
    return MADE_UP.search(small, max(0, at - 200), at + 200) is not None
