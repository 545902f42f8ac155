"""Workbooks for ``templates/``, and texts for programs that build workbooks themselves."""
