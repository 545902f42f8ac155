"""The reading of requests in waitress, stricter: what two programs could understand in two ways is refused, as RFC 9112 advises.

Where a proxy takes one end of a request and the server another, a part of it becomes a request of its own that the proxy never saw.
"""

import re

from waitress.parser import HTTPRequestParser, ParsingError  # type: ignore[import-untyped]
from waitress.utilities import BadRequest  # type: ignore[import-untyped]

_VERSIONS = ("1.0", "1.1")
#: With what a request begins, after the line breaks that some clients send too many.
_BEGINNING = re.compile(rb"[\r\n]*(?:[A-Za-z!#$%&'*+.^_`|~0-9-]|$)")


class NoHttp(BadRequest):  # type: ignore[misc]
    """That what comes is something else, such as the greeting of TLS, which has no end that one could wait for."""


class UnknownVersion(BadRequest):  # type: ignore[misc]
    """That the request is in a version of HTTP that this server does not speak."""

    code, reason = 505, "HTTP Version Not Supported"


class StrictParser(HTTPRequestParser):  # type: ignore[misc]
    """Reads one request."""

    def received(self, data: bytes) -> int:
        """Take a part of the request; how much of it belongs to the request."""
        if not self.headers_finished and not self.header_plus and not _BEGINNING.match(data):
            self.parse_header(b"GET / HTTP/1.0\r\n")  # as waitress does with headers that it refuses
            self.error, self.completed = NoHttp("it is no HTTP"), True
            return len(data)
        taken: int = super().received(data)
        if self.headers_finished and not self.empty and not self.error and self.version not in _VERSIONS:
            self.error, self.completed = UnknownVersion("it is not HTTP/1.1"), True
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers.

        Raises:
            ParsingError: They are wrong, or ambiguous.
        """
        try:
            super().parse_header(header_plus)
        except ValueError:  # such as a length of 5000 digits, or an address that is none
            raise ParsingError("A number or the address cannot be read") from None
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("Transfer-Encoding and Content-Length together are ambiguous")
        if not self.chunked and "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("HTTP/1.0 has no Transfer-Encoding")
        host = self.headers.get("HOST")
        if self.version == "1.1" and (host is None or "," in host):
            raise ParsingError("There must be one header Host")
