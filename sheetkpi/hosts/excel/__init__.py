"""Excel on Windows through xlwings: a module of user-defined functions, and an add-in whose VBA calls Python."""
