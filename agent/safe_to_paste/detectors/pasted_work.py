"""Pupils' writing that a member of staff has pasted with a request about it.

Requests stand first or last: the sentences at both ends are read as asking until one is met that is no request,
and what lies between is the piece. It counts as a pupil's when it is to be judged, when the request says whose
it is, or when labels say so ("Pupil A:", "Student response:").

>>> text = "what level is this?\\n\\nThe dog ran of and we cort him by the gate becos he was tired."
>>> [text[span.start:span.end][:15] for span, *_ in find(View(text))]
['The dog ran of ']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from weakref import WeakKeyDictionary

from safe_to_paste.detectors import _asking
from safe_to_paste.late import re, regex
from safe_to_paste.model import Likelihood, Match, Span
from safe_to_paste.view import View

# How many sentences at either end may be the asking, and how much of the writing is shown at most.
_MOST_ASKING = 14
# How many sentences of the first line may come before a request is made.
_MOST_TOLD = 6
_LONGEST = 4000
# How many words make a piece, or an answer, and how many slips are many.
_LEAST, _LEAST_ANSWER, _MANY = 9, 3, 2
# Answers this short are facts to tick rather than writing to judge.
_SHORT_ANSWER = 6
# Words of a heading, and of more than anybody asks in one breath.
_FEW, _LONG = 4, 45
_LEADS = frozenset(":-\"'")

# How much of either end of a long text a quick look takes in, and what it looks for.
_ENDS, _HEAD = 2000, 8000
_CUES = (
    "mark", "grade", "score", "level", "band", "assess", "moderat", "feedback", "www", "ebi", "stars", "next step",
    "wts", "exs", "gds", "depth", "working", "standard", " ai", "gpt", "copilot", "gemini", "pupil", "student",
    "child", "kid", "wrote", "written", "his ", "her ", "their", "mistake", "misconception", "error", "plagiar",
    "copied", "essay", "answer", "story", "one of my", "candidate", "target", "comment", "think", "nea", "coursework",
    "ticket", "notes", "out of", "log:", "dictat",
)  # fmt: skip

_BREAK = regex.compile(
    r"\n|(?<!(?:^|\W)\w)[.!?]+[\"')]*(?=[ ])|:(?=[ \"'])|[ ]-[ ]|(?<=[ :])\"(?=\w)|(?<=[ :])'(?=\w[^'\n]{24})"
)
_WORDS = re.compile(r"[^\W_][\w'-]*")
_LABEL = re.compile(
    r"(?i)[ \t*#>(\[-]{0,4}(?:(?:pupil|student|child|candidate|learner|y\d{1,2})(?:'?s)?(?:[ ](?:[a-h]|\d{1,2}"
    r"|x))?(?:'s)?"
    r"(?:[ ](?:answer|response|work|writing|essay|attempt|wrote|piece|text|story|said|script|version|paragraph))?"
    r"|(?:(?:his|her|their|the|first|second|third)[ ])?(?:answers?|responses?|essay|script|story|attempt|paragraph"
    r"|piece|work|writing|homework|final[ ]draft|draft)"
    r"(?:[ ](?:[a-h]|\d{1,2}))?|q(?:uestion)?[ ]?\d{1,2}[a-z]?|a(?:ns)?)[ ]?(?:\(\w{1,12}\)[ ]?)?[:)\]-]{1,2}[ ]?\Z"
)
_NUMBERED = regex.compile(r"[ \t]{0,4}(?:\(?(?:\d{1,2}|[a-hA-H]|Q\d{1,2}[a-z]?|i{1,3}|iv|v)[.):]|[•*-])[ ]{1,3}")
# A line that tells what the answers are judged by, or what was asked of the pupils.
_NOTE = re.compile(
    r"(?i)[ \t*#>(-]{0,4}(?:mark[ ]?scheme|ms|questions?|q\d{0,2}|the[ ]question|task|title|criteria"
    r"|success[ ]criteria"
    r"|ao\d|context|background|topic|prompt|rubric|level[ ]\d|grade[ ]\d|band[ ]\d|indicative[ ]content"
    r"|exam[ ]board|max(?:imum)?[ ]marks?"
    r"|total[ ]marks|subject|year[ ]group|name|class|date|source[ ][a-f]|model[ ]answer|examiner"
    r"|learning[ ]objective|lo|wilf|walt)"
    r"(?:[ ](?:was|is|they|he|she|given|set|\d{1,2}))*[ ]?(?:\([^)\n]{1,20}\)[ ]?)?[:=-]"
    r"|[^\n]{0,80}[(\[]\d{1,2}[ ]marks?[)\]][ ]*\Z|[^\n]{0,10}\d[ ]marks?[ ](?:for|per|each|if)(?!\w)"
    r"|[ \t]*award(?:[ ]|s)"
)
_BIDDING = regex.compile(
    r"(?i)[ \t*>(-]{0,4}(?:(?:and|also|then|please|pls|thanks?|thx|ta|cheers|just|hi|hello|hey|ok"
    r"|so)[ ,!.]{0,3}){0,3}(?:can|could|would|will)[ ](?:you|u)(?!\w)"
    r"|(?i)[ \t*>(-]{0,4}(?:(?:and|also|then|please|pls|just|hi|hello|hey|ok|so)[ ,!.]{1,3}){0,3}(?:write|give|use"
    r"|using|include|keep|make|don't|do[ ]not|explain|suggest|focus|be[ ]|mark|grade|score|level"
    r"|assess|moderate|correct|improve|check|edit|fix|shorten|proof-?read|polish|tell[ ]me|tell[ ]him|tell[ ]her"
    r"|return|respond|compare|highlight|identify|list|spot|rank|bullet|thank|thanks|ta[ ,.!]|cheers|help|limit|put"
    r"|add|award"
    r"|base|refer|ignore|leave|aim|max|no[ ]more|out[ ]of|i[ ]need|i[ ]want|i'd[ ]like|id[ ]like|he's|she's|hes[ ]a"
    r"|shes[ ]a|what[ ](?:grade|level|mark|would|should|does|do|can|is|has|did)|which|where|how[ ](?:many|would|can"
    r"|could|do|should)|is[ ]this|does[ ]this|would[ ]this"
    r"|for[ ](?:a|my|our|an)[ ]|this[ ]is|these[ ]are|here|below|it's[ ](?:for|a|from|by|one)|its[ ](?:for|a|from"
    r"|by|one))(?!\w)"
)
_STAFF = regex.compile(
    r"(?i)(?<!\w)(?:mark[ ]?scheme|criteria|spag|ao\d|aqa|edexcel|ocr|wjec|eduqas|gcse|rubric|grade|levels?|marks?"
    r"|feedback|targets?|pupils?|students?|y(?:ea)?r?[ ]?\d{1,2}|ks\d|moderat\w+|nea|sats|exam|words?[ ]max|sen"
    r"|send|eal|ebi|www|set[ ]\d|(?:low|high)er[ ]ability|parents'?|mum|wants|need|homework|cohort)(?!\w)"
)
# How a piece of writing may begin as well as a request.
_TELLING = regex.compile(
    r"(?i)(?:this[ ]is|these[ ]are|here|below|for[ ]|use[ ]|keep|be[ ]|leave|put|add|help|no[ ]more|where|which"
    r"|thank|hi|hello|ok|so|make|what[ ](?!grade|level|mark))"
)
# Material for teaching, or a letter of the school's, however it is asked about.
_MADE_TO_TEACH = regex.compile(
    r"(?i)(?<!\w)(?:learning[ ](?:objectives?|intentions?|outcomes?)|success[ ]criteria|plenary|(?:pupils|students"
    r"|children)[ ]will|resources:|lesson[ ]\d"
    r"|key[ ]vocabulary|worksheet|\(\d[ ]marks?\)|homework:|starter:|differentiation|mark[ ]scheme:|kind[ ]regards"
    r"|yours[ ](?:sincerely|faithfully)"
    r"|dear[ ](?:parents?|all|colleagues|families|carers|mr|mrs|ms|miss)|has[ ]made[ ](?:good|excellent"
    r"|some)[ ]progress|should[ ]continue[ ]to|level[ ]\d:|grade[ ]\d:|policy|all[ ]staff)(?!\w)"
)


@dataclass(frozen=True)
class _Piece:
    """A sentence, or what stands before or after a colon, a dash or a quotation mark.

    It is asked the same from both ends of a text, so each answer is kept.
    """

    span: Span
    text: str
    line: bool  # a new line begins with it
    led: bool  # a colon, a dash or a quotation mark leads to it

    @cached_property
    def small(self) -> str:
        return self.text.lower()

    @cached_property
    def words(self) -> int:
        return len(_WORDS.findall(self.text))

    @cached_property
    def bids(self) -> bool:
        return _BIDDING.match(self.text) is not None

    @cached_property
    def judged(self) -> bool:
        return _asking.JUDGED.search(self.small) is not None

    @cached_property
    def by_machine(self) -> bool:
        return _asking.BY_MACHINE.search(self.small) is not None

    @property
    def judges(self) -> bool:
        """Whether it asks to judge the writing, or whether a machine wrote it."""
        return self.judged or self.by_machine

    @cached_property
    def looked_at(self) -> bool:
        return _asking.LOOKED_AT.search(self.small) is not None

    @cached_property
    def whose(self) -> bool:
        return _asking.WHOSE.search(self.small) is not None

    @cached_property
    def created(self) -> bool:
        return _asking.CREATED.search(self.small) is not None

    @property
    def opens(self) -> bool:
        """Whether somebody asks for something; what stands below it is hardly ever more of the asking."""
        return self.judged or self.more

    @cached_property
    def more(self) -> bool:
        """Whether something else is asked than to judge."""
        more = (_asking.WORK, _asking.MENDED)
        return self.looked_at or self.whose or any(pattern.search(self.small) for pattern in more)

    @cached_property
    def heading(self) -> bool:
        """Whether it is a few words that are no sentence and no numbered answer."""
        return self.words < _FEW and not _NUMBERED.match(self.text) and not self.text.endswith((".", "!", ","))

    @cached_property
    def label(self) -> bool:
        return _LABEL.match(self.text) is not None

    @property
    def speaker(self) -> bool:
        """Whether it is a word or two before a colon at the start of a line: whose answer follows."""
        named = self.line and self.text.endswith(":") and self.words < _FEW and self.text[0].isupper()
        return named and _NOTE.match(self.text) is None


@dataclass(frozen=True, slots=True)
class Work:
    """Writing that reads as a pupil's: where it stands, how surely it is one's, and where it is asked to be judged.

    A request to judge it is sure only where something besides says that a pupil wrote it.
    """

    blocks: tuple[Span, ...]
    surety: Likelihood
    judged: tuple[Span, ...]
    asked: Likelihood


def find(view: View) -> Iterator[Match]:
    """The pieces of writing, as far as they go."""
    if work := seen(view):
        because = ("with a request to judge it",) if work.judged else ("said to be a pupil's",)
        yield from (Match(span, because, work.surety) for span in work.blocks)


def seen(view: View) -> Work | None:
    """What a text holds of a pupil's writing, with what is asked about it; worked out once."""
    if view not in _SEEN:
        _SEEN[view] = _work(view)
    return _SEEN[view]


