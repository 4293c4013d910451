"""Safe copies: a document again, with labels where details stood, and without what was not read.

- operation.py  the operation "copy" of the child process: which kind of copy a document gets
- tracing.py    where in the file each stretch of the document's text stands
- rewriting.py  XML written anew, with other words in it and without what a table leaves out
- tables.py     those tables: what of an Office or OpenDocument file goes into a copy
- office.py, opendocument.py   the files themselves: which parts are kept, and how they are put together
- words.py      the text alone, for every kind that is not written here

A copy holds no comments, properties, tracked changes, field codes, formulas, links, macros, embedded files or
alternative text, and its pictures are blank: what was not read has no place in it. It is read and checked again
before anybody relies on it.
"""

from __future__ import annotations
