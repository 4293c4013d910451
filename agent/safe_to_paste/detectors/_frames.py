"""What the words around a name say: a school's record about someone, or teaching about no one.

Evidence is added up, in whole numbers: a record frame speaks for a name, a teaching frame, a date
in history or a known character against it, and a text that says it is made up more than anything.
"""

from __future__ import annotations

from functools import cached_property
from weakref import WeakKeyDictionary

from safe_to_paste.cues import tree
from safe_to_paste.detectors import _names
from safe_to_paste.late import re, regex
from safe_to_paste.model import Span
from safe_to_paste.view import View

# What evidence must add up to.
ENOUGH = 3
# Names whose surroundings begin and end this near one another share them.
_STEP = 64
# How far a phrase speaks for or against a name, in code points, within the line.
REACH = 100

_TEACHING_WORDS = (
    "worksheet", "comprehension", "word problem", "quiz", "knowledge organiser", "mark scheme", "chapter",
    "character", "novel", "poem", "poet", "extract", "scheme of work", "biograph", "fact file", "factfile",
    "timeline", "famous", "historical", "author", "playwright", "stanza", "in the play", "the play ",
    "dialogue", "script", "scenario", "story about", "act 1", "act 2", "act 3", "act 4", "act 5", "act i",
    "scene ", "film", "movie", "painting", "painter", "artist", "composer", "scientist", "inventor", "theory",
    "discovered",
    "exam question", "lesson on", "lesson about", "biology", "published", "speech by", "quote", "philosopher",
    "explorer", "prime minister", "president", "queen ", "king ", "emperor", "born in", "died in", "trilogy",
)  # fmt: skip

# The standard library's engine is the quicker one for a list of words.
_TEACHING = re.compile(tree(_TEACHING_WORDS))
_MADE_UP = re.compile(
    r"\b(?:fictional|fictitious|imaginary|imagined|hypothetical"
    r"|(?:all|entirely|completely|purely|is|are|names?)[ ]invented|invented[ ](?:names?|pupils?|data|people|by)"
    r"|(?:study|scenario|example|person|people|names?)[ ]made[ -]up"
    r"|made[ -]up[ ](?:person|teens?|teenagers?|family|company|customers?|details|scenario|story|text|names?"
    r"|pupils?|students?|people|data|class|example|child|children|case|school)"
    r"|(?:all|is|are|names?|completely|entirely)[ ]made[ -]up"
    r"|not[ ](?:a[ ])?real|(?:nobody|no[ ]one|none)[ ](?:is[ ]|of[ ]them[ ]is[ ])?real|no[ ]real|not[ ]real"
    r"|specimen|(?:dummy|sample|test|mock|fake|example)[ ](?:data|names?|pupils?|rows?|records?))\b"
)
# "How many bars has Kim?": the people of arithmetic.
_MADE_UP_WORDS = ("fiction", "fictit", "imagin", "hypothe", "invent", "made up", "made-up", "not real", "not a real",
                  "nobody", "no one", "none", "no real", "specimen", " data", " name", " pupil", " row",
                  " record")  # fmt: skip
WORD_PROBLEM = regex.compile(
    r"\bhow[ ](?:many|much|old|far|long|tall)\b|\b(?:twice|times)[ ]as[ ](?:many|much|old)|\bwhat[ ](?:is"
    r"|was)[ ](?:the|his|her)[ ](?:total|probability|ratio|mean)"
    r"|\b(?:work[ ]out|find|calculate|estimate|state)[ ](?:the|an?)[ ](?:[a-z]+[ ])?(?:mean|median|mode|modal|range"
    r"|total|probability|ratio|percentage|area|perimeter|speed|average)"
    r"|\b(?:draw|plot|sketch|complete)[ ](?:the|an?)[ ](?:[a-z]+[ ])?(?:bar|scatter|pie|line|tally|box|frequency|tree"
    r"|venn|cumulative|stem|pictogram|histogram)"
)
# What is asked about a book, whoever else has its people's names.
STUDIED = re.compile(
    r"(?<!\w)(?:quiz|novel|chapter|comprehension|characters?|act[ ](?:\d|[iv]+)|retrieval|true[ ]or[ ]false|essay"
    r"|worksheet|knowledge[ ]organiser|(?:class|set)[ ](?:reader|text)|roald[ ]dahl|shakespeare)(?!\w)"
)
_CODE = regex.compile(
    r"\bimport[ ]\w|\bdef[ ]\w+\(|\bSELECT[ ]|\bINSERT[ ]INTO|=[ ]?[\[{\"]{1,3}[\n\w\"]|</?\w+>|\bprint\("
    r"|\bclass[ ]\w+[:(]"
)
# One of which every piece of a program has: a quick look before the close one.
_CODE_MARKS = ("=", "<", "import ", "def ", "SELECT ", "INSERT ", "print(", "class ")
HISTORY = regex.compile(
    r"(?<![\d£.:/-])(?<!\d,)(?<!\d\d[ ])(?:1[0-8]\d\d|19[0-3]\d)(?![\d.,]\d|\d|[ ]\d{4}|p\b)|\b(?:BCE?|AD|c\.)(?!\w)"
)


