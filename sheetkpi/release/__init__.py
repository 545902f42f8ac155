"""What is generated: the texts in git, and the files that users install."""
