"""What the people named in a text are to each other: a pupil, whose parent, a member of staff.

The rules say of each name what it mostly is; the words between and beside the names say more: "Ava's mum, Mrs
Lindqvist", "Mr Dunmore (SENCo)". This decides what somebody's placeholder is called, never whether a name is found.

>>> from safe_to_paste.identity import who
>>> text = "Ava's mum, Mrs Lindqvist, rang Mr Dunmore (SENCo)."
>>> names = ("Ava", "Mrs Lindqvist", "Mr Dunmore")
>>> mentions = [Mention(Span(at := text.index(n), at + len(n)), "Person", who(n, b"key")) for n in names]
>>> roles = of(text, mentions)
>>> [role.kind for role in roles], roles[1].child == mentions[0].who
(['Pupil', 'Parent', 'Staff'], True)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from safe_to_paste.identity import People, Who
from safe_to_paste.late import regex
from safe_to_paste.layout import Layout
from safe_to_paste.model import Span

PUPIL, PARENT, STAFF, PERSON = "Pupil", "Parent", "Staff", "Person"

# How far from a name its cues are read, in code points.
_REACH = 60

Key = TypeVar("Key")


class Mention(NamedTuple):
    """A name in a text: where, the word its rule gives it, and whose it is."""

    span: Span
    kind: str
    who: Who


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is, of a parent whose, and whether words beside the name say so."""

    kind: str
    child: Who | None = None
    is_told: bool = False


_TITLE = r"(?:Mrs?|Miss|Ms|Mx|Dr|Prof(?:essor)?|Rev(?:d)?|Sir|Dame|Mme|Frau|Herr)\b\.?"
_KIN = (
    r"(?:(?:[Ss]tep|[Gg]rand|[Ff]oster|[Aa]doptive|[Bb]irth)[- ]?)?"
    r"(?:[Mm]um(?:my)?|[Mm]am|[Dd]ad(?:dy)?|[Mm]other|[Ff]ather|[Pp]arents?|[Cc]arers?|[Gg]uardians?"
    r"|[Nn]an(?:a|ny)?|[Gg]ran|[Gg]rand?(?:ma|dad|pa))(?:[ ]?/[ ]?[Cc]arers?)?(?![\w-])"
)
_CHILD = r"(?:son|daughter|child|boy|girl|lad|twins?|eldest|youngest)"
_JOB = (
    r"(?i:(?:(?:deputy|assistant|acting|executive|co-?)[- ]?)?(?:head[- ]?(?:teacher|master|mistress)"
    r"|head(?:[ ]of[ ](?:the[ ])?(?:key[ ]stage|\p{L}{3,14}))?(?:[ ](?:school|form|\d{1,2}))?|principal"
    r"|(?:\p{L}{3,14}[ ])?(?:teacher|tutor|technician|coordinator)"
    r"|senco|sendco|teaching[ ]assistant|t\.?a|hlta|lsa|ect|(?:cover|lunchtime|midday)[ ]supervisor|line[ ]manager"
    r"|(?:learning[ ])?mentor|mentee|dsl|ddsl|designated[ ]safeguarding[ ]lead|pastoral[ ](?:lead|manager)"
    r"|(?:school[ ])?business[ ]manager|bursar|caretaker|site[ ]manager|receptionist|school[ ]nurse|librarian"
    r"|attendance[ ]officer|exams[ ]officer|appraisee|reviewee|employee|colleague))(?![\w-])"
)
_WHOSE = r"(?:(?:(?i:his|her|their|the|our|my|your|a|an)|\p{Lu}[\p{L}'’-]{1,20}['’]s)[ ])?"
_ENDS = r"(?=[ ]?(?:[)\].,;\n]|$|[-\u2013\u2014][ ]|and[ ]|at[ ]|of[ ]|to[ ]|in[ ]|who[ ]))"
_JOINT = r"[ ]?(?:[:=(\[|-]|\u2013|\u2014|is|called|named)?[ \t]?"

