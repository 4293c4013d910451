"""A report as one HTML file: it opens anywhere, loads nothing, runs nothing, and prints to a good PDF.

Every picture has its words, and its figures as a table at the end. What is not known or not shown is said in words,
never left blank.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from safe_to_paste import __version__
from safe_to_paste.english import listed
from safe_to_paste.policy_file import Policy
from safe_to_paste.report import calendar, plots
from safe_to_paste.report.ask import FEW, Count, Share
from safe_to_paste.report.figures import Audience, Change, Figures
from safe_to_paste.report.trust import Faults
from safe_to_paste.style import sheet

_STYLE = Path(__file__).with_name("page.css")
# Nothing may be fetched or run, whoever opens the file and wherever it lies.
_SAFETY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"

_FOR = {
    Audience.SELF: "For you: this laptop alone",
    Audience.DPO: "For the data protection officer",
    Audience.GOVERNORS: "For governors and trustees",
}


def html(figures: Figures, *, policy: Policy | None, faults: Faults | None = None, draw: bool | None = None) -> str:
    """The whole page.

    Args:
        policy: the one in force, for names and dates.
        faults: what was seen in a folder, where the figures come from one.
        draw: whether there are pictures; as a rule where they can be drawn.
    """
    page = _Page(figures, policy, faults, draws=plots.can_draw() if draw is None else draw)
    return page.html()


class _Page:
    def __init__(self, figures: Figures, policy: Policy | None, faults: Faults | None, *, draws: bool) -> None:
        self._figures = figures
        self._policy = policy
        self._faults = faults
        self._draws = draws
        self._tables: list[str] = []

    def html(self) -> str:
        school = (self._policy.organisation.organisation if self._policy else "") or ""
        title = f"AI and what we paste: {school}" if school else "AI and what we paste"
        style = f"\n{sheet(_STYLE)}"
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        return (
            '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_SAFETY.format(digest)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
            f'<header>\n<p class="for">{_FOR[self._figures.audience]}</p>\n<h1>{escape(title)}</h1>\n'
            f'<p class="when">{escape(self._when())}</p>\n</header>\n'
            f"<main>\n{self._body()}</main>\n</body>\n</html>\n"
        )

    def _when(self) -> str:
        figures = self._figures
        made = f"made on {calendar.day_words(figures.made)}"
        if not figures.months:
            return made.capitalize()
        first, last = calendar.month_words(figures.months[0]), calendar.month_words(figures.months[-1])
        return f"{first if first == last else f'{first} to {last}'} · {made}"

    def _body(self) -> str:
        figures = self._figures
        if figures.is_empty or figures.is_withheld:
            sections = [self._nothing(), self._declarations(), self._files(), self._reading()]
        else:
            sections = [
                self._summary(),
                self._checks(),
                self._categories(),
                self._actions(),
                self._false_alarms(),
                self._trial(),
                self._changes(),
                self._declarations(),
                self._labels(),
                self._laptops(),
                self._files(),
                self._reading(),
                self._appendix(),
            ]
        return "".join(sections)

    def _nothing(self) -> str:
        """What stands in the place of figures."""
        figures = self._figures
        if figures.is_empty:
            words = (
                "Nothing has been checked yet. When text is pasted into an AI tool on a laptop with Safe to Paste, "
                "the totals appear here."
            )
        elif figures.audience is Audience.SELF:
            words = (
                "There are too few checks to show yet: figures begin at five. <strong>My AI use</strong> "
                "(<code>safe-to-paste journal show</code>) has your own exact counts."
            )
        else:
            words = (
                "There is too little to show without showing what one person did: figures begin at five checks on "
                "five laptops. For a report over all laptops, name the folder that they export to: "
                "<code>safe-to-paste report --from FOLDER</code>."
            )
        return f'<section>\n<h2>No figures yet</h2>\n<div class="note"><p>{words}</p></div>\n</section>\n'

    def _summary(self) -> str:
        figures = self._figures
        tiles = [
            ("texts checked", str(figures.checks)),
            ("had a warning", str(figures.warned)),
            ("of warnings put right", str(figures.put_right)),
            ("of warnings were false alarms", str(figures.false_alarms)),
        ]
        if figures.audience is not Audience.SELF:
            tiles.append((f"laptops in {calendar.month_words(figures.months[-1])}", str(figures.laptops)))
        items = "".join(f"<div><dt>{escape(words)}</dt><dd>{value}</dd></div>\n" for words, value in tiles)
        return _section("In short", f'<dl class="tiles">\n{items}</dl>\n<p class="lead">{escape(self._story())}</p>\n')

    def _story(self) -> str:
        """The figures in three sentences."""
        figures = self._figures
        sentences = [f"Safe to Paste looked at {figures.checks} texts before they went into an AI tool."]
        if figures.warnings.value == 0:
            return f"{sentences[0]} None of them led to a warning."
        if figures.warned.value is not None and figures.warned.value > 0:
            sentences.append(f"{_one_in(figures.warned.value)} led to a warning.")
        if figures.put_right.value is not None:
            sentences.append(
                f"After a warning, people took the details out or went back {figures.put_right} of the time."
            )
        most = max(figures.by_category, key=lambda each: each[2].value or 0, default=None)
        if most is not None and most[2].value:
            sentences.append(f"What came up most often: {most[0].lower()}.")
        return " ".join(sentences)

    def _checks(self) -> str:
        figures = self._figures
        header = ("Month", "Checks", "With a warning", *(["Laptops"] if self._shows_laptops else []))
        rows = [
            (
                calendar.month_words(month),
                *_counts(figures.checks_by_month[at], figures.warnings_by_month[at]),
                *(_counts(figures.laptops_by_month[at]) if self._shows_laptops else ()),
            )
            for at, month in enumerate(figures.months)
        ]
        peak = max(zip(figures.checks_by_month, figures.months, strict=True), key=lambda each: each[0].value or 0)
        words = (
            f"Bars for {len(figures.months)} months: texts checked, and within each bar those with a warning. "
            f"The most were {peak[0]} in {calendar.month_words(peak[1])}."
        )
        return _section(
            "How much was checked",
            self._picture(
                lambda: plots.checks(figures),
                words,
                " ".join(self._about_bars()),
                _table("Texts checked, by month", header, rows),
            ),
        )

    def _about_bars(self) -> Iterator[str]:
        figures = self._figures
        yield "Texts checked each month; the solid part had a warning."
        if any(count.value is None for count in (*figures.checks_by_month, *figures.warnings_by_month)):
            yield "A ring: too few to show."
        if figures.trial.checks.value != 0:
            yield "While the policy is tried out nothing counts as a warning."

    @property
    def _shows_laptops(self) -> bool:
        return self._figures.audience is not Audience.SELF

    def _categories(self) -> str:
        figures = self._figures
        shown = [each for each in figures.by_category if each[2].value]
        if not shown:
            return ""
        header = ("Month", *(name for name, _, _ in shown))
        rows = [
            (calendar.month_words(month), *_counts(*(counts[at] for _, counts, _ in shown)))
            for at, month in enumerate(figures.months)
        ]
        rows.append(("All months", *_counts(*(whole for _, _, whole in shown))))
        words = "Bars for each month, a panel for each kind: " + listed(
            [f"{name.lower()} {whole}" for name, _, whole in shown]
        )
        few = len(figures.by_category) - len(shown)
        return _section(
            "What the warnings were about",
            self._picture(
                lambda: plots.by_category(figures),
                f"{words}.",
                "Warnings each month by kind, each on a scale of its own. A ring: too few to show. A text with details "
                "of several kinds counts for each.",
                _table("Warnings by kind and month", header, rows),
            ),
            f'<p class="small">{few} more of the kinds had too few warnings to show.</p>\n' if few else "",
            self._kinds(),
        )

    def _kinds(self) -> str:
        if self._figures.audience is Audience.GOVERNORS:
            return ""
        shown = [kind for kind in self._figures.kinds if kind.warnings.value]
        if not shown:
            return ""
        rows = [
            (
                _capital(kind.name),
                *_counts(kind.warnings),
                *_shares(kind.put_right),
                *_shares(kind.kept, kind.false_alarms, bars=False),
            )
            for kind in shown
        ]
        hidden = len(self._figures.kinds) > len(shown)
        return _table(
            "Warnings by what was seen" + ("; what was seen too seldom to show is left out" if hidden else ""),
            ("What was seen", "Warnings", "Put right", "Kept", "False alarms"),
            rows,
        )

    def _actions(self) -> str:
        figures = self._figures
        if not figures.warnings.value:
            return ""
        if not self._draws:
            header = ("Choice", "Warnings", "Share")
            return _section(
                "What people did after a warning", _table("What was chosen", header, _share_rows(figures.actions))
            )
        parts = [
            (name, share.value, f"{share}  ({share.part})" if share.value is not None else FEW)
            for name, share in figures.actions
        ]
        words = "Shares of all warnings: " + listed([f"{name.lower()} {words}" for name, _, words in parts])
        return _section(
            "What people did after a warning",
            self._picture(
                lambda: plots.shares("did", parts),
                f"{words}.",
                "What was chosen, as a share of all warnings, and how often.",
            ),
        )

    def _false_alarms(self) -> str:
        figures = self._figures
        if not figures.warnings.value:
            return ""
        reasons = [each for each in figures.reasons if each[1].part.value]
        return _section(
            "False alarms",
            "<p>A warning counts as a false alarm when the person keeps the text and says that it is made up or "
            f"public, or not a problem: {_of_warnings(figures.false_alarms)}.</p>\n",
            _table("Why texts were kept as they were", ("Reason", "Times", "Share of all kept"), _share_rows(reasons))
            if reasons
            else "",
        )

    def _trial(self) -> str:
        """What was seen while nothing was held."""
        trial = self._figures.trial
        if trial.checks.value == 0:
            return ""
        kinds = [each for each in trial.by_category if each[1].part.value]
        is_few = trial.noted.value is None
        noted, more = ("Too few", " to say how many") if is_few else (f"<strong>{trial.noted}</strong>", "")
        return _section(
            "While the policy was tried out",
            f"<p>For <strong>{trial.checks}</strong> of the texts the policy was on trial, and staff saw a quiet note "
            f"at most. {noted} of them would have had a warning{more}; they are not among the warnings above.</p>\n",
            _table("What the warnings would have been about", ("Kind", "Texts", "Share"), _share_rows(kinds))
            if kinds
            else "",
        )

    def _changes(self) -> str:
        figures = self._figures
        if not figures.changes:
            words = (
                "There is no earlier term to compare with yet."
                if figures.terms[0]
                else "There is nothing to compare yet."
            )
            return _section("Change since last term", f"<p>{words}</p>\n")
        before, now = (calendar.term_words(term) for term in figures.terms)
        rows = [
            (each.name, *(_number(value, each) for value in (each.before, each.now)), _difference(each))
            for each in figures.changes
        ]
        drawable = [each for each in figures.changes if each.is_share and None not in (each.before, each.now)]
        words = "; ".join(f"{each.name.lower()} {each.before:.0%} before, {each.now:.0%} now" for each in drawable)
        picture = (
            self._picture(
                lambda: plots.changes(figures),
                f"{_capital(before)} and {now}: {words}.",
                f"The ring is the {before}, the filled mark the {now} as far as it has come.",
            )
            if drawable
            else ""
        )
        return _section(
            "Change since last term",
            picture,
            _table(f"{_capital(before)} and {now}", ("Measure", _capital(before), _capital(now), "Change"), rows),
        )

    def _declarations(self) -> str:
        figures = self._figures
        if figures.audience is Audience.SELF:
            return ""
        shown = [each for each in figures.versions if each.declared.value]
        if not shown:
            return _section(
                "Declarations", "<p>No version of the policy has been declared by enough people to show.</p>\n"
            )
        rows = [
            (
                f"{_capital(each.policy)}, version {each.version}",
                *_counts(each.declared),
                _share_cell(each.of_staff) if each.of_staff is not None else '<td class="n few">not known</td>',
                *_shares(each.trained),
            )
            for each in shown
        ]
        staff = self._policy.staff_count if self._policy else None
        about = (
            f"Shares are of the {staff:,} staff that the policy names."
            if staff
            else "With <code>staff_count</code> in the policy file this becomes a share of staff."
        )
        return _section(
            "Declarations, by version of the policy",
            f"<p>Each account counts once for a version. {about}</p>\n",
            _table("Who has ticked the statements", ("Policy", "Declared", "Of staff", "With training"), rows),
        )

    def _labels(self) -> str:
        figures = self._figures
        labels = [each for each in figures.labels if each[1].value]
        sites = [each for each in figures.sites if each[1].part.value]
        return _section(
            "Labels and sites",
            _table(
                "AI labels that were put on work",
                ("Label", "Times"),
                [(_label(name), *_counts(count)) for name, count in labels],
            )
            if labels
            else "<p>No AI label has been put on work often enough to show.</p>\n",
            _table(
                "Where texts were checked",
                ("Site", "Checks", "Share"),
                _share_rows([(_site(name), share) for name, share in sites]),
            )
            if sites
            else "",
        )

    def _laptops(self) -> str:
        """What is not as it should be; the person's own laptop is what ``doctor`` speaks of."""
        figures = self._figures
        if figures.audience is Audience.SELF:
            return ""
        month = calendar.month_words(figures.months[-1])
        states = [(words, count) for words, count in figures.states if count.value != 0]
        if figures.audience is Audience.GOVERNORS:
            words = (
                "Some laptops need a look; the data protection officer's report says which kinds of fault."
                if states
                else "All laptops work as they should."
            )
            return _section("How the laptops are", f"<p>{words}</p>\n")
        good = "<p>All laptops work as they should.</p>\n" if not states else ""
        agents = [each for each in figures.agents if each[1].part.value]
        return _section(
            f"How the laptops are, {month}",
            good,
            _table(
                "Laptops that are not as they should be",
                ("State", "Laptops"),
                [(words, *_counts(count)) for words, count in states],
            )
            if states
            else "",
            _table("Versions of Safe to Paste", ("Version", "Laptops", "Share"), _share_rows(agents)) if agents else "",
        )

    def _files(self) -> str:
        """Where the figures come from."""
        faults = self._faults
        if faults is None:
            return ""
        told = list(faults.lines())
        says = f"{faults.used:,} of {faults.seen:,} files in the folder are counted, one for a laptop and a month."
        if not told:
            return _section("The files behind this", f"<p>{says} Nothing was wrong with any of them.</p>\n")
        items = "".join(f"<li>{escape(each)}</li>" for each in told)
        return _section(
            "The files behind this",
            f'<p>{says}</p>\n<div class="note">'
            f"<p>Not everything could be counted as it lay there:</p><ul>{items}</ul></div>\n",
        )

    def _reading(self) -> str:
        figures = self._figures
        rule = figures.audience.rule
        laptops = f", or from fewer than {rule.laptops} laptops," if rule.laptops > 1 else ""
        items = [
            "Only counts are kept, never what was pasted.",
            f"A figure under {rule.least}{laptops} reads <em>{FEW}</em>; so does one from which such a figure could be "
            f"worked out. All others are rounded to the nearest {rule.least}, so parts need not add up to the whole.",
            "A warning: the text had details that the policy asks staff to leave out. Put right: they were replaced "
            "with placeholders or removed, or the person went back. A quiet hint is no warning.",
            "Terms are whole months: autumn from September, spring from January, summer from April.",
            "This page is about one laptop, and so about you. Nobody is sent it. Your exact counts: "
            "<code>safe-to-paste journal show</code>."
            if figures.audience is Audience.SELF
            else "There is no figure for a person or a laptop here.",
        ]
        if not self._draws:
            items.append("Pictures need Matplotlib: <code>pip install 'safe-to-paste[report]'</code>.")
        return _section(
            "How to read this", f"<ul>{''.join(f'<li>{each}</li>' for each in items)}</ul>\n", self._about()
        )

    def _appendix(self) -> str:
        """The figures of the pictures."""
        if not self._tables:
            return ""
        tables = "".join(f'<div id="table-{number}">\n{each}</div>\n' for number, each in enumerate(self._tables, 1))
        return f'<section class="appendix">\n<h2>The pictures as tables</h2>\n{tables}</section>\n'

    def _about(self) -> str:
        policy = self._policy
        parts = [f"Made by Safe to Paste {__version__} on this computer; nothing was sent anywhere."]
        if policy is not None:
            parts.insert(0, f"Policy in force: {escape(policy.title)}, version {escape(policy.version)}.")
            if policy.review.next_date:
                due = policy.review.next_date
                late = due <= self._figures.made.date()
                words = f"{due.day} {calendar.month_words(f'{due:%Y-%m}')}"
                parts.insert(1, f"{'Its review was due on' if late else 'Next review:'} {words}.")
        return f'<p class="small">{" ".join(parts)}</p>\n'

    def _picture(self, draw: Callable[[], str], words: str, caption: str, table: str = "") -> str:
        """A picture, for whom its words stand and, at the end, its table; where none is drawn the table is here.

        ``table`` may be left out where it follows anyway.
        """
        if not self._draws:
            return table
        svg = draw().replace("<svg", f'<svg role="img" aria-label="{escape(words)}"', 1)
        more = ""
        if table:
            self._tables.append(table)
            number = len(self._tables)
            self._tables[-1] = table.replace("<caption>", f"<caption>Table {number}. ", 1)
            more = f' <a href="#table-{number}">Table {number}</a>'
        return f'<figure tabindex="0">\n{svg}\n<figcaption>{escape(caption)}{more}</figcaption>\n</figure>\n'


