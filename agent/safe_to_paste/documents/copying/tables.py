"""What of an Office or OpenDocument file goes into a copy, as tables.

Parts are kept by the kind of relation that leads to them (ECMA-376 part 1, clauses 11 to 15), elements unless a table
leaves them out. What is left out may hold words that no reader reads, or leads elsewhere, and is optional by the
schema, so that Office opens the copy without complaint.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from safe_to_paste.documents.copying.rewriting import Table

_PICTURES = frozenset({"image"})
_DRAWN = _PICTURES | {
    "chart", "chartStyle", "chartColorStyle", "themeOverride",
    "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors",
}  # fmt: skip
# The kinds of relation that are followed; what none of them leads to is not in a copy.
KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "docx": _DRAWN | {
            "officeDocument", "styles", "numbering", "settings", "fontTable", "theme", "header", "footer",
            "footnotes", "endnotes",
        },
        "xlsx": _DRAWN | {
            "officeDocument", "styles", "theme", "worksheet", "chartsheet", "sharedStrings", "drawing",
        },
        "pptx": _DRAWN | {
            "officeDocument", "slide", "slideLayout", "slideMaster", "notesSlide", "notesMaster", "theme",
            "presProps", "viewProps", "tableStyles",
        },
    }
)  # fmt: skip

_STRIP = MappingProxyType(
    {
        # What a picture is said to show; where it was.
        "docPr": frozenset({"descr", "title"}),
        "cNvPr": frozenset({"descr", "title"}),
        "*": frozenset({"alt", "o:title", "o:href", "o:alt", "macro", "textlink", "author", "initials"}),
        # They refer to what explains a formula's result.
        "c": frozenset({"cm", "vm"}),
    }
)
_LOOSE = frozenset({"blip", "imagedata", "fill"})
# In drawings of all three.
_DRAWING = frozenset({
    "extLst", "Fallback", "hlinkClick", "hlinkHover", "hlinkMouseOver", "externalData", "userShapes", "contentPart",
})  # fmt: skip
_MOVES = frozenset({
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart", "customXmlMoveFromRangeEnd", "customXmlMoveToRangeStart", "customXmlMoveToRangeEnd",
})  # fmt: skip
_OLD_FORMS = frozenset({
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange", "tblGridChange",
    "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
})  # fmt: skip

_WORD = Table(
    drop=_DRAWING | _MOVES | _OLD_FORMS | {
        "del", "moveFrom", "delText", "delInstrText", "instrText", "fldChar",
        "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
        "bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "proofErr",
        "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "object", "control", "altChunk", "subDoc",
        "embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "printerSettings",
    },
    unwrap=frozenset({"ins", "moveTo", "hyperlink", "fldSimple", "smartTag", "customXml"}),
    strip=_STRIP,
    unnamed=frozenset({"docPr", "cNvPr"}),
    plain=frozenset({"align", "formatCode"}),
    loose=_LOOSE,
)  # fmt: skip
# The settings that change how the text looks; the others name people, templates and sources of data.
_WORD_SETTINGS = Table(
    only=frozenset({
        "view", "zoom", "mirrorMargins", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop",
        "defaultTabStop", "autoHyphenation", "evenAndOddHeaders", "drawingGridHorizontalSpacing",
        "characterSpacingControl", "footnotePr", "endnotePr", "compat", "themeFontLang", "clrSchemeMapping",
        "decimalSymbol", "listSeparator",
    })
)  # fmt: skip
_SLIDES = Table(
    drop=_DRAWING | {
        "timing", "transition", "controls", "custDataLst", "tags", "audioCd", "wavAudioFile", "audioFile", "videoFile",
        "quickTimeFile", "custShowLst", "photoAlbum", "smartTags", "modifyVerifier", "embeddedFontLst",
        "handoutMasterIdLst", "htmlPubPr", "sldLst",
    },
    takes_along=MappingProxyType({"oleObj": "graphicFrame"}),
    strip=_STRIP,
    unnamed=frozenset({"cNvPr"}),
    plain=frozenset({"formatCode"}),
    loose=_LOOSE,
)  # fmt: skip
_WORKBOOK = Table(
    drop=_DRAWING | {
        "AlternateContent", "definedNames", "externalReferences", "pivotCaches", "customWorkbookViews", "fileSharing",
        "functionGroups", "webPublishing", "webPublishObjects", "fileRecoveryPr", "smartTagPr", "smartTagTypes",
        "oleSize",
    }
)  # fmt: skip
_SHEET = Table(
    drop=_DRAWING | {
        "AlternateContent", "f", "legacyDrawing", "legacyDrawingHF", "oleObjects", "controls", "tableParts",
        "dataValidations", "customSheetViews", "hyperlinks", "headerFooter", "webPublishItems", "scenarios",
        "protectedRanges", "dataConsolidate", "customProperties", "cellWatches", "smartTags", "sortState",
        "autoFilter", "phoneticPr", "rPh", "drawingHF",
    },
    takes_along=MappingProxyType({"formula": "conditionalFormatting"}),
    strip=_STRIP,
)  # fmt: skip
_OTHERS = Table(
    drop=_DRAWING | {"rPh", "phoneticPr"},
    strip=_STRIP,
    unnamed=frozenset({"cNvPr"}),
    plain=frozenset({"formatCode"}),
    loose=_LOOSE,
)

# The table of a part, by the document's kind and the kind of relation; the document's own where none is named.
TABLES: Mapping[str, Mapping[str, Table]] = MappingProxyType(
    {
        "docx": {"": _WORD, "settings": _WORD_SETTINGS},
        "pptx": {"": _SLIDES},
        "xlsx": {"": _OTHERS, "officeDocument": _WORKBOOK, "worksheet": _SHEET, "chartsheet": _SHEET},
    }
)

OPENDOCUMENT = Table(
    drop=frozenset({
        "office:annotation", "office:annotation-end", "text:tracked-changes", "text:change", "text:change-start",
        "text:change-end", "svg:title", "svg:desc", "draw:object", "draw:object-ole", "draw:plugin", "draw:applet",
        "draw:floating-frame", "office:forms", "office:scripts", "office:event-listeners", "text:bookmark",
        "text:bookmark-start", "text:bookmark-end", "text:reference-mark", "text:reference-mark-start",
        "text:reference-mark-end", "text:user-field-decls", "text:variable-decls", "text:sequence-decls",
        "text:dde-connection-decls", "text:soft-page-break", "draw:control", "table:content-validations",
    }),
    unwrap=frozenset({
        "text:a", "draw:a", "text:author-name", "text:author-initials", "text:initial-creator", "text:creator",
        "text:title", "text:subject", "text:keywords", "text:description", "text:file-name", "text:template-name",
        "text:user-defined", "text:user-field-get", "text:user-field-input", "text:variable-get", "text:variable-set",
        "text:variable-input", "text:text-input", "text:placeholder", "text:conditional-text", "text:hidden-text",
        "text:sender-firstname", "text:sender-lastname", "text:sender-initials", "text:sender-email",
        "text:sender-phone-private", "text:sender-phone-work", "text:sender-company", "text:sender-title",
        "text:sender-position", "text:sender-street", "text:sender-city", "text:sender-postal-code",
        "text:database-display", "text:bookmark-ref", "text:reference-ref", "text:expression", "text:printed-by",
        "text:meta", "text:meta-field", "text:drop-down",
    }),
    plain=frozenset({"text", "am-pm", "currency-symbol"}),
)  # fmt: skip
