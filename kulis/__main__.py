"""`python -m kulis`, for an environment whose commands are not on the path."""

from kulis.cli import main

main()