_SEEN: WeakKeyDictionary[View, Work | None] = WeakKeyDictionary()


def _work(view: View) -> Work | None:
    if len(view.small) > _ENDS and not any(
        cue in end for end in (view.small[:_ENDS], view.small[-_ENDS:]) for cue in _CUES
    ):
        return None
    pieces = _pieces(view.text)
    first, last = _between(pieces)
    body = pieces[first:last]
    if not body or len(body) == len(pieces):
        return None
    around = (*pieces[:first], *pieces[last:])
    asking = _Asking.of(around, body)
    surety = asking.surety(body)
    if surety is None:
        return None
    judged = (_trimmed(view.text, p.span.start, p.span.end) for p in around if p.judges)
    written = view.text[body[0].span.start : body[-1].span.end][:_LONGEST]
    theirs = asking.whose or asking.homework or asking.work or _asking.slips(written) > 0
    asked = surety if theirs else Likelihood.POSSIBLE
    return Work(tuple(_blocks(view.text, body)), surety, tuple(judged), asked)


def _pieces(text: str) -> Sequence[_Piece]:
    """The pieces of a text, or of both ends of a long one: what lies between would not change what we think."""
    if len(text) <= _HEAD + _ENDS:
        return list(_cut(text, Span(0, len(text))))
    head = text.rfind("\n", _LONGEST, _HEAD) + 1 or _HEAD
    tail = text.find("\n", len(text) - _ENDS) + 1 or len(text) - _ENDS
    return [*_cut(text, Span(0, head)), *_cut(text, Span(tail, len(text)))]


