"""The files that come with the package, and how to install what is missing."""
