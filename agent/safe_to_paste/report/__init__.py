"""Reports: what the journals of a school's laptops come to, with no figure for a person or a laptop.

::

    journal -- totals -- export ==> files in a folder that IT syncs
                  |                          |
                laptop                     trust (DuckDB)       two sources that answer the same questions (ask.py)
                  '------ figures -----------'
                             |
                    plots -- page ==> one HTML file

``schema.py`` is the format of the files; docs/export.md publishes it.
"""

from __future__ import annotations