# Before a name, up to it; after a name, from it.
# Father Brown is a priest.
_PARENT_BEFORE = regex.compile(rf"(?<![\w-])(?!(?:Father|Mother)[ ]\Z){_KIN}(?:['’]s)?(?:[ ]name)?{_JOINT}\Z")
_PARENT_APART = regex.compile(rf"(?<![\w-]){_KIN},[ ]\Z")
_PARENT_AFTER = regex.compile(rf"[ ]?[,(\[\u2013\u2014-][ ]?{_WHOSE}{_KIN}(?=[ ]?[)\].,;:\n]|$|[ ](?:of|to)[ ])")
_STAFF_BEFORE = regex.compile(rf"(?<![\w-]){_JOB}(?:[ ]name)?(?:{_JOINT}|,[ ])\Z")
_STAFF_AFTER = regex.compile(rf"(?:[ ]?[,(\[\u2013\u2014-][ ]?|[ ]?\n[ ]*){_WHOSE}{_JOB}{_ENDS}")
_IS_STAFF = regex.compile(rf"[ ]is[ ]{_WHOSE}{_JOB}{_ENDS}")
_IN_CLASS = regex.compile(
    r"[ ]?[,(]?[ ]?(?:(?:in|from)[ ])?(?:Y(?:ea)?r?[ ]?\d{1,2}|\d{1,2}\p{Lu}{1,2}\d?)(?![\w-])"
    rf"(?![ ]?(?:form|class|lead|head|{_JOB}))"
)
_MANAGED = regex.compile(r"['’]s?[ ](?:line[ ]manager|appraisal|payslip|contract|mentor[ ]teacher)(?!\w)")
_SIGNED = regex.compile(r"(?i:regards|wishes|thanks|thank[ ]you|sincerely|faithfully|cheers)[ ]?[,.!]?[ ]*\n\s*\Z")
_ALONE = regex.compile(r"[ ]*(?:\n|\Z)")
_MINE = regex.compile(rf"(?<!\w)(?i:my|our)[ ]{_CHILD}(?!\w)")
_GREETED = regex.compile(r"(?:Dear|Hello|Hi)[ ]\Z")
_COUPLE = regex.compile(rf"{_TITLE}[ ]?(?:and|&|/)[ ]?{_TITLE}")
_TITLED = regex.compile(_TITLE)
# "Mum - Ava will be late" names no mum; "Mum - Ava Lindqvist." does.
_CLOSED = regex.compile(r"[ ]?(?:[.,;()/|\t\n]|\Z)")
_IN_BRACKETS = regex.compile(r"[ ]?[(\[]")

# Between two names: of a child then its parent, of a parent then the child.
_CHILDS_PARENT = regex.compile(rf"['’]s?[ ]{_KIN}[ ](?:\(|is[ ]|called[ ]|named[ ])?\Z")
_CHILD_PARENT = regex.compile(
    r"(?:['’]s?[ ]|[^\n.!?,;]{0,24}?[ ](?:his|her|their)[ ]"
    rf"|[ ]?[,(:\u2013\u2014-][ ]?(?:(?:Y(?:ea)?r?[ ]?)?\d{{1,2}}\p{{Lu}}{{0,2}}\d?[,;)]?[ ])?){_KIN},?{_JOINT}\Z"
)
_PARENT_CHILD = (
    regex.compile(
        rf"[ ]?[,(\u2013\u2014-]?[ ]?(?:(?:who[ ])?is[ ])?(?:the[ ])?{_KIN}\)?[ ](?:of|to)[ ](?:pupil[ ])?\Z"
    ),
    regex.compile(rf"['’]s?[ ]{_CHILD},?[ ]?\(?\Z"),
)
# "Mrs Lindqvist, Ava's mum," and "mum of Ava, Mrs Lindqvist,".
_APPOSED = regex.compile(r"(?:[ ]?[,(\u2013\u2014-][ ]?|(?:,[ ]who)?[ ]is[ ])\Z")
_ITS_PARENT = regex.compile(rf"['’]s?[ ]{_KIN}(?=[ ]?[)\].,;:\n]|$)")
_PARENT_OF = regex.compile(rf"(?<![\w-]){_KIN}[ ]of[ ](?:pupil[ ])?\Z")

_TITLES_BEFORE = regex.compile(rf"(?<!\w)(?:{_TITLE}[ ]?(?:and|&|/)[ ]?)?(?:{_TITLE}[ ])?\Z")
_OWNER = regex.compile(r"['’]s?\Z")
# A pupil's account has digits in it, mostly the year of entry.
_MAIL = regex.compile(r"(?<![\w.+'-])(?P<local>[a-z][a-z.'_-]{1,40})@(?P<domain>[\w.-]{3,60})", regex.IGNORECASE)


def whole(text: str, span: Span, floor: int = 0) -> Span:
    """A name with its titles and without a possessive, so that a placeholder stands for all of it and no more.

    Args:
        floor: where the detail before it ends.

    >>> text = "Ask Mr and Mrs Lindqvist's son."
    >>> span = whole(text, Span(text.index("Lindqvist"), text.index(" son")))
    >>> text[span.start : span.end]
    'Mr and Mrs Lindqvist'
    """
    owner = _OWNER.search(text, max(span.start + 2, span.end - 2), span.end)
    titles = _TITLES_BEFORE.search(text, max(floor, span.start - 24), span.start)
    return Span(titles.start() if titles else span.start, owner.start() if owner else span.end)


