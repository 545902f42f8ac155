"""Tables of people in a shared spreadsheet: written and read."""
