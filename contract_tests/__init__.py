"""The contract, and checks of any implementation by rule id, over HTTP alone."""
