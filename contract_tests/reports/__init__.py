"""Verdicts, written for those who read them: a terminal, a CI server, a browser, another program."""
