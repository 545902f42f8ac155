"""The template workbooks as sheets of a shared spreadsheet, published again and again."""
