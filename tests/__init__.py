"""Tests of Kulis's own code."""