def _cut(text: str, within: Span) -> Iterator[_Piece]:
    at, line, led = within.start, True, False
    for match in _BREAK.finditer(text, within.start, within.end):
        if text[at : match.start()].strip():
            yield _Piece(Span(at, match.end()), text[at : match.end()].strip(), line, led)
            line = led = False
        line = line or match.group() == "\n"
        led = led or match.group().strip() in _LEADS
        at = match.end()
    if text[at : within.end].strip():
        yield _Piece(Span(at, within.end), text[at : within.end].strip(), line, led)


def _between(pieces: Sequence[_Piece]) -> tuple[int, int]:
    """The first piece of the writing, and the one after its last: what is left when the asking is taken off."""
    last = _end(pieces)
    # Where it is asked for at the end, the writing may well come first.
    begun = bool(pieces) and not _asks_first(pieces[0]) and any(piece.judged for piece in pieces[last:])
    told = _told_first(pieces[:last])
    first, note, labelled = 0, False, False
    for piece in pieces[: min(last, _MOST_ASKING)]:
        note = _NOTE.match(piece.text) is not None or (note and not piece.line and not labelled and not piece.label)
        below = begun and piece.line
        if not (note or first < told or _is_asking(piece, led=piece.led or labelled, below=below)):
            break
        labelled = piece.label
        begun = begun or piece.opens
        first += 1
    return first, last


