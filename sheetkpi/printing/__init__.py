"""A formula as text: for spreadsheets, in JavaScript and SQL, in words."""
