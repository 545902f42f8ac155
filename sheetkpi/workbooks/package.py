"""What is left to do in the file that XlsxWriter wrote: comments of names, true cached values, the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from sheetkpi.errors import ERROR_CODES

#: Excel refuses a longer comment.
LONGEST_COMMENT = 255

_NAME = re.compile(r'<definedName name="(\w+)"')
_ERROR_AS_TEXT = re.compile(rf't="str">(<f[^>]*>[^<]*</f><v>(?:{"|".join(map(re.escape, ERROR_CODES))})</v>)')
#: LibreOffice trusts the values of a file that says it is Excel's, all but those of array formulas. It is not Excel's,
#: and where LAMBDA is missing, checks that still said ✓ beside an error would be a lie.
_APPLICATION = ("<Application>Microsoft Excel</Application>", "<Application>sheetkpi</Application>")

_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)


def finished(package: bytes, comments: Mapping[str, str]) -> bytes:
    """The workbook with what XlsxWriter cannot write.

    Nothing in it is compressed: what zlib makes of the same text differs from version to version, and a file that is
    checked in and compared must not. A wheel and an archive compress it anyway.

    Args:
        package: The file.
        comments: For each defined name what Excel shows while one types it.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as result:
        for part in source.infolist():
            text = source.read(part).decode()
            if part.filename == "xl/workbook.xml":
                text = _NAME.sub(lambda found: found[0] + _attribute(comments.get(found[1])), text)
            elif part.filename.startswith("xl/worksheets/"):
                text = _ERROR_AS_TEXT.sub(r't="e">\1', text)
            elif part.filename == "docProps/app.xml":
                text = text.replace(*_APPLICATION)
            entry = zipfile.ZipInfo(part.filename, _BEGINNING_OF_TIME)
            entry.create_system = 0  # the same on Windows and elsewhere
            result.writestr(entry, text)
    return target.getvalue()


def _attribute(comment: str | None) -> str:
    return f" comment={quoteattr(comment)}" if comment else ""