def _section(title: str, *parts: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{''.join(parts)}</section>\n"


def _table(caption: str, header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> str:
    """A table whose rows are a name and cells."""
    first, *others = header
    head = f'<th scope="col">{escape(first)}</th>' + "".join(
        f'<th scope="col" class="n">{escape(each)}</th>' for each in others
    )
    body = "".join(f'<tr><th scope="row">{escape(name)}</th>{"".join(cells)}</tr>\n' for name, *cells in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>\n'
        f"<caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )


def _counts(*counts: Count) -> tuple[str, ...]:
    return tuple(f'<td class="n{" few" if count.value is None else ""}">{count}</td>' for count in counts)


def _shares(*shares: Share, bars: bool = True) -> tuple[str, ...]:
    return tuple(_share_cell(share.value, bar=bars) for share in shares)


def _share_cell(value: float | None, *, bar: bool = True) -> str:
    if value is None:
        return f'<td class="n few">{FEW}</td>'
    if not bar:
        return f'<td class="n">{value:.0%}</td>'
    drawn = f'<svg aria-hidden="true"><rect width="{value:.0%}" height="100%"/></svg>'
    return f'<td class="n part"><div class="bar">{drawn}<span>{value:.0%}</span></div></td>'


def _share_rows(shares: Iterable[tuple[str, Share]]) -> list[tuple[str, ...]]:
    return [(name, *_counts(share.part), *_shares(share)) for name, share in shares]


def _number(value: float | None, change: Change) -> str:
    if value is None:
        return f'<td class="n few">{FEW}</td>'
    return f'<td class="n">{f"{value:.0%}" if change.is_share else f"{value:,.0f}"}</td>'


def _difference(change: Change) -> str:
    """How much more or less, in words: a minus sign alone is easily missed."""
    if change.before is None or change.now is None:
        return '<td class="n few">not known</td>'
    if change.is_share:
        points = round(change.now * 100) - round(change.before * 100)
        words = (
            "no change"
            if not points
            else f"{abs(points)} {'point' if abs(points) == 1 else 'points'} {'up' if points > 0 else 'down'}"
        )
    elif not change.before:
        words = "new"
    else:
        by = change.now / change.before - 1
        words = "no change" if abs(by) < 0.005 else f"{abs(by):.0%} {'up' if by > 0 else 'down'}"
    return f'<td class="n">{words}</td>'


def _of_warnings(share: Share) -> str:
    return "too few to say how many" if share.value is None else f"<strong>{share}</strong> of warnings"


def _one_in(share: float) -> str:
    """A share as people say it.

    >>> _one_in(0.142), _one_in(0.6)
    ('About one in 7', '60% of them')
    """
    return f"About one in {round(1 / share)}" if share <= 0.4 else f"{share:.0%} of them"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _label(name: str) -> str:
    """A label's word as it is read.

    >>> _label("partly_created_by_ai")
    'Partly created by AI'
    """
    return re.sub(r"\bai\b", "AI", _capital(name.replace("_", " ")), flags=re.IGNORECASE)


def _site(name: str) -> str:
    return {"chatgpt": "ChatGPT", "gemini": "Gemini", "other": "Other"}.get(name, name)
