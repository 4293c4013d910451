"""Sensitive and confidential words that are about someone.

What a phrase tells (``_lexicon``) and how closely a person is tied to it (``_scene``) add up; lessons, policies and
made-up people are taken off. The clause a phrase stands in is weighed as well (``_clauses``): one that tells nothing of
anybody makes less of it. One pass serves every kind.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from safe_to_paste.detectors import _clauses, _lexicon
from safe_to_paste.detectors._clauses import Clause, Clauses
from safe_to_paste.detectors._lexicon import Hit
from safe_to_paste.detectors._scene import Scene, Scenes
from safe_to_paste.late import re, regex
from safe_to_paste.model import Likelihood, Match, Span
from safe_to_paste.view import View

# What must add up: to be asked about lightly, to be held, to be sure.
_HINT, _HELD, _SURE = 4, 5, 6
# More doubt than this means that nobody real is meant.
_DOUBTED = 3

# What these say is said of nobody outside a school.
_SCHOOLISH = frozenset({"SEND", "SOCIOECONOMIC"})

# What is an employer's business rather than somebody's private life, and what is neither.
_STAFFING = frozenset({"HR", "SALARY"})
_OF_FIRMS = frozenset({"CONTRACT", "LEGAL"})
# What pupils and colleagues both do; of a colleague it is the employer's business.
_EITHER = frozenset({"BEHAVIOUR", "ATTENDANCE"})
# That somebody is away from work, and not with what; of a colleague that is the employer's business too.
_AWAY = re.compile(r"(?<!\w)(?:off|phased|ssp|oh|occupational|fit[ ]note|sick(?:ness)?)(?![ ]with|\w)")

# What a clause without a listed phrase must come to for a light word, the same for a single word, and to be held; how
# closely somebody must be tied to it.
_TOLD, _TOLD_ALONE, _TOLD_SURELY, _TOLD_TIE = -0.8, 0.6, 2.0, 3

# How much more a clause must tell where nobody is named: "one boy" and "our girls" are said in general as well.
_UNNAMED = 0.8

# How far from a person a weak phrase may stand.
_NEAR = 200

_MONEY = regex.compile(r"\u00a3[ ]?(?P<amount>\d[\d,]*(?:\.\d\d?)?)(?P<thousands>k)?(?!\w)")
_SUM = regex.compile(r"\u00a3[ ]?\d|(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)|(?<![\w.])\d+k(?!\w)")
_LEAST_SALARY = 5_000
_PARTY = regex.compile(
    r"(?<!\w)(?:Ltd|Limited|plc|PLC|LLP|Group|Services|Catering|Cleaning|Cleaners|Solutions|Facilities|Construction"
    r"|Builders"
    r"|Bros|Brothers|Sons|& Co|Contractors|Coaches|Supplies|Systems|Energy|Recruitment|Agency|Partners(?:hip)?"
    r"|Roofing|Electrical)(?!\w)"
    r"|(?:from|by|with|to|and|v|vs|,|:|;|than)[ ](?!The[ ]|Year|Y\d)\p{Lu}[\w&'-]{2,20}"
    r"|(?<=[\n;,] ?|\A)\p{Lu}[\w&'-]{2,20}(?:[ ]\p{Lu}[\w&'-]{1,20}){0,2}(?=[ :,-]{1,3}\u00a3)"
)
_UNSAID = re.compile(
    r"(?<!\w)(?:not[ ](?:yet[ ])?(?:public|announced|signed|shared|final)|before[ ](?:the|we"
    r"|it)[^.\n]{0,30}(?:announce|award|public|sign|go)\w*|until[ ](?:the[ ])?(?:unions?|staff|board|governors"
    r"|contract|award)"
    r"|confidential|commercially|don't[ ]share|dont[ ]share|don't[ ]know[ ]yet|dont[ ]know[ ]yet|haven't[ ]told"
    r"|havent[ ]told|not[ ]been[ ]told|keep[ ](?:this|it)[ ](?:quiet|between)|standstill|embargo\w*|under[ ]wraps"
    r"|sealed|in[ ]confidence"
    r"|beat|undercut|negotiat\w*|counter|walk[ ]away|not[ ]for[ ]circulation)(?!\w)"
)
_OURS = regex.compile(
    r"(?<!\w)(?:our|we|us|we've|we're|the[ ](?:school|trust|academy|governors|insurers?|parents?|family)|governors"
    r"|insurers?"
    r"|parents|i|my)(?!\w)"
)
# What is bought and let.
_TRADE = re.compile(
    r"(?<!\w)(?:contracts?|lease|hire[sd]?|hirer|(?:the|our|sports)[ ]hall|pitch|catering|cleaning|suppliers?|agency"
    r"|insur\w{3,5}|builders?"
    r"|contractors?|quotes?|quoted|tenders?|energy|gas|electricity|photocopiers?|minibus(?:es)?|wraparound|lettings?"
    r"|licen[cs]e|subscription|invoices?"
    r"|award[ ]the|retention|roof(?:ers?)?|grounds|framework)(?!\w)"
)
# What is a worry about a child, and of a grown-up says that they are away or how they live.
_OF_CHILDREN = re.compile(
    r"(?:(?:is|was|been|are|were)[ ])?(?:out[ ](?:until|all[ ]night|at[ ]night)|(?:stays?[ ])?up[ ]all[ ]night"
    r"|(?:lives?|living)[ ]alone|home[ ](?:alone|on[ ](?:his|her)[ ]own)|self[ ]neglect)\b.*"
)
# What an employer does to somebody or means to do, whoever it is.
_STEP = re.compile(
    r"(?<!\w)(?:redundan\w{1,3}|suspen\w{2,4}|dismiss\w{0,3}|sack\w{0,3}|lose|losing|cut|cutting|shed|axe|delet\w{1,3}"
    r"|remove"
    r"|complaint|grievance|performance[ ]manag\w{1,5}|at[ ]risk|warning|capability|disciplinary|settlement|probation"
    r"|not[ ]renew\w{0,3}"
    r"|contract|full[ ]pay|get[ ]the|headship|reference)(?!\w)"
)

Finder = Callable[[View], Iterator[Match]]


def finder(kind: str) -> Finder:
    """The detector of one kind."""

    def find(view: View) -> Iterator[Match]:
        """Where a text says this about someone."""
        return iter(seen(view).get(kind, ()))

    return find


def seen(view: View) -> Mapping[str, tuple[Match, ...]]:
    """What a text says about someone, of each kind; worked out once for all of them."""
    found = _SEEN.get(view)
    if found is None:
        found = _SEEN[view] = {kind: tuple(matches) for kind, matches in _judged(view).items()}
    return found


_SEEN: WeakKeyDictionary[View, Mapping[str, tuple[Match, ...]]] = WeakKeyDictionary()


def _judged(view: View) -> Mapping[str, list[Match]]:
    found: dict[str, list[Match]] = defaultdict(list)
    hits = _lexicon.hits(view)
    scenes = Scenes(view)
    clauses = Clauses(view, scenes, hits)
    labels = [table.labels for table in view.tables if table.labels] if hits or clauses.peopled else []
    for hit in hits:
        # A heading says what a column is about, and of nobody; the cells below it are the column's own matter.
        if any(label.start <= hit.span.start and hit.span.end <= label.end for label in labels):
            continue
        # What means something only beside a person needs no look where there is none.
        if hit.strength == 1 and not scenes.people(_around(hit.span)):
            continue
        kind, total, because = _weighed(view, hit, scenes)
        if kind not in _STAFFING | _OF_FIRMS and total >= _HINT:
            total = min(total, _allowed(clauses.around(hit.span), hit, scenes.at(hit.span)))
        if total >= _HINT:
            likelihood = (
                Likelihood.VERY_LIKELY
                if total >= _SURE
                else Likelihood.LIKELY
                if total >= _HELD
                else Likelihood.POSSIBLE
            )
            span = _beside_names(hit.span, scenes)
            _put(view.text, found[kind], Match(span, (because,) if because else (), likelihood))
    if "SALARY" in found:
        found["SALARY"] = _with_amounts(view, found["SALARY"])
    known = [match.span for matches in found.values() for match in matches]
    if told := list(_told(clauses, [*known, *labels])):
        found["PRIVATE_DETAIL"] = told
    return found


def _told(clauses: Clauses, taken: Sequence[Span]) -> Iterator[Match]:
    """Clauses that tell much of somebody named, though no listed phrase says of what kind it is.

    Args:
        clauses: those of the text.
        taken: what is told of already, and the headings of tables, which tell nothing of anybody.
    """
    spans = sorted(taken)
    for clause in clauses.near_people():
        after = bisect_left(spans, clause.span.end, key=lambda span: span.start)
        if after and spans[after - 1].end > clause.span.start:
            continue
        scene = clause.scene
        # What is soonest seen is asked first.
        if scene.tie[0] < _TOLD_TIE or scene.doubt or scene.general or not scene.pupil:
            continue
        if any(hit.strength > 2 for hit in clause.hits) or clause.total < _TOLD:
            continue
        if clause.everyday and clause.total < _TOLD_SURELY:
            continue
        span = clause.beside_names
        # A word alone tells little that no list has.
        if clause.total >= _TOLD_ALONE or " " in clauses.text[span.start : span.end]:
            likelihood = Likelihood.LIKELY if clause.total >= _TOLD_SURELY else Likelihood.POSSIBLE
            yield Match(span, (scene.tie[1],), likelihood)


def _allowed(clause: Clause, hit: Hit, scene: Scene) -> int:
    """The most that a phrase in a clause may come to."""
    total = clause.total - (_UNNAMED if scene.unnamed else 0)
    if total >= _clauses.LIGHT:
        return _SURE
    # What tells by itself, of somebody named or in a plain note, is at least worth a light word.
    surely = hit.strength > 2 and (scene.tie[0] > 3 or scene.record)
    return _HINT if surely or total >= _clauses.DROPPED else 0


def _around(span: Span) -> Span:
    return Span(max(0, span.start - _NEAR), span.end + _NEAR)


def _beside_names(span: Span, scenes: Scenes) -> Span:
    """A phrase without the names it begins or ends with: they are findings of their own."""
    start, end = span.start, span.end
    for person in scenes.people(span):
        if not scenes.text[person.span.start].isupper():
            continue
        if person.span.start <= start < person.span.end:
            start = person.span.end
        elif person.span.start < end <= person.span.end:
            end = person.span.start
    written = scenes.text[start:end]
    start, end = end - len(written.lstrip(" ,'")), start + len(written.rstrip(" ,"))
    return Span(start, end) if start < end else span


def _put(text: str, found: list[Match], match: Match) -> None:
    """Add a match; what is told in one breath ("broken arm, concussion") is one detail."""
    if found and not text[found[-1].span.end : match.span.start].strip(" ,"):
        last = found.pop()
        surest = max(last.likelihood or Likelihood.LIKELY, match.likelihood or Likelihood.LIKELY)
        match = Match(Span(last.span.start, match.span.end), last.because, surest)
    found.append(match)


def _weighed(view: View, hit: Hit, scenes: Scenes) -> tuple[str, int, str]:
    if hit.kind in {"CONTRACT", "LEGAL"} and hit.strength < 2:
        return hit.kind, 0, ""
    scene = scenes.at(hit.span)
    match hit.kind:
        case "CONTRACT":
            return _priced(view, hit, scene)
        case "LEGAL":
            return _advised(view, hit, scene)
        case "HR" | "SALARY":
            kind, total, because = _employed(view, hit, scene)
            # A sum that nobody is paid may be what a firm is paid.
            if kind == "SALARY" and total < _HINT and hit.strength > 2 and _said(_TRADE, view.small, hit.span):
                return _priced(view, hit._replace(kind="CONTRACT"), scene)
            return kind, total, because
        case _:
            if hit.kind == "SAFEGUARDING" and scene.adult and _OF_CHILDREN.fullmatch(view.small, *hit.span):
                return hit.kind, 0, ""
            total = _total(hit, scene)
            of_staff = total and scene.staff and not scene.pupil and _of_work(view, hit)
            return "HR" if of_staff else hit.kind, total, scene.tie[1]


def _of_work(view: View, hit: Hit) -> bool:
    """Whether a phrase, said of a colleague, is the employer's business."""
    away = hit.kind == "HEALTH" and _AWAY.search(view.small, hit.span.start, hit.span.end) is not None
    return away or hit.kind in _EITHER


