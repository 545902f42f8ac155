"""What is built for ``templates/`` and ``addin/``: workbooks, and text for programs that make workbooks."""
