"""What stands around a candidate, by the names that ``rules/data/relevance.toml`` gives to evidence.

Phrases are found for the whole text in one pass; what needs a closer look, a class behind a name or "'s mum", is
looked for only where there is a name.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from math import inf

from safe_to_paste import around, genre, relevance, tagger
from safe_to_paste.detectors import _candidates, _frames, _lexicon, _names
from safe_to_paste.detectors._belonging import CLASS, KIN
from safe_to_paste.detectors._candidates import Form, Run
from safe_to_paste.late import re, regex, scattered
from safe_to_paste.model import Span
from safe_to_paste.validators import upn
from safe_to_paste.view import View

_YEAR = r"(?:[Yy](?:ear|r)?[ ]?(?:1[0-3]|[1-9])|[Rr]eception|[Nn]ursery|[Aa]ged?[ ]\d{1,2})(?![\w.]*\d|[ ]?\+)"
_IDENTIFIER = (
    r"(?:(?:UPN|ULN|UCI|NHS|CPOMS|EHCP|Cand(?:idate)?[ ]no|candidate[ ]n|Adno|SEN[ ][KE]\b|FSM\b|PP\b)"
    r"|(?:DOB|D\.O\.B|[Dd]ate[ ]of[ ]birth|dob)(?![^\n]{1,10}[ /.-]19\d\d)"
    r"|born[ ](?:on[ ])?\d{1,2}[/.-]\d{1,2}[/.-](?:20)?[012]\d(?!\d)"
    r"|att(?:endance)?[ ]?:?[ ]?\d\d(?:\.\d)?[ ]?%|[A-HJ-NP-RT-Z]\d{12}(?!\d))"
)
_AFTER = re.compile(
    r"(?:[ ]?[,(\[:|-]{1,2}[ ]?|[ ]?\t[ ]?|[ ]?\n|[ ]{1,3})(?:(?:who[ ])?(?:is[ ])?(?:in|of|from)[ ])?"
    rf"(?:(?:class|form|tutor|group|set)[ ]){{0,2}}(?:(?P<class>{CLASS}|(?:1[0-3]|[1-9])[a-z](?<!m|p|s"
    rf"|h)(?![\w.]))|(?P<identifier>{_IDENTIFIER})|(?P<year>{_YEAR}))"
)
_CLASS_NEAR = re.compile(rf"(?<![\w/.-])(?:{CLASS}|{_YEAR})")
_KIN_AFTER = re.compile(rf"(?:'s?|s)?[ ]{KIN}\b")
_LABEL = re.compile(
    r"(?i)(?:^|[\n|;,\t(*]|  )[ *\"-]{0,4}(?:(?:full |legal |preferred |staff |(?:pupil|student|child"
    r"|employee)'?s? )?name"
    r"|pupil|student|child|chi1d|learner|candidate|from|to|cc|re|subject|employee|staff(?: member)?|parents?"
    r"|parents?/carers?|carer|contact|mum|dad|teacher|tutor|class teacher|author of report|completed by"
    r"|reported by|attendee|present"
    r"|apologies|driver|witness)[ *\"]{0,3}[:=\t-][ \t*\"]{0,4}\Z"
)
_SIGNED = re.compile(
    r"(?i)(?:regards|thanks|thank you|sincerely|faithfully|wishes|cheers|from)[,.! ]{0,3}\n{0,2}[ ]*\Z"
)
_NUMBER = re.compile(
    r"(?<![\w.])(?:[A-HJ-NP-RT-Z]\d{12}|0[127]\d{3}[ ]?\d{3}|[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d\b|\d{7,13}\b|[\w.]{1,30}@[\w-]{1,30}\.)"
)
_DATED = re.compile(
    r"^[ \t*-]{0,4}(?:(?:mon|tues?|weds?|thur?s?|fri)[a-z]*[ ])?\d{1,2}(?:[/.]\d{1,2}|(?:st|nd|rd|th)? [a-z]{3})"
)
_PRONOUN = re.compile(r"(?<!\w)(?:he|she|his|her|him|hers|he's|she's|hes|shes|they|their|them)(?!\w)")
# Why somebody is to have or to do something: "as he never sits still", "because of her hearing aid".
_REASON = re.compile(
    r"(?<!\w)(?:as|because|cos|coz|bc|since|so|if|when|that|and|but|who|which)(?: of)?"
    r" (?:he|she|his|her|he's|she's|hes|shes|they|they've|theyve|asked"
    r"|hasn't|hasnt|can't|cant|won't|wont|doesn't|doesnt)(?!\w)"
)
_FIRST_PERSON = re.compile(r"(?<!\w)(?:i|i'm|im|i've|ive|my|me|we|our|us)(?!\w)")
_TYPED = re.compile(
    r"(?<!\w)(?:pls|plz|thx|im|ive|dont|cant|wont|isnt|doesnt|didnt|hasnt|wasnt|shes|hes|theyre|u|ur|tmrw|mtg"
    r"|w/|w|approx"
    r"|re|yr|hiya|gonna|kinda|msg|n|spk|hw|asap|bc|cos)(?!\w)"
)
_ARITHMETIC = re.compile(
    r"(?:\s(?:and \w+ )?(?:has|had|have|buys?|bought|eats?|ate|gives?|gave|sells?|sold|runs?|ran|walks?"
    r"|shares?|shared|is|was|needs?|wants"
    r"|earns?|spends?|saves?|makes?|made|bakes?|collects?|picks?|reads?|drives?|throws?|drops?|pushes|pulls)"
    r"\b[^.\n]{0,50}(?:\d|half|twice|dozen|two|three|four|five|six))"
)
_WORK = re.compile(
    r"(?:'s?)? (?:\(?(?:1\d{3}|20\d\d)|novel|poem|play|theory|law|painting|work|story|speech|song|portrait"
    r"|equation|experiment|model|character|wrote|painted|discovered|invented|argues|presents|describes|explores"
    r"|wrote|uses|was born|et al)\b"
)
_SCRIPT = re.compile(r"(?:^|\n)[ \t]*\Z")
_FOREIGN = re.compile(
    r"(?<!\w)(?:je|j'ai|est|sont|les|des|une|avec|dans|mon|ma|mes|ich|bin|ist|und|der|die|das|mein|meine|el|los"
    r"|las|es|soy|tengo|mi"
    r"|y|con|una|dw|i'n|yn|rwy'n|fy|mae|estoy|en|et|nicht|auch|hast|sedet|erat|estne)(?!\w)"
)
_NARRATIVE = re.compile(
    r"(?<!\w)(?:said|replied|cried|whispered|answered|exclaimed|looked|turned|stood|sat|thought|knew|felt"
    r"|seemed|began|came|upon|"
    r"asked|smiled|shouted|laughed|walked|once|suddenly|voice|eyes|door)(?!\w)"
)
# What is looked at of a name's left is its last word first: nearly always that is already enough.
_PARENT_WORDS = frozenset(
    {
        "mum", "mam", "mummy", "dad", "daddy", "nan", "nana", "gran", "grandma", "grandad", "mother", "father", "carer",
        "parent", "stepmum", "stepdad", "step-mum", "step-dad",
    }
)  # fmt: skip
_CHILD_WORDS = frozenset(
    {"son", "daughter", "child", "brother", "sister", "twin", "twins", "grandson", "granddaughter", "stepson"}
)
_KIN_LINKS = frozenset({"of", "to", "for", "is", "called", "named"})
_KIN_LINKED = re.compile(rf"\b{KIN}[ ](?:of|to|for|is|called|named)[ ]\Z")
_SPOKEN = frozenset(
    [
        "told",
        "rang",
        "emailed",
        "phoned",
        "texted",
        "to",
        "with",
        "speak",
        "see",
        "seen",
        "saw",
        "met",
        "asked",
        "w",
        "by",
        "between",
        "thank",
        "invite",
        "remind",
        "contact",
        "move",
        "sit",
        "put",
        "when",
        "because",
        "that",
        "as",
        "how",
        "for",
        "about",
        "re",
        "if",
        "while",
        "and",
    ]
)
_ABOUT = frozenset(["for", "of", "about", "re", "to", "on", "with", "w", "help", "home", "inviting"])
_REPORT_FOR = re.compile(
    r"(?:reports?|comments?|references?|ref|profile|passport|log|chronology|referral|ehcp|iep|ihp|pep|bsp|psp"
    r"|ilp|plan"
    r"|assessment|detention|suspension|exclusion|review|statement|appraisal|letter|e-?mail|text|note|msg"
    r"|message|minutes"
    r"|application|form|meeting|mtg|objectives|card|targets?|strategies|ways to help|help)"
    r"(?: (?:home|notes?|comments?|meeting|draft|for college|letter|inviting))?(?: (?:for|of|about|re|to|on"
    r"|with|w))? \Z"
)
_CALLED = frozenset(
    [
        "called",
        "named",
        "name's",
        "m'appelle",
        "suis",
        "heiße",
        "heisse",
        "llamo",
        "s'appelle",
        "heißt",
        "yw",
        "chiamo",
        "character",
        "friend",
        "friends",
        "girl",
        "boy",
        "man",
        "woman",
        "farmer",
        "robot",
        "teenager",
        "hero",
        "heroine",
        "narrator",
        "evacuee",
        "persona",
    ]
)
_WRITERS = frozenset(
    [
        "by",
        "poet",
        "author",
        "novelist",
        "playwright",
        "artist",
        "painter",
        "composer",
        "scientist",
        "inventor",
        "physicist",
        "chemist",
        "explorer",
        "astronaut",
        "director",
        "actor",
        "singer",
        "king",
        "queen",
        "president",
        "minister",
        "sculptor",
        "activist",
        "engineer",
        "mathematician",
        "philosopher",
        "like",
        "read",
        "wrote",
        "texts",
    ]
)

Evidence = dict[str, float]


class Surroundings:
    """Answers, for one text, what stands around a run of words.

    What a whole stretch says (who speaks, in what sort of text) is worked out once for all the names in it.
    """

    def __init__(self, view: View) -> None:
        self._text = view.text
        self._small = view.small
        self.marks = relevance.Marks(view)
        self.doubts = _frames.doubts(view)
        self._plights = [hit.span for hit in _lexicon.hits(view) if hit.strength > 1]
        self._words = genre.words()
        self._around = around.weights()
        self._blocks: dict[int, tuple[float, int]] = {}
        self._weights = relevance.weights()
        self._stretches: dict[int, tuple[Evidence, float]] = {}
        self._pages: dict[int, tuple[Evidence, float]] = {}

    def of(self, run: Run) -> Evidence:
        """The evidence about a candidate, as name and amount."""
        seen = self._page_at(run.span.start)[0] | self._stretch_at(run.span.start)[0]
        seen[f"form_{run.form}"] = 1.0
        for kind, count in self.marks.near(run.span).items():
            seen[f"near_{kind}"] = float(count)
        self._name(run, seen)
        self._beside(run, seen)
        self._against(run, seen)
        return seen

    def most(self, run: Run) -> float:
        """What the evidence about a candidate comes to at most: a quick look that spares most the close one.

        What is not looked at counts as if it spoke for the name as much as it ever could.
        """
        at, weights = run.span.start, self._weights
        wide = self._page_at(at)[1] + self._stretch_at(at)[1]
        if wide > _PROMISING:
            return inf
        seen: Evidence = {f"form_{run.form}": 1.0}
        if after := self._after(run.span.end):
            seen[after] = 1.0
        self._adjoining(run, seen)
        self._known(run, self._text[max(0, at - 24) : at].rpartition("\n")[2], seen)
        total = weights.add(seen) + wide + self._unseen
        if self._is_numbered(run.span):
            total += max(0.0, weights.weights["identifier"])
        if total + self._most_near < weights.least:
            return total + self._most_near
        return total + weights.sum({f"near_{kind}": count for kind, count in self.marks.near(run.span).items()})

    def line(self, run: Run) -> float:
        """How far the line of a name reads like work on real people."""
        return self._words.line(self._small, run.span.start, run.span.end)

    def around(self, run: Run) -> float:
        """How far a name reads like one of the school's where it stands."""
        return self._around.add(around.features(self._text, self._small, run.span) | self._opening)

    @cached_property
    def _opening(self) -> set[str]:
        return around.opening(self._small)

    def _genre(self, at: int) -> float:
        """How far the text around a place reads like work on real people."""
        block = at // genre.BLOCK
        near = range(max(0, block - 1), block + 2)
        for one in near:
            if one not in self._blocks:
                self._blocks[one] = self._words.block(self._small, one * genre.BLOCK)
        return genre.judged(self._blocks[one] for one in near)

    def _page_at(self, at: int) -> tuple[Evidence, float]:
        """What sort of text a place lies in, and what that weighs."""
        page = self._pages.get(at // _PAGE)
        if page is None:
            seen = self._page(at - at % _PAGE)
            page = self._pages[at // _PAGE] = seen, self._weights.sum(seen)
        return page

    def _stretch_at(self, at: int) -> tuple[Evidence, float]:
        """What is said around a place, and what that weighs."""
        stretch = self._stretches.get(at // _STRETCH)
        if stretch is None:
            seen = self._stretch(at - at % _STRETCH)
            stretch = self._stretches[at // _STRETCH] = seen, self._weights.sum(seen)
        return stretch

    @cached_property
    def _unseen(self) -> float:
        """What all that ``most`` does not look at may weigh."""
        return sum(
            max(weight * amount for amount in _AMOUNTS.get(name, (0.0, 1.0)))
            for name, weight in self._weights.weights.items()
            if name not in _SETTLED and not name.startswith(_ELSEWHERE)
        )

    def _is_numbered(self, span: Span) -> bool:
        """Whether a number as long as an identifier stands near a name."""
        at = bisect_left(self._numbers, span.start - _NUMBER_BEFORE)
        return at < len(self._numbers) and self._numbers[at] < span.end + _NUMBER_AFTER

    @cached_property
    def _numbers(self) -> list[int]:
        """Where digits stand that may be an identifier's."""
        return [match.start() for match in _LONG_NUMBER.finditer(self._text)]

    @cached_property
    def _most_near(self) -> float:
        """What phrases near a name may weigh."""
        near = (weight for name, weight in self._weights.weights.items() if name.startswith("near_"))
        return relevance.ENOUGH_NEAR * sum(weight for weight in near if weight > 0)

    def _page(self, start: int) -> Evidence:
        """What sort of text the names in it stand in."""
        text, end = self._text, start + _PAGE
        middle = Span(start, end)
        seen: Evidence = {f"wide_{kind}": count / 2 for kind, count in self.marks.wide(middle).items()}
        seen |= self._whole
        seen["genre"] = self._genre(start)
        if ("wide_culture" in seen or "wide_lesson" in seen) and self._books:
            seen["books"] = 1.0
        if _frames.HISTORY.search(text, max(0, start - 400), end + 400):
            seen["history_wide"] = 1.0
        at = bisect_left(self._problems, start - 150)
        if at < len(self._problems) and self._problems[at] < end + 250:
            seen["asked"] = 1.0
        if self.doubts.declared(Span(max(0, start - 50), end + 50)):
            seen["made_up"] = 1.0
        if self._coded and self.doubts.code(middle):
            seen["code"] = 1.0
        quotes = text.count('"', max(0, start - 200), end + 200)
        if quotes > 3:
            seen["quotes"] = min(quotes, 12) / 6
        if (told := len(_NARRATIVE.findall(self._small, max(0, start - 300), end + 300))) > 2:
            seen["narrative"] = min(told, 12) / 6
        return seen

    @cached_property
    def _whole(self) -> Evidence:
        """What the text asks for, and how it is set out."""
        head = self._text[:_HEAD]
        seen: Evidence = {"asks": self._words.ask(self._small)}
        for name, there in (
            ("numbered", len(_NUMBERED.findall(head)) > 1),
            ("bulleted", len(_BULLETED.findall(head)) > 1),
            ("questions", head.count("?") > 2),
            ("exclaims", "!" in head),
            ("long", len(self._text) > 1400),
        ):
            if there:
                seen[name] = 1.0
        return seen

    def _stretch(self, start: int) -> Evidence:
        """Who speaks in the lines around, and of what time."""
        text, small, end = self._text, self._small, start + _STRETCH
        seen: Evidence = {}
        if _FIRST_PERSON.search(small, max(0, start - 60), end + 80):
            seen["first_person"] = 1.0
        if _TYPED.search(small, max(0, start - 120), end + 120):
            seen["typed"] = 1.0
        if _frames.HISTORY.search(text, max(0, start - 70), end + 70):
            seen["history"] = 1.0
        if len(_FOREIGN.findall(small, max(0, start - 50), end + 60)) > 2:
            seen["foreign"] = 1.0
        return seen

    def _name(self, run: Run, seen: Evidence) -> None:
        """What the name says of itself."""
        before, after = _candidates.beside(self._text, run.span)
        if run.form in _BY_FORM:
            seen["tagger"] = _BY_FORM[run.form]
        else:
            seen["tagger"] = max(-2.0, min(2.0, tagger.score(run.words, before, after) / 60))
        self._known(run, before, seen)

    def _known(self, run: Run, before: str, seen: Evidence) -> None:
        """What the lists of names and of words know of it."""
        first, last = _candidates.given(run.words[0]), tagger.known(run.words[-1])
        if run.forename:
            seen["given"] = first.forename / 3
            if not first.forename and run.form is Form.FULL:
                # Summer Reading is of words that everyone knows, Meenal Venkatesan of none.
                seen["no_given" if any(first) or _names.is_ordinary(run.forename) else "new_given"] = 1.0
                if last.forename > 1:
                    seen["given_last"] = last.forename / 3
                elif not last.surname:
                    seen["no_name"] = 1.0
        if run.surname and len(run.surname) > 1:
            seen["family"] = last.surname / 3
            if _names.is_ordinary(run.surname):
                seen["ordinary_surname"] = 1.0
        if run.form is Form.FORENAME or run.form is Form.LOWER:
            self._alone(run, first, before, seen)
            if _candidates.acts(before, self._text[run.span.end : run.span.end + 24]):
                seen["acts" if run.form is Form.FORENAME else "acts_lower"] = 1.0

    def _alone(self, run: Run, first: tagger.Known, before: str, seen: Evidence) -> None:
        """What a forename by itself says of itself."""
        if not first.forename:
            seen["unknown"] = 1.0
        elif _candidates.is_otherwise(run.words[0]):
            seen["otherwise"] = 1.0
        if first.everyday > 1 or _names.is_everyday(run.forename):
            seen["everyday"] = first.everyday / 3
        if first.place and first.forename < 3:
            seen["place"] = 1.0
        if before.rstrip()[-1:] in _STARTS:
            seen["start"] = 1.0

    def _beside(self, run: Run, seen: Evidence) -> None:
        """What stands directly before it or after it."""
        text, small, start, end = self._text, self._small, run.span.start, run.span.end
        if after := self._after(end):
            seen[after] = 1.0
        elif _CLASS_NEAR.search(text, max(0, start - 60), end + 80):
            seen["class_near"] = 1.0
        self._adjoining(run, seen)
        if number := _NUMBER.search(text, max(0, start - _NUMBER_BEFORE), end + _NUMBER_AFTER):
            seen["number"] = 1.0
            if text[number.start()].isalpha() and upn.is_valid(number.group()):
                seen["identifier"] = 1.0
        line = text.rfind("\n", max(0, start - 150), start) + 1
        if (line or start < 150) and _DATED.match(small, line, start):
            seen["dated"] = 1.0
        if _PRONOUN.search(small, end, end + 90):
            seen["pronoun"] = 1.0
        if _REASON.search(small, end, min(end + 90, _line_end(small, end))):
            seen["reason"] = 1.0
        if plights := self._plights_near(run.span):
            seen["plight"] = float(plights)

    def _after(self, end: int) -> str:
        """Whether a class, a year or an identifier stands behind a name."""
        after = _AFTER.match(self._text, end) if self._text[end : end + 1] in _JOINS else None
        return (after.lastgroup or "class") if after else ""

    def _adjoining(self, run: Run, seen: Evidence) -> None:
        """What the very next words say, either side."""
        small, start, end = self._small, run.span.start, run.span.end
        if _KIN_AFTER.match(small, end, end + 20) and not self._studied(run):
            seen["kin_after"] = 1.0
        left = small[max(0, start - 40) : start]
        words = left.split()
        last = words[-1].strip('(,:;"*-') if words else ""
        self._left(left, last, seen)
        if last in _CALLED:
            seen["called"] = 1.0
        if last in _WRITERS or _WORK.match(small, end, end + 30):
            seen["writer"] = 1.0

    def _left(self, left: str, last: str, seen: Evidence) -> None:
        """What the words before it make of a name."""
        if last in _PARENT_WORDS:
            seen["parent_before"] = 1.0
        elif last in _CHILD_WORDS or (last in _KIN_LINKS and _KIN_LINKED.search(left)):
            seen["kin_before"] = 1.0
        if last in _ABOUT and _REPORT_FOR.search(left):
            seen["report_for"] = 1.0
        if last in _SPOKEN:
            seen["spoken"] = 1.0
        if left.rstrip()[-1:] in _MARKS and _LABEL.search(left):
            seen["label"] = 1.0
        if last in _GREETINGS:
            seen["dear"] = 1.0
        if last in _FAREWELLS and _SIGNED.search(left):
            seen["signed"] = 1.0

    def _against(self, run: Run, seen: Evidence) -> None:
        """What makes it a lesson's, a book's or history's."""
        text, small, start, end = self._text, self._small, run.span.start, run.span.end
        if (len(run.words) > 1 and self._is_known(run)) or self._studied(run):
            seen["known"] = 1.0
        elif ("wide_lesson" in seen or "wide_culture" in seen) and _names.is_known_short(run.forename or run.surname):
            seen["known_short"] = 1.0
        if _ARITHMETIC.match(small, end, end + 90):
            seen["arithmetic"] = 1.0
        follows = text[end : end + 3]
        if follows[:1] in {":", "."} and follows[:2] != ".\n" and _SCRIPT.search(text, max(0, start - 4), start):
            seen["script"] = 1.0
        if follows[:2] == ", " and follows[2:].isupper():
            seen["listed"] = 1.0

    def _plights_near(self, span: Span) -> int:
        """How many phrases about health, family, conduct or employment stand in the same breath, up to two."""
        start, end = span.start - _BREATH, span.end + _BREATH
        if (line := self._text.rfind("\n", max(0, start), span.start)) >= 0:
            start = line
        if (line := self._text.find("\n", span.end, end)) >= 0:
            end = line
        count = 0
        for plight in self._plights[bisect_left(self._plights, Span(max(0, start), 0)) :]:
            if plight.start >= end or count == _MOST_PLIGHTS:
                break
            count += not plight.overlaps(span)
        return count

    @cached_property
    def _books(self) -> bool:
        """Whether the text gives the title of a set text, or two of its people."""
        return _names.has_book(self._small)

    def _is_known(self, run: Run) -> bool:
        """Whether everyone knows somebody of this name, or a set text has both its words: Juliet Capulet."""
        together = (word.casefold() for word in run.words)
        return _names.is_known(self._text[run.span.start : run.span.end]) or _names.is_character(together)

    def _studied(self, run: Run) -> bool:
        """Whether a forename is a set text's, and the text asks about a book."""
        return run.form is Form.FORENAME and self._asks_of_book and _names.is_cast(run.forename)

    @cached_property
    def _asks_of_book(self) -> bool:
        return _frames.STUDIED.search(self._small) is not None

    @cached_property
    def _problems(self) -> list[int]:
        """Where the text asks what word problems ask."""
        return [match.start() for match in scattered(_frames.WORD_PROBLEM, self._small)]

    @cached_property
    def _coded(self) -> bool:
        return any(mark in self._text for mark in _CODED)


def _line_end(text: str, at: int) -> int:
    """Where the line ends that a place is on."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


# The tagger has learned nothing of these forms; a title or an initial before a surname says enough.
_BY_FORM = {Form.TITLED: 1.0, Form.LOWER_TITLED: 1.0, Form.INITIALS: 0.7, Form.INITIAL: 0.5}
# Where what sort of text it is weighs more than this, names are as a rule worth the close look.
_PROMISING = -2.0
# What ``most`` works out, what ``people`` adds of its own, and how much there may be of what is more than there or not.
_SETTLED = frozenset(
    {
        "asks", "genre", "books", "history_wide", "asked", "made_up", "code", "quotes", "narrative", "numbered",
        "bulleted", "questions", "exclaims", "long", "first_person", "typed", "history", "foreign", "class", "year",
        "kin_after", "parent_before", "kin_before", "report_for", "spoken", "label", "dear", "signed", "called",
        "writer", "identifier", "given", "no_given", "new_given", "given_last", "no_name", "acts", "acts_lower",
        "family", "ordinary_surname", "unknown", "otherwise",
        "everyday", "place", "start",
    }
)  # fmt: skip
_ELSEWHERE = ("form_", "near_", "wide_", "roster_", "company_")
_AMOUNTS = {
    "tagger": (-2.0, 2.0),
    "plight": (0.0, 2.0),
    "line": (-genre.MOST, genre.MOST),
    "around": (-around.MOST, around.MOST),
}
_LONG_NUMBER = regex.compile(r"\d{12}")
# How far from a name a number may stand.
_NUMBER_BEFORE, _NUMBER_AFTER = 40, 60
# Names this near one another are said to stand in the same stretch, and in the same sort of text.
_STRETCH, _PAGE = 64, 256
# How much of a text is looked at for how it is set out.
_HEAD = 4000
_NUMBERED = re.compile(r"(?m)^[ \t]{0,8}\(?(?:\d{1,2}|[a-h])[.)]")
_BULLETED = re.compile(r"(?m)^[ \t]{0,8}[-*\u2022]")
# How far from a name a phrase is still said of it.
_BREATH, _MOST_PLIGHTS = 100, 2
_STARTS = frozenset({"", ".", "!", "?", ":", "-", "*"})
_JOINS = frozenset({" ", ",", "(", "[", ":", "|", "-", "\t", "\n"})
_MARKS = frozenset({":", "-", "=", "*", '"', ""})
_GREETINGS = frozenset({"dear", "hi", "hello", "hiya", "morning", "afternoon"})
_FAREWELLS = frozenset({"regards", "thanks", "you", "sincerely", "faithfully", "wishes", "cheers", "from"})
_CODED = ("import ", "def ", "SELECT ", "INSERT ", "print(", "</", "= [", '= "', "= {")
