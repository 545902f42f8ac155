"""Finishing of XlsxWriter's file: comments of names, cached values, reproducible bytes."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from sheetkpi.files.shipped import archive
from sheetkpi.model.errors import ERROR_CODES

#: Excel refuses a longer comment.
LONGEST_COMMENT = 255

_NAME = re.compile(r'<definedName name="(\w+)"')
_ERROR_AS_TEXT = re.compile(rf't="str">(<f[^>]*>[^<]*</f><v>(?:{"|".join(map(re.escape, ERROR_CODES))})</v>)')
#: LibreOffice trusts the values of a file that says it is Excel's, all but those of array formulas. It is not Excel's,
#: and where LAMBDA is missing, checks that still said ✓ beside an error would be a lie.
_APPLICATION = ("<Application>Microsoft Excel</Application>", "<Application>sheetkpi</Application>")

#: A formula with this in it XlsxWriter takes as it is. Else it looks in each for every function newer than Excel 2016, thirty times:
#: there is none in a workbook, and there are thousands of formulas.
AS_IT_IS = "~_xlfn.~"

#: Formulas that are copied down, as :func:`copied_formula` marks them.
_COPIED_FIRST = re.compile(r"<f>~(\d+)~([A-Z0-9:]+)~([^<]*)</f>")
_COPIED = re.compile(r"<f>~(\d+)~</f>")

#: What XlsxWriter leaves to the default of Excel, and LibreOffice takes otherwise in a file that is not Excel's.
_LABELS = '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
_CHART_DEFAULTS = (
    (re.compile(r'<c:showVal val="1"/>(?=</c:dLbl)'), f'{_LABELS}<c:showBubbleSize val="0"/>'),
    (re.compile(r'<c:plotVisOnly val="1"/>(?!<c:dispBlanksAs)'), '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>'),
    (
        re.compile(r"</c:val></c:ser>(?=(?:(?!</c:lineChart>|<c:(?:bar|line)Chart>).)*</c:lineChart>)"),
        '</c:val><c:smooth val="0"/></c:ser>',
    ),
    (  # without it LibreOffice draws a loss as a gain
        re.compile(r"</c:spPr>(?=<c:(?:dLbls|errBars|cat|val)>)(?=(?:(?!</c:barChart>|<c:\w+Chart>).)*</c:barChart>)"),
        '</c:spPr><c:invertIfNegative val="0"/>',
    ),
)


def copied_formula(number: int, cells: str = "", text: str = "") -> str:
    """Return the placeholder of a formula that is copied down, until the file is finished."""
    return f"~{number}~{cells}~{text}" if cells else f"~{number}~"


def finished(package: bytes, comments: Mapping[str, str]) -> bytes:
    """Return the workbook with what XlsxWriter can't write."""
    return archive(_parts(package, comments), is_compressed=True)


def _parts(package: bytes, comments: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "xl/workbook.xml":
                text = _NAME.sub(lambda found: found[0] + _attribute(comments.get(found[1])), text)
            elif name.startswith("xl/worksheets/"):
                text = text.replace(f"<f>{AS_IT_IS}", "<f>")
                text = _COPIED_FIRST.sub(r'<f t="shared" ref="\2" si="\1">\3</f>', text)
                text = _COPIED.sub(r'<f t="shared" si="\1"/>', text)
                text = _ERROR_AS_TEXT.sub(r't="e">\1', text)
            elif name.startswith("xl/charts/"):
                for pattern, explicit in _CHART_DEFAULTS:
                    text = pattern.sub(explicit, text)
            elif name == "docProps/app.xml":
                text = text.replace(*_APPLICATION)
            yield name, text.encode()


def _attribute(comment: str | None) -> str:
    return f" comment={quoteattr(comment)}" if comment else ""
