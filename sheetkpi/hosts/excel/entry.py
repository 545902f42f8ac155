"""The function that the VBA calls through xlwings' COM server, in one round trip.

``XLPy.CallUDF("sheetkpi.hosts.excel.entry", "call", Array(Array(name, Array(argument, …), language)))`` gives back a cell, an array
(one row) or an array of two dimensions. The converter "raw" makes xlwings pass everything on as it is; and as it takes its time for
each argument, all that is asked is one.
"""

from xlwings import arg, func, ret

from sheetkpi.hosts.excel.calls import from_vba


@func
@arg("asked", "raw")
@ret("raw")
def call(asked):  # type: ignore[no-untyped-def]  # a type would be a converter to xlwings
    """Calculate a formula; return rows, because xlwings turns a single one back into a cell."""
    answer = from_vba(*asked)
    return answer if type(answer) is list else [[answer]]