def of(text: str, mentions: Sequence[Mention], staff: Collection[str] = ()) -> tuple[Role, ...]:
    """The role of each name, alike for all of one person's.

    Args:
        mentions: the names in the text, in order and not overlapping.
        staff: surnames of the school's staff, in small letters.
    """
    return tuple(_Reading(text, mentions, staff).roles())


def mailed(text: str, domains: Collection[str] = ()) -> frozenset[str]:
    """The surnames, in small letters, in addresses of staff: at the school's domains, or where schools have theirs.

    >>> sorted(mailed("joan.pellow@hazelmere.sch.uk, tdunmore@hazelmere.sch.uk, 24lokafor@hazelmere.sch.uk"))
    ['dunmore', 'pellow', 'tdunmore']
    """
    own = {domain.casefold().lstrip("@") for domain in domains}
    found: set[str] = set()
    for mail in _MAIL.finditer(text) if "@" in text else ():
        domain = mail["domain"].casefold()
        if domain in own or domain.endswith(".sch.uk"):
            last = regex.split(r"[._-]", mail["local"].casefold())[-1]
            found |= {last} if "." in mail["local"] else {last, last[1:]}
    return frozenset(found)


def surnames(names: Iterable[str]) -> frozenset[str]:
    """The last word of each name, in small letters: as a school's published staff are called by pupils and parents."""
    return frozenset(words[-1].casefold() for name in names if (words := name.partition(",")[0].split()))


