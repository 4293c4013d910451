r"""What in a text is written in rows and columns, and what each column holds.

A header makes a date a date of birth and a "K" a special educational need, so tables are found before
anything in them is judged. They come as tabs, commas (quoted or not), semicolons, pipes, aligned columns,
HTML, the DfE's Common Transfer File and other XML, JSON, forms and e-mail headers; with titles above and sums
below; with a header or without. Only spans are kept.

>>> from safe_to_paste.view import View
>>> text = "Year 10 register\nUPN\tLegal Surname\tReg\nV989914021104\tTarrow\t10L\nK989914022317\tBude\t10T"
>>> [table] = tables(View(text))
>>> table.form, table.columns, [[text[slice(*cell)] for cell in row] for row in table.rows]
('tabs', ('upn', 'surname', 'reg'), [['V989914021104', 'Tarrow', '10L'], ['K989914022317', 'Bude', '10T']])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from safe_to_paste.structure import blocks, grid, markup
from safe_to_paste.structure.page import Page
from safe_to_paste.structure.table import Cell, Row, Table

if TYPE_CHECKING:
    from safe_to_paste.view import View

__all__ = ["Cell", "Row", "Table", "tables"]


def tables(view: View) -> tuple[Table, ...]:
    """The tables in a text, in order, none overlapping."""
    marked = markup.find(view.text)
    page = Page(view.text, [table.span for table in marked])
    return tuple(sorted([*marked, *grid.find(page), *blocks.find(page)], key=lambda table: table.span))
