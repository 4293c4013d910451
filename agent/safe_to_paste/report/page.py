"""A report as one HTML file: it opens anywhere, loads nothing, runs nothing, and prints to a good PDF.

Every picture has its words and its table. What is not known or not shown is said in words, never left blank.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from safe_to_paste import __version__
from safe_to_paste.english import listed
from safe_to_paste.policy_file import Policy
from safe_to_paste.report import calendar, plots
from safe_to_paste.report.ask import FEW, Count, Share
from safe_to_paste.report.figures import Audience, Change, Figures
from safe_to_paste.report.trust import Faults

_STYLE = Path(__file__).with_name("page.css")
# Nothing may be fetched or run, whoever opens the file and wherever it lies.
_SAFETY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

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
        self._is_dpo = figures.audience is Audience.DPO

    def html(self) -> str:
        school = (self._policy.organisation.organisation if self._policy else "") or ""
        title = f"AI and what we paste: {school}" if school else "AI and what we paste"
        return (
            '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_SAFETY}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
            f'<header>\n<p class="for">{_FOR[self._figures.audience]}</p>\n<h1>{escape(title)}</h1>\n'
            f'<p class="when">{escape(self._when())}</p>\n</header>\n'
            f"<main>\n{self._body()}</main>\n{self._foot()}</body>\n</html>\n"
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
                self._changes(),
                self._declarations(),
                self._labels(),
                self._laptops(),
                self._files(),
                self._reading(),
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
            self._figure(
                lambda: plots.checks(figures), words, "Texts checked each month; the solid part led to a warning."
            ),
            self._table("Texts checked, by month", header, rows),
        )

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
            "<p>A text with details of several kinds counts for each of them.</p>\n",
            self._figure(
                lambda: plots.by_category(figures),
                f"{words}.",
                "Warnings each month by kind, all on one scale. A small ring: too few to show.",
            ),
            self._table("Warnings by kind and month", header, rows),
            f'<p class="small">{few} more of the kinds had too few warnings to show.</p>\n' if few else "",
            self._kinds(),
        )

    def _kinds(self) -> str:
        if self._figures.audience is Audience.GOVERNORS:
            return ""
        shown = [kind for kind in self._figures.kinds if kind.warnings.value]
        if not shown:
            return ""
        rows = [(_capital(kind.name), *_counts(kind.warnings), *_shares(kind.put_right, kind.kept)) for kind in shown]
        hidden = len(self._figures.kinds) > len(shown)
        return (
            "<h3>In detail</h3>\n"
            + _table("Warnings by what was seen", ("What was seen", "Warnings", "Put right", "Kept"), rows)
            + ('<p class="small">What was seen too seldom to show is not listed.</p>\n' if hidden else "")
        )

    def _actions(self) -> str:
        figures = self._figures
        if not figures.warnings.value:
            return ""
        parts = [(name, share.value or 0.0, str(share)) for name, share in figures.actions]
        words = "Shares of all warnings: " + listed([f"{name.lower()} {words}" for name, _, words in parts])
        return _section(
            "What people did after a warning",
            self._figure(
                lambda: plots.shares("did", parts), f"{words}.", "What was chosen, as a share of all warnings."
            ),
            self._table(
                "What people did after a warning", ("Choice", "Warnings", "Share"), _share_rows(figures.actions)
            ),
        )

    def _false_alarms(self) -> str:
        figures = self._figures
        if not figures.warnings.value:
            return ""
        reasons = [each for each in figures.reasons if each[1].part.value]
        alarming = [kind for kind in figures.kinds if kind.warnings.value and kind.false_alarms.value]
        alarming.sort(key=lambda kind: -(kind.false_alarms.value or 0))
        detail = (
            "<h3>Where they come from</h3>\n"
            + _table(
                "False alarms by what was seen",
                ("What was seen", "Warnings", "Of these false alarms"),
                [(_capital(kind.name), *_counts(kind.warnings), *_shares(kind.false_alarms)) for kind in alarming[:10]],
            )
            if alarming and figures.audience is not Audience.GOVERNORS
            else ""
        )
        return _section(
            "False alarms",
            f"<p>A warning counts as a false alarm when the person keeps the text and says that it is made up or "
            "public, or not a problem. "
            f"That was so for <strong>{_words(figures.false_alarms)}</strong> of warnings.</p>\n",
            _table("Why a text was kept as it was", ("Reason", "Times", "Share of all kept"), _share_rows(reasons))
            if reasons
            else "",
            detail,
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
            self._figure(
                lambda: plots.changes(figures),
                f"{_capital(before)} and {now}: {words}.",
                f"The ring is the {before}, the filled mark the {now}.",
            )
            if drawable
            else ""
        )
        return _section(
            "Change since last term",
            "<p>The present term is compared as far as it has come, by shares and by the month: "
            "terms differ in length.</p>\n",
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
        drawable = [
            (f"{each.policy} {each.version}", each.of_staff or 0.0, f"{each.of_staff:.0%} of staff")
            for each in shown
            if each.of_staff is not None
        ]
        rows = [
            (
                f"{each.policy}, version {each.version}",
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
        words = "Share of staff who have declared: " + listed(
            [f"{name} {share}" for name, _, share in drawable] or ["none"]
        )
        return _section(
            "Declarations, by version of the policy",
            f"<p>Who has ticked the statements is counted once for each version and account. {about}</p>\n",
            self._figure(
                lambda: plots.shares("declared", drawable), f"{words}.", "Staff who have declared each version."
            )
            if drawable
            else "",
            _table("Declarations by version", ("Policy", "Declared", "Of staff", "With training"), rows),
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
                [(_capital(name.replace("_", " ")), *_counts(count)) for name, count in labels],
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
        laptops = f", or that comes from fewer than {rule.laptops} laptops," if rule.laptops > 1 else ""
        own = (
            "<li>This page is about one laptop, and so about you. Nobody is sent it. Your exact counts: "
            "<code>safe-to-paste journal show</code>.</li>"
            if figures.audience is Audience.SELF
            else "<li>There is no figure for a person or a laptop here, and none in Safe to Paste's reports.</li>"
        )
        pictures = (
            ""
            if self._draws
            else "<li>The pictures are left out: they need Matplotlib "
            "(<code>pip install 'safe-to-paste[report]'</code>).</li>"
        )
        return _section(
            "How to read this",
            "<ul>"
            f"<li>Counts alone are kept, never what was pasted. A figure under {rule.least}{laptops} is shown as "
            f"<em>{FEW}</em>. All others are rounded to the nearest {rule.least}, so that nothing smaller can be "
            "worked out by taking one from another; so parts need not add up to the whole. Shares are of rounded "
            "figures.</li>"
            "<li>A warning is a text with details that the policy asks staff to leave out. Put right: replaced with "
            "placeholders, removed, or not sent after all. A quiet hint is no warning.</li>"
            "<li>Terms are whole months: autumn September to December, spring January to March, summer April to "
            "August.</li>"
            f"{own}{pictures}</ul>\n",
        )

    def _foot(self) -> str:
        policy = self._policy
        parts = [f"Made by Safe to Paste {__version__} on this computer; nothing was sent anywhere."]
        if policy is not None:
            parts.insert(0, f"Policy in force: {escape(policy.title)}, version {escape(policy.version)}.")
            if policy.review.next_date:
                due = policy.review.next_date
                late = due <= self._figures.made.date()
                words = f"{due.day} {calendar.month_words(f'{due:%Y-%m}')}"
                parts.insert(1, f"{'Its review was due on' if late else 'Next review:'} {words}.")
        return f"<footer><div>{' '.join(parts)}</div></footer>\n"

    def _figure(self, draw: Callable[[], str], words: str, caption: str) -> str:
        if not self._draws:
            return ""
        svg = draw().replace("<svg", f'<svg role="img" aria-label="{escape(words)}"', 1)
        return f"<figure>\n{svg}\n<figcaption>{escape(caption)}</figcaption>\n</figure>\n"

    def _table(self, caption: str, header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> str:
        """A picture's figures, folded away; without the picture they are all there is."""
        table = _table(caption, header, rows)
        return f"<details><summary>The figures as a table</summary>{table}</details>\n" if self._draws else table


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


def _shares(*shares: Share) -> tuple[str, ...]:
    return tuple(_share_cell(share.value) for share in shares)


def _share_cell(value: float | None) -> str:
    if value is None:
        return f'<td class="n few">{FEW}</td>'
    bar = f'<i aria-hidden="true"><b style="width:{value:.0%}"></b></i>'
    return f'<td class="n part"><div class="bar">{bar}<span>{value:.0%}</span></div></td>'


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


def _words(share: Share) -> str:
    return "too few to say" if share.value is None else str(share)


def _one_in(share: float) -> str:
    """A share as people say it.

    >>> _one_in(0.142), _one_in(0.6)
    ('About one in 7', '60% of them')
    """
    return f"About one in {round(1 / share)}" if share <= 0.4 else f"{share:.0%} of them"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _site(name: str) -> str:
    return {"chatgpt": "ChatGPT", "gemini": "Gemini", "other": "Other"}.get(name, name)