class _Reading:
    """The people of one text, by number, and what is said of them."""

    def __init__(self, text: str, mentions: Sequence[Mention], staff: Collection[str]) -> None:
        self._text = text
        self._mentions = mentions
        self._staff = staff
        people = People()
        people.meet(mention.who for mention in mentions)
        self._person = [people.number(mention.who) for mention in mentions]
        # By their rules, and by words beside them.
        self._kinds: dict[int, str] = {}
        self._told: dict[int, str] = {}
        self._children: dict[int, int] = {}
        self._addressed: list[int] = []
        self._names: dict[int, Who] = {}
        for person, mention in zip(self._person, mentions, strict=True):
            known = self._names.get(person)
            if known is None or len(known.words) < len(mention.who.words):
                self._names[person] = mention.who
            if self._kinds.get(person, PERSON) == PERSON:
                self._kinds[person] = mention.kind

    def roles(self) -> Iterator[Role]:
        """One for each mention."""
        for at in range(len(self._mentions) - 1):
            self._relate(at)
        for at in range(len(self._mentions)):
            self._hear(at)
        self._find_children()
        for person in self._person:
            child = self._children.get(person) if self._kind(person) == PARENT else None
            yield Role(self._kind(person), None if child is None else self._names[child], person in self._told)

    def _kind(self, person: int) -> str:
        return self._told.get(person, self._kinds[person])

    def _relate(self, at: int) -> None:
        """What the words between this name and the next say the two are to each other."""
        this, following = at, at + 1
        end, start = self._mentions[this].span.end, self._mentions[following].span.start
        if start - end > _REACH:
            return
        between = self._text[end:start]
        if not self._is_titled(this) and (
            _CHILDS_PARENT.match(between) or (_CHILD_PARENT.match(between) and self._may_be_parent(following))
        ):
            self._pair(parent=following, child=this)
        elif not self._is_titled(following) and any(pattern.match(between) for pattern in _PARENT_CHILD):
            self._pair(parent=this, child=following)
        elif _APPOSED.match(between):
            if not self._is_titled(following) and _ITS_PARENT.match(self._after(following)):
                self._pair(parent=this, child=following)
            elif (
                not self._is_titled(this)
                and _PARENT_OF.search(self._before(this))
                and _CLOSED.match(self._after(following))
            ):
                self._pair(parent=following, child=this)

    def _pair(self, *, parent: int, child: int) -> None:
        grown, young = self._person[parent], self._person[child]
        if grown != young and self._told.get(young, PUPIL) == PUPIL and self._told.get(grown, PARENT) == PARENT:
            self._told[grown] = PARENT
            self._told[young] = PUPIL
            self._children.setdefault(grown, young)

    def _hear(self, at: int) -> None:
        """What the words beside a name say of it alone."""
        person = self._person[at]
        if person in self._told:
            return
        before, after = self._before(at), self._after(at)
        is_titled = self._is_titled(at)
        is_undecided = self._kinds[person] == PERSON
        is_adult = is_titled or self._kinds[person] != PUPIL
        if (
            (_PARENT_BEFORE.search(before) and self._may_be_parent(at))
            or (_PARENT_AFTER.match(after) and (is_adult or _IN_BRACKETS.match(after)))
            or (is_adult and _PARENT_APART.search(before))
        ):
            self._told[person] = PARENT
        elif not is_titled and _IN_CLASS.match(after):
            self._told[person] = PUPIL
        elif (
            ((is_adult or self._mentions[at].who.is_full) and _STAFF_AFTER.match(after))
            or (is_adult and (_STAFF_BEFORE.search(before) or _MANAGED.match(after) or _IS_STAFF.match(after)))
            or (is_undecided and (self._is_listed(at) or self._signs(at, after)))
        ):
            self._told[person] = STAFF
        elif is_undecided and is_titled and self._is_addressed(at, before):
            self._addressed.append(person)

    def _may_be_parent(self, at: int) -> bool:
        """Whether a parent's name may stand here, of somebody a rule may take for a pupil."""
        is_pupil = self._kinds[self._person[at]] == PUPIL and not self._is_titled(at)
        return not is_pupil or _CLOSED.match(self._after(at)) is not None

    def _is_listed(self, at: int) -> bool:
        """Whether it is the name of one of the school's staff."""
        words = self._value(at).split()
        return len(words) > 1 and words[-1].casefold() in self._staff

    def _signs(self, at: int, after: str) -> bool:
        """Whether it signs a text that is not a parent's."""
        start = self._mentions[at].span.start
        signed = _SIGNED.search(self._text, max(0, start - _REACH), start)
        return signed is not None and _ALONE.match(after) is not None and not self._is_from_a_parent

    @cached_property
    def _is_from_a_parent(self) -> bool:
        return _MINE.search(self._text) is not None

    def _is_addressed(self, at: int, before: str) -> bool:
        """Whether a letter is to it, or it is "Mr and Mrs"."""
        return _GREETED.search(before) is not None or _COUPLE.match(self._value(at)) is not None

    def _is_titled(self, at: int) -> bool:
        return _TITLED.match(self._value(at)) is not None

    def _value(self, at: int) -> str:
        span = self._mentions[at].span
        return self._text[span.start : span.end]

    def _before(self, at: int) -> str:
        """What stands on the line before a name, back to the name before."""
        start = self._mentions[at].span.start
        floor = self._mentions[at - 1].span.end if at else 0
        return self._text[max(floor, start - _REACH) : start].rpartition("\n")[2]

    def _after(self, at: int) -> str:
        """What stands after a name, up to the next."""
        end = self._mentions[at].span.end
        ceiling = self._mentions[at + 1].span.start if at + 1 < len(self._mentions) else len(self._text)
        return self._text[end : min(ceiling, end + _REACH)]

    def _find_children(self) -> None:
        """Whose the parents are of whom no more is said."""
        pupils = [
            (mention.span.start, person)
            for mention, person in zip(self._mentions, self._person, strict=True)
            if self._kind(person) == PUPIL
        ]
        layout = Layout(self._text)
        in_row = _only((layout.row(at).start, person) for at, person in pupils)
        around = [
            (piece, _only((piece(at).start, person) for at, person in pupils))
            for piece in (layout.sentence, layout.paragraph)
        ]
        in_all = _only((0, person) for _, person in pupils)
        by_word = _only(
            (word, person) for person in {person for _, person in pupils} for word in self._names[person].words
        )

        def namesake(person: int) -> int | None:
            """The one pupil who shares a name with somebody."""
            found = {by_word[word] for word in self._names[person].words if word in by_word}
            return found.pop() if len(found) == 1 else None

        for person in self._addressed:
            if person not in self._told and (child := namesake(person)) is not None:
                self._told[person] = PARENT
                self._children[person] = child
        for mention, person in zip(self._mentions, self._person, strict=True):
            at = mention.span.start
            if self._kind(person) != PARENT or person in self._children:
                continue
            near = [in_row.get(layout.row(at).start) if layout.header(at) else None, namesake(person)]
            if person in self._told:
                near += [places.get(piece(at).start) for piece, places in around] + [in_all.get(0)]
            child = next((child for child in near if child is not None), None)
            if child is not None:
                self._children[person] = child
            elif person not in self._told and pupils:
                # Near words such as "mum", and nobody's: as likely a teacher.
                self._told[person] = PERSON


def _only(found: Iterable[tuple[Key, int]]) -> dict[Key, int | None]:
    """Who is alone in each place; None where several are."""
    alone: dict[Key, int | None] = {}
    for key, person in found:
        alone[key] = person if alone.get(key, person) == person else None
    return alone
