"""LibreOffice Calc: an extension with the functions in it, and its installation."""