def _end(pieces: Sequence[_Piece]) -> int:
    """After the last piece that is not part of a request at the end."""
    last = len(pieces)
    while last > max(0, len(pieces) - _MOST_ASKING):
        piece = pieces[last - 1]
        if not _is_asking(piece, led=piece.led, below=True):
            break
        last -= 1
    return last


def _told_first(pieces: Sequence[_Piece]) -> int:
    """How many pieces of the first line go with a request to judge that something leads on from."""
    for at, (piece, after) in enumerate(pairwise(pieces[:_MOST_TOLD])):
        if at and piece.line:
            break
        if (after.line or after.led) and piece.judged:
            return at + 1
    return 0


def _asks_first(piece: _Piece) -> bool:
    asks = piece.bids or piece.judged or piece.looked_at or piece.created or piece.whose
    return asks or _asking.NOT_PUPILS.search(piece.small) is not None


def _is_asking(piece: _Piece, *, led: bool, below: bool) -> bool:
    """Whether a piece at either end is part of the request.

    Args:
        led: a colon, a quotation mark or a label leads to it, so that it is hardly ever more of the asking.
        below: it begins a line below the request, or may end the text.
    """
    if piece.label or (piece.judged and piece.words < _LONG):
        return True
    bids = piece.bids and piece.words < _LONG
    if led or below:
        told = piece.words < _LONG and piece.whose and (_asking.MENDED.match(piece.small) or piece.looked_at)
        return bool(told) or (bids and _TELLING.match(piece.text) is None) or (piece.heading and not led)
    if bids or piece.heading or piece.created:
        return True
    if piece.words < _LONG and piece.more:
        return True
    return not piece.line and _STAFF.search(piece.text) is not None