def _total(hit: Hit, scene: Scene) -> int:
    near = scene.tie[0]
    if near < 2 and hit.strength > 2 and (scene.maybe if hit.kind in _SCHOOLISH else scene.perhaps):
        near = 2
    if near < 3 and hit.kind == "SAFEGUARDING" and hit.strength > 2 and scene.disclosed:
        near = 3
    if hit.strength + near < _HINT:
        return 0
    total = hit.strength + near - scene.doubt - scene.general
    # Only what is quite clear is worth a light word; the rest is said about everybody all the time.
    return total if total >= _HELD or (hit.strength > 1 and near > 1 and scene.doubt + scene.general == 0) else 0


def _employed(view: View, hit: Hit, scene: Scene) -> tuple[str, int, str]:
    total = _total(hit, scene)
    # Nobody says of a pupil what somebody is paid.
    pupil = scene.pupil and not scene.adult and (hit.kind == "HR" or scene.doubt > 0)
    # Whom nothing says to be a pupil may as well be a colleague of whom only the forename is told.
    surely = hit.strength > 2 and scene.tie[0] > 3 - scene.untaught and not (pupil and not scene.untaught)
    if total and not scene.staff and not surely:
        total = 0
    if total < _HELD and hit.strength > 2:
        if hit.kind == "HR" and _said(_UNSAID, view.small, hit.span):
            return hit.kind, _HELD - min(scene.doubt, 2), "not announced yet"
        step = hit.kind == "SALARY" or _STEP.search(view.small, hit.span.start, hit.span.end) is not None
        if step and scene.plain and not scene.pupil and (scene.employed or _said(_OURS, view.small, hit.span)):
            return hit.kind, _HELD, "a step an employer takes"
    return hit.kind, total, scene.tie[1]


