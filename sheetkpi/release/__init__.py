"""Generated files: the texts in git, and the files that users install."""
