"""The control API: everything that can be steered of a running mock, over HTTP."""

CONTROL_TOKEN_HEADER = "Kulis-Control-Token"
"""The request header that carries the control token."""
