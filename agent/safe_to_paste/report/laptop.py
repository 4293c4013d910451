"""Answers questions over rows in memory: this laptop's own, or a handful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from safe_to_paste.report import calendar
from safe_to_paste.report.ask import Answer, Cell, Key, Question
from safe_to_paste.report.totals import Row


class Rows:
    """Rows as files hold them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = [row | {"term": calendar.term(row["month"])} for row in rows]
        self._last = max((row["month"] for row in self._rows), default="")

    def ask(self, question: Question) -> Answer:
        """The answer to one question."""
        sums: defaultdict[tuple[Key, str], int] = defaultdict(int)
        laptops: defaultdict[tuple[Key, str], set[str]] = defaultdict(set)
        for row in self._rows:
            if not self._counts(row, question):
                continue
            n = int(row[question.measure]) if question.measure else 1
            if not n:
                continue
            at = (tuple(_text(row[name]) for name in question.by), row["school_year"])
            sums[at] += n
            laptops[at].add(row["installation"])
        answer: dict[Key, Cell] = {}
        for (key, year), each in laptops.items():
            known = answer.get(key, Cell())
            n = sums[key, year] if question.measure else len(each)
            answer[key] = Cell(known.n + n, max(known.laptops, len(each)))
        return answer

    def _counts(self, row: Row, question: Question) -> bool:
        if row["row"] != question.row or (question.latest and row["month"] != self._last):
            return False
        return all(_text(row[name]) in values for name, values in question.where.items())


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