def line_at(text: str, at: int, *, reach: int) -> Span:
    """The line a position lies on, looking no further than ``reach`` either way."""
    start, end = max(0, at - reach), min(len(text), at + reach)
    before, after = text.rfind("\n", start, at), text.find("\n", at, end)
    return Span(start if before < 0 else before + 1, end if after < 0 else after)


def doubts(view: View) -> Doubts:
    """The doubts about a text's names, the same for all who ask."""
    found = _SEEN.get(view)
    if found is None:
        found = _SEEN[view] = Doubts(view.text, view.small)
    return found


class Doubts:
    """What speaks against names in one text; looked into only when there is a name to doubt."""

    def __init__(self, text: str, lower: str) -> None:
        self._text = text
        self._lower = lower
        self._known: dict[str, bool] = {}
        self._places: dict[tuple[int, int], int] = {}

    def about(self, span: Span) -> int:
        """How much speaks against the name at a span, to be taken from what speaks for it."""
        line = line_at(self._text, span.start, reach=REACH)
        near = Span(max(line.start, span.start - REACH), min(max(line.end, span.end), span.end + REACH))
        place = (near.start // _STEP, near.end // _STEP)
        doubt = self._places.get(place)
        if doubt is None:
            doubt = self._places[place] = self._of(near, Span(max(0, span.start - 2 * REACH), span.end + 3 * REACH))
        name = self._text[span.start : span.end]
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = _names.is_known(name)
        return doubt + 3 * known

    def _of(self, near: Span, wide: Span) -> int:
        doubt = self.declared(near)
        doubt += 2 * (_TEACHING.search(self._lower, near.start, near.end) is not None)
        doubt += 3 * (HISTORY.search(self._text, near.start, near.end) is not None)
        return doubt + 2 * (WORD_PROBLEM.search(self._lower, wide.start, wide.end) is not None)

    def declared(self, near: Span) -> int:
        """4 where the text says that what stands there is made up, else 0."""
        if not self._made_up_words:
            return 0
        if self._made_up:
            return 4
        may_be = any(self._lower.find(word, near.start, near.end) >= 0 for word in self._made_up_words)
        return 4 * (may_be and _MADE_UP.search(self._lower, near.start, near.end) is not None)

    def code(self, near: Span) -> bool:
        """Whether what stands there looks like a program."""
        start, end = max(0, near.start - 4 * REACH), near.end + 4 * REACH
        may_be = any(self._text.find(mark, start, end) >= 0 for mark in self._code_marks)
        return may_be and _CODE.search(self._text, start, end) is not None

    @cached_property
    def _made_up_words(self) -> tuple[str, ...]:
        """Those words of the text that such a statement needs: a quick look before a close one."""
        return tuple(word for word in _MADE_UP_WORDS if word in self._lower)

    @cached_property
    def _code_marks(self) -> tuple[str, ...]:
        return tuple(mark for mark in _CODE_MARKS if mark in self._text)

    @cached_property
    def _made_up(self) -> bool:
        """Requests stand first or last: "all of these are invented" there is said of the whole text."""
        return any(_MADE_UP.search(piece) for piece in (self._lower[:400], self._lower[-300:]))


# A view lives as long as one scan does, and what is known of it goes with it.
_SEEN: WeakKeyDictionary[View, Doubts] = WeakKeyDictionary()
