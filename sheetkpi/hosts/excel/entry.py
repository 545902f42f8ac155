"""What our VBA calls through xlwings' COM server, in one round trip.

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
    """What a formula shows, as rows, which xlwings makes a single cell again."""
    answer = from_vba(*asked)
    return answer if type(answer) is list else [[answer]]
