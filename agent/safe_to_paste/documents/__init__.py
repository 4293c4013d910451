"""The words of a document and where each stands: page, slide, cell, header, comment, property.

A document comes from outside and may be made to harm whoever opens it. So every kind but plain text is opened in a
child process that is killed when it takes too long and cannot take more than its share of memory:

- model.py      ``Document`` and ``Place``: what was read, and where a span of it stands
- reader.py     this side: ``Reader().read(path)``; plain text is read here
- child.py      the other side: the process that opens documents, and the operations it knows
- worker.py     the pipe between the two, with its time limit; limits.py and windows.py what the child may take
- formats.py    one table: how each kind is recognised, and the module that reads it
- checking.py   a document through the scanner, each of its texts for itself
- reasons.py    why a file could not be read, in words
- draft.py, flow.py, grid.py   what the modules of the formats write into: text, paragraphs and tables, sheets
- wrapping.py   the lines of a page as paragraphs again
- archive.py, markup.py, package.py   zip and XML with their limits, and the parts of an Office document

What cannot be read is said (``UnreadableError``), and so is what a document holds that was not looked at: pictures,
pages that are scans, files in it. Nothing of a document is ever written to disk.
"""

from __future__ import annotations
