"""Tables: one record a column, and formulas with the keys of columns in place of cells."""

import pytest

from sheetkpi.translation import Label
from sheetkpi.workbooks.book import At, Book, Formula, Rule, Validation
from sheetkpi.workbooks.styles import HEADER, INPUT, MONEY, NUMBER, TOTAL, UNSEEN
from sheetkpi.workbooks.table_sheet import Column, Row, Setting, Table, in_place, unseen

_NET = "c.revenue-c.spend"


def table(*columns: Column, column: int = 0, total: int | None = None) -> Table:
    sheet = Book(Label("Net results"), "en").sheet(Label("Net"))
    return Table(sheet, columns, 4, 3, column=column, total=total)


def net(column: int = 0, total: int | None = None) -> Table:
    amounts = Validation("number", 0)
    return table(
        Column("revenue", Label("Revenue"), INPUT.money, values=[300.0, 200.0], validation=amounts, total="SUM(all.revenue)"),
        Column("spend", Label("Spend"), INPUT.money, total="SUM(all.spend)"),
        Column("net", Label("Net"), NUMBER.money, _NET, note=Label("What is left"), total=_NET),
        Column("state", Label("State"), NUMBER, 'IF(c.net<0,"✗","✓")', signs="✓✗"),
        column=column,
        total=total,
    )


def formulas(written: Table, key: str) -> list[str]:
    place = written[key]
    contents = [written.sheet.cells[place.row + number, place.column].content for number in range(place.rows)]
    return [content.text for content in contents if isinstance(content, Formula)]


def test_a_formula_is_written_once_and_stands_in_every_row() -> None:
    assert formulas(net().write(), "net") == ["$A5-$B5", "$A6-$B6", "$A7-$B7"]


def test_a_table_may_begin_in_any_column() -> None:
    assert formulas(net(column=2).write(), "net") == ["$C5-$D5", "$C6-$D6", "$C7-$D7"]


def test_a_head_stands_above_the_first_row_with_its_note() -> None:
    written = net().write()
    assert [written.sheet.cells[3, column].content for column in range(4)] == [Label(each) for each in ("Revenue", "Spend", "Net", "State")]
    assert written.sheet.cells[3, 0].style == HEADER
    assert written.sheet.notes == {(3, 2): Label("What is left")}


def test_what_is_entered_has_the_values_of_the_sample_and_then_blanks() -> None:
    written = net().write()
    assert [written.sheet.cells[row, 0].content for row in (4, 5, 6)] == [300.0, 200.0, None]
    assert written.sheet.validations == [(written["revenue"], Validation("number", 0))]


def test_a_total_has_the_formula_of_its_own_row_in_the_number_format_of_the_column() -> None:
    sheet = net().write().sheet
    cells = [sheet.cells[7, column] for column in range(3)]
    assert [cell.content for cell in cells] == [Formula("SUM($A$5:$A$7)"), Formula("SUM($B$5:$B$7)"), Formula("$A8-$B8")]
    assert {cell.style for cell in cells} == {TOTAL.as_format(MONEY)}
    assert (7, 3) not in sheet.cells


def test_a_total_may_stand_above_the_table() -> None:
    assert net(total=2).write().sheet.cells[2, 2].content == Formula("$A3-$B3")


def test_signs_colour_the_whole_column() -> None:
    written = net().write()
    rules = [look for look in written.sheet.looks if isinstance(look, Rule)]
    assert [(rule.cells, rule.condition) for rule in rules] == [(written["state"], f'LEFT($D5,1)="{sign}"') for sign in "✓✗"]


@pytest.mark.parametrize(
    ("formula", "second_row"),
    [
        ("c.first*2", "$A6*2"),
        ("here.first*2", "A6*2"),
        ("in.first*2", "$A6*2"),
        ("above.first+c.first", "$A5+$A6"),
        ("SUM(top.first:here.first)", "SUM(A$5:A6)"),
        ("c.first/SUM(all.first)", "$A6/SUM($A$5:$A$7)"),
        ("SUM(here.first:here.second.part)", "SUM(A6:B6)"),
        ("abc.first&c.second.part", "abc.first&$B6"),
    ],
)
def test_keys_stand_for_cells(formula: str, second_row: str) -> None:
    for is_copied in (False, "above" not in formula):
        written = table(Column("first"), Column("second.part"), Column("result", None, NUMBER, formula, is_copied=is_copied)).write()
        assert formulas(written, "result")[1] == second_row


def test_columns_need_not_be_fixed() -> None:
    sheet = Book(Label("Net results"), "en").sheet(Label("Net"))
    written = Table(sheet, [Column("a"), Column("b", None, NUMBER, "c.a/SUM(all.a)-in.a")], 4, 3, reference="here").write()
    assert formulas(written, "b")[0] == "A5/SUM(A5:A7)-$A5"


def test_a_formula_that_is_copied_down_says_so() -> None:
    written = table(Column("first"), Column("result", None, NUMBER, "c.first+1", is_copied=True)).write()
    content = written.sheet.cells[6, 1].content
    assert isinstance(content, Formula)
    assert content.copied_to == written["result"]


def test_a_formula_may_depend_on_the_row() -> None:
    def of_row(row: Row) -> str | None:
        return f"c.first+{row.number}" if row.number else None

    assert formulas(table(Column("first"), Column("result", None, NUMBER, of_row)).write(), "result") == ["$A6+1", "$A7+2"]


def test_a_key_that_no_column_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="profit"):
        table(Column("net", None, NUMBER, "c.profit")).write()


def test_a_column_that_nobody_reads_has_no_head_and_its_own_place() -> None:
    written = table(Column("first"), unseen("hidden", "c.first", at=9)).write()
    assert written["hidden"] == At("Net", 4, 9, 3)
    assert (3, 9) not in written.sheet.cells
    assert written.sheet.cells[4, 9].style == UNSEEN


def test_places_are_marked_by_the_keys_of_columns() -> None:
    book = Book(Label("Net results"), "en")
    written = net()
    written.mark(book, "net", ["spend"])
    written.mark_cells(book, "net", ["net"])
    written.mark_total(book, "net.total", ["net"])
    assert {key: place.fixed for key, place in book.places.items()} == {
        "net.spend": "$B$5:$B$7",
        "net.1.net": "$C$5",
        "net.2.net": "$C$6",
        "net.3.net": "$C$7",
        "net.total.net": "$C$8",
    }


def test_a_setting_is_a_named_input() -> None:
    book = Book(Label("Net results"), "en")
    sheet = book.sheet(Label("Net"))
    limits = Validation("number", 0, 1)
    place = Setting("net.margin", Label("Margin of sales"), 0.4, INPUT.percent, limits, Label("After the cost of sales")).write(
        book, sheet, 2
    )
    assert place.fixed == "$B$3"
    assert book.places == {"net.margin": place}
    assert book.names == {"Margin_of_sales": place}
    assert sheet.validations == [(place, limits)]
    assert [sheet.cells[2, column].content for column in range(3)] == [Label("Margin of sales"), 0.4, Label("After the cost of sales")]


def test_other_formulas_may_have_keys_too() -> None:
    assert in_place("IF(row.a>0,rate.b,row.c.d)", row=str.upper, rate=lambda key: f"${key}$1") == "IF(A>0,$b$1,C.D)"
