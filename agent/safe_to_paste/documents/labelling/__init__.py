"""The label that says AI has helped, put into a document and read back from it.

Everything here runs in the child process that opens documents (documents/child.py), on bytes: it is given a document
and gives the labelled one. What is not the label's stays as it was, byte for byte where the format lets it: XML is
not written anew, the label is put in between; parts of an archive that do not change are copied as they are packed;
a PDF is added to at its end.

- model.py      ``Label``: what is said, and how a line is known to be one
- stamping.py   the operation "label" of the child process, and the table of formats
- splice.py     XML with the places of its elements in the bytes, and edits to it
- parts.py      an archive some of whose parts are changed
- office.py     what Word, Excel and PowerPoint files share: properties, signatures, protection
- word.py, excel.py, powerpoint.py, opendocument.py, pdf.py, page.py, words.py, pictures.py   one family each
- xmp.py        the packet of properties in pictures and PDFs (ISO 16684-1)

A format's module has ``read(data, known) -> Has`` and ``stamp(data, label) -> bytes``, which gives the same bytes
when nothing is missing.
"""

from __future__ import annotations