def _priced(view: View, hit: Hit, scene: Scene) -> tuple[str, int, str]:
    money = _said(_SUM, view.text, hit.span)
    party = _said(_PARTY, view.text, hit.span)
    unsaid = _said(_UNSAID, view.small, hit.span)
    if not (money and (party or unsaid)) and not (unsaid and party and hit.strength > 2):
        return hit.kind, 0, ""
    return hit.kind, hit.strength + money + party + unsaid - scene.doubt, "a price and whose it is"


def _advised(view: View, hit: Hit, scene: Scene) -> tuple[str, int, str]:
    ours = 2 if scene.tie[0] >= 3 or _said(_OURS, view.small, hit.span) else 0
    # Lawyers' words are like those of lessons; only what is surely made up counts in full.
    total = hit.strength + ours - (3 if scene.doubt > _DOUBTED else min(scene.doubt, 1))
    return hit.kind, total if hit.strength > 2 and ours else 0, "advice or a claim of ours"


def _said(pattern: re.Pattern[str] | regex.Pattern[str], text: str, span: Span) -> bool:
    """Whether something is said within a line or so of a phrase."""
    return pattern.search(text, max(0, span.start - 160), span.end + 160) is not None


def _with_amounts(view: View, matches: list[Match]) -> list[Match]:
    """The same with the amounts beside them, and the salaries in other people's rows."""
    found = list(matches)
    surest = max(match.likelihood or Likelihood.LIKELY for match in matches)
    for money in _MONEY.finditer(view.text):
        amount = float(money["amount"].replace(",", "")) * (1000 if money["thousands"] else 1)
        if amount < _LEAST_SALARY or any(match.span.overlaps(Span(*money.span())) for match in found[:50]):
            continue
        row = view.layout.row(money.start())
        if any(row.overlaps(person.span) for person in view.people) or any(row.overlaps(m.span) for m in matches[:50]):
            found.append(Match(Span(*money.span()), ("an amount in the same row",), surest))
    return sorted(found)
