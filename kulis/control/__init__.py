"""The control API: everything that can be steered of a running mock, over HTTP."""