@dataclass(frozen=True, slots=True)
class _Asking:
    """What the sentences at the ends of a text ask for."""

    judged: bool
    looked_at: bool
    mended: bool
    whose: bool
    said: bool
    theirs: bool
    work: bool
    homework: bool
    created: bool
    based: bool

    @classmethod
    def of(cls, around: Sequence[_Piece], body: Sequence[_Piece]) -> _Asking:
        def any_of(pattern: re.Pattern[str]) -> bool:
            return any(pattern.search(piece.small) for piece in around)

        # What follows on the same line may still be about what is asked.
        more = [piece for piece in body[:1] if not (piece.led or piece.line)]
        whose = [piece for piece in around if piece.whose]
        return cls(
            judged=any(piece.judges for piece in around),
            looked_at=any(piece.looked_at for piece in around),
            mended=any_of(_asking.MENDED),
            whose=bool(whose) or any_of(_asking.ON_BEHALF),
            said=any(piece.small.endswith((":", "'", '"')) or _asking.POINTED.search(piece.small) for piece in whose),
            theirs=any(_asking.NOT_PUPILS.search(piece.small) and not piece.by_machine for piece in (*around, *more)),
            work=any_of(_asking.WORK),
            homework=any_of(_asking.HOMEWORK),
            created=any(piece.created for piece in around),
            based=any_of(_asking.BASED),
        )

    def surety(self, body: Sequence[_Piece]) -> Likelihood | None:
        """How surely what lies between is a pupil's; None when it is not, or is no writing."""
        # Of most texts nothing is asked, and then their words need no look.
        if not (self.judged or self.said or self.whose or self.work or self.looked_at):
            return None
        words = sum(piece.words for piece in body)
        written = " ".join(piece.text for piece in body)[:_LONGEST]
        pupils = self.whose or self.homework
        surely = self.judged or pupils
        answers = surely and (body[0].led or body[0].line)
        if words < (_LEAST_ANSWER if answers else _LEAST) or self.theirs:
            return None
        taught = len({match.group().lower() for match in _MADE_TO_TEACH.finditer(written)})
        slips = _asking.slips(written)
        if taught > self.judged + pupils + (slips > _MANY) or (_mostly_asks(body) and not pupils):
            return None
        if self.created and not self.based and not (self.judged and (pupils or slips > _MANY)):
            return None
        asked = self.looked_at or (self.mended and (self.homework or slips > 0))
        if self.judged or self.said or (self.whose and (asked or self.mended)) or (self.work and asked):
            short = all(piece.words <= _SHORT_ANSWER for piece in body)
            return Likelihood.POSSIBLE if short else Likelihood.LIKELY
        if self.looked_at and slips:
            return Likelihood.LIKELY if slips >= _MANY else Likelihood.POSSIBLE
        return None


def _mostly_asks(body: Sequence[_Piece]) -> bool:
    return 2 * sum(piece.text.endswith("?") for piece in body) > len(body)


def _blocks(text: str, body: Sequence[_Piece]) -> Iterator[Span]:
    """The writing without the labels between its parts; a blank line does not part it."""
    start: int | None = None
    for piece in body:
        if piece.label or piece.speaker or _NOTE.match(piece.text):
            if start is not None:
                yield _trimmed(text, start, piece.span.start)
            start = None
        elif start is None:
            start = piece.span.start
    if start is not None:
        yield _trimmed(text, start, body[-1].span.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    end = min(end, start + _LONGEST)
    piece = text[start:end]
    return Span(end - len(piece.lstrip(" \n\t\"'*>-")), start + len(piece.rstrip(" \n\t\"'*>-:")))
