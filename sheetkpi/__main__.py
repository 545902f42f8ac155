"""``python -m sheetkpi``: the command line of the Python at hand, also where its programs are not on the PATH."""

import sys

from sheetkpi.cli import main

if __name__ == "__main__":
    sys.exit(main())
