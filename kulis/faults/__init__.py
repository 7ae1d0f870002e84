"""Faults on purpose: rules that say which requests fail, when, and how."""
