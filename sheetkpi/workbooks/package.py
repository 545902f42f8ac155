"""What is left to do in the file that XlsxWriter wrote: comments of names, true cached values, the same bytes every time."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from sheetkpi.archive import archive
from sheetkpi.errors import ERROR_CODES

#: Excel refuses a longer comment.
LONGEST_COMMENT = 255

_NAME = re.compile(r'<definedName name="(\w+)"')
_ERROR_AS_TEXT = re.compile(rf't="str">(<f[^>]*>[^<]*</f><v>(?:{"|".join(map(re.escape, ERROR_CODES))})</v>)')
#: LibreOffice trusts the values of a file that says it is Excel's, all but those of array formulas. It is not Excel's,
#: and where LAMBDA is missing, checks that still said ✓ beside an error would be a lie.
_APPLICATION = ("<Application>Microsoft Excel</Application>", "<Application>sheetkpi</Application>")


def finished(package: bytes, comments: Mapping[str, str]) -> bytes:
    """The workbook with what XlsxWriter cannot write.

    Args:
        package: The file.
        comments: For each defined name what Excel shows while one types it.
    """
    return archive(_parts(package, comments))


def _parts(package: bytes, comments: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == "xl/workbook.xml":
                text = _NAME.sub(lambda found: found[0] + _attribute(comments.get(found[1])), text)
            elif name.startswith("xl/worksheets/"):
                text = _ERROR_AS_TEXT.sub(r't="e">\1', text)
            elif name == "docProps/app.xml":
                text = text.replace(*_APPLICATION)
            yield name, text.encode()


def _attribute(comment: str | None) -> str:
    return f" comment={quoteattr(comment)}" if comment else ""
