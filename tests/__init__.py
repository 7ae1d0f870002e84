"""Tests of Kulis's own code."""

import importlib
import warnings

# Connexion imports names that jsonschema has deprecated. Its import alone may do so:
# every other warning is an error.
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    importlib.import_module("connexion")
